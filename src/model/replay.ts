/** The catalogs that PostgreSQL makes of a folder, statement by statement, and the rows that the folder itself brings. */
import type { Catalog, CatalogObject } from './catalog.ts';

/** An object before and after; null: it is not there. What a rename does is two effects. */
export interface Effect {
  key: string;
  before: CatalogObject | null;
  after: CatalogObject | null;
}

/** Rows of one table that were written, `schema.name` as PostgreSQL would write it. */
export interface Wrote {
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
}

export interface ReplayedStatement {
  /** Chunk between breakpoints, from 0. */
  chunk: number;
  /** UTF-16 offset and length in the file, line from 1. */
  offset: number;
  length: number;
  line: number;
  /** PostgreSQL's command tag: `CREATE TABLE`, `UPDATE 0`. */
  tag: string;
  effects: Effect[];
  wrote: Wrote[];
  /**
   * schema: it moved something in the catalog, positions aside. data: it wrote rows, or may write some where there are any
   * (that much is the parser's word, and all that an empty database can tell). nothing: neither.
   */
  touches: 'schema' | 'data' | 'both' | 'nothing';
}

/** Rows of one table that are there after a migration and were not before it. */
export interface Seed {
  table: string;
  /** Columns of the primary key, quoted where they have to be. */
  columns: string[];
  /** Those of them that PostgreSQL fills in when nobody does: the values may be others elsewhere. */
  generated: string[];
  /** `jsonb_build_array(columns)::text` of each row, sorted; 1,000 at most. */
  keys: string[];
  /** The other columns that nobody fills in but who writes the row. */
  content: string[];
  /** Of each row, in the order of `keys`: SHA-256 of `jsonb_build_array(content)::text`. */
  rows: string[];
  /** There are more. */
  cut: boolean;
}

export interface ReplayedMigration {
  migration: string;
  statements: ReplayedStatement[];
  /** Of the whole migration: what it made and dropped again is not among them. */
  effects: Effect[];
  seeds: Seed[];
}

/** Where the folder stops to replay. */
export interface ReplayFailure {
  migration: string;
  /** null: nothing says where its SQL should be. */
  file: string | null;
  /** From 1; exactly where the fault is as far as PostgreSQL tells, else where the statement begins. null: there is no text. */
  line: number | null;
  column: number | null;
  /** null: it was not PostgreSQL that refused (no file, or the statement did not end). */
  sqlstate: string | null;
  /** PostgreSQL's own words. */
  message: string;
  detail: string | null;
  hint: string | null;
  /** As it stands in the file, shortened to 300 characters. */
  statement: string | null;
}

export interface Replay {
  /** `PGlite 18.6`, `PostgreSQL 15.18`. */
  engine: string;
  versionNumber: number;
  /** In order; up to the one that failed, when one did. */
  migrations: ReplayedMigration[];
  failure?: ReplayFailure;
  /** What was there before the first migration although no file makes it, and why: one sentence each. */
  assumed: string[];
  /** Before the first migration. */
  empty: Catalog;
  /** After the last of `migrations`. */
  final: Catalog;
}

/** In PostgreSQL's words, with the place in the file. */
export const failureText = ({ message, file, line }: ReplayFailure): string =>
  `${message}${file ? ` (${file}:${line ?? 1})` : ''}`;

/** What was there after that migration, the first of that name; null: before the first. */
export function catalogAfter(replay: Replay, migration: string | null): Catalog {
  const end = replay.migrations.findIndex((m) => m.migration === migration);
  if (migration !== null && end === -1) throw new Error(`${migration} was not replayed`);
  return catalogAt(replay, end + 1);
}

/** After so many migrations; default: all. A folder may have two of one name. */
export function catalogAt({ empty, migrations }: Pick<Replay, 'empty' | 'migrations'>, count = migrations.length): Catalog {
  const objects = new Map(empty.objects);
  for (const { effects } of migrations.slice(0, count)) fold(objects, effects);
  return { ...empty, objects };
}

export function fold(objects: Map<string, CatalogObject>, effects: readonly Effect[]): void {
  for (const { key, after } of effects) {
    if (after) objects.set(key, after);
    else objects.delete(key);
  }
}
