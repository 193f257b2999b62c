/** A history table as it is, whatever it is. */

export interface TableName {
  schema: string;
  name: string;
}

/** Where the stock migrators write, unless they are told another place. */
export const STOCK_TABLE: TableName = { schema: 'drizzle', name: '__drizzle_migrations' };

export interface HistoryColumn {
  name: string;
  /** format_type(): `bigint`, `timestamp with time zone` … */
  type: string;
  notNull: boolean;
  default: string | null;
}

/** Every value as PostgreSQL prints it. */
export type Row = Readonly<Record<string, string | null>>;

export interface HistoryRow {
  /** Place in reading order (by id, else physical), from 0. */
  position: number;
  values: Row;
  id: string | null;
  hash: string | null;
  createdAt: string | null;
  name: string | null;
}

export interface Sequence {
  schema: string;
  name: string;
  lastValue: string;
  isCalled: boolean;
}

export interface HistoryTable extends TableName {
  /** pg_class.relkind in words. */
  kind: 'table' | 'partitioned table' | 'partition' | 'view' | 'materialized view' | 'foreign table';
  unlogged: boolean;
  columns: HistoryColumn[];
  /** `0.x`: id, hash, created_at. `1.0`: also name and applied_at. `half`: only one of the two. */
  shape: '0.x' | '1.0' | 'half' | 'foreign';
  rows: HistoryRow[];
  /** The row that `order by created_at desc limit 1` gives, as the stock 0.x migrator asks. */
  newest: HistoryRow | null;
  /** PostgreSQL's own fingerprint of columns, rows and sequence position; the guard compares it again. */
  print: string;
  sequence: Sequence | null;
  triggers: string[];
  rowSecurity: boolean;
  /** What this role may do. */
  may: { select: boolean; insert: boolean; update: boolean; delete: boolean; own: boolean };
}

/** One environment's histories: the configured table, and everything else that looks like one. */
export interface History {
  environment: string;
  configured: TableName;
  table: HistoryTable | null;
  /** Other tables that look like Drizzle's, with their rows. */
  others: HistoryTable[];
  /** Parts of migrations that are not recorded as a whole. */
  parts: MigrationPart[];
}

/** A part of a migration that no single transaction can hold, as a run of ours noted it. */
export interface MigrationPart {
  migration: string;
  /** From 0. */
  place: number;
  state: 'running' | 'done';
  /** SHA-256 of the text that it had. */
  print: string;
  by: string;
  /** UTC, `2026-01-31 12:00:00`. */
  at: string;
}
