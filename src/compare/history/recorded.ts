/** The rows that count, with the migration they record and the table they lie in. */
import type {
  HistoryRow,
  HistoryTable,
  Line,
  MigrationStanding,
  Read,
  RowFault,
  Severity,
  Standing,
  TableName,
  TiedRow,
} from '../../model/index.ts';
import { takesNumbers } from './stamp-column.ts';

export interface Recorded {
  environment: string;
  standing: Standing;
  table: HistoryTable;
  of: MigrationStanding;
  tied: TiedRow;
}

type Standings = ReadonlyMap<string, Read<Standing>>;

/** One for each migration that has a row, in every environment that could be read. */
export function* recordedRows(standings: Standings): Generator<Recorded> {
  for (const [environment, read] of standings) {
    if (!read.ok || !read.value.table) continue;
    for (const of of read.value.migrations) {
      const [tied] = of.rows;
      if (tied) yield { environment, standing: read.value, table: read.value.table, of, tied };
    }
  }
}

export function* rowsWith(standings: Standings, fault: RowFault): Generator<Recorded> {
  for (const recorded of recordedRows(standings)) if (recorded.tied.faults.includes(fault)) yield recorded;
}

/** Without those whose column could not hold the right time: there the column is what is wrong. */
export function* stampsWith(standings: Standings, fault: RowFault): Generator<Recorded> {
  for (const recorded of rowsWith(standings, fault)) if (takesNumbers(recorded.table)) yield recorded;
}

export const tableName = ({ schema, name }: TableName): string => `${schema}.${name}`;

/** A row's id; a row without one goes by its place. */
export const rowName = ({ id, position }: HistoryRow): string => id ?? `at place ${position + 1}`;

export const rowPlace = (table: TableName, row: HistoryRow): string => `${tableName(table)} row ${rowName(row)}`;

/** The one row that the stock 0.x migrator reads. */
export const isNewest = ({ newest }: HistoryTable, row: HistoryRow): boolean =>
  newest !== null && newest.position === row.position;

/** 0.x compares one row's time with all others'; 1.0 looks at times only while it upgrades a table of 0.x. */
export function harmOfStamp(line: Line, { table, tied, standing }: Recorded): Severity {
  if (line === '0.x') return isNewest(table, tied.row) ? 'error' : 'warning';
  if (table.columns.some((c) => c.name === 'name')) return 'note';
  return standing.stock.outcome === 'fails' ? 'error' : 'warning';
}

/** 0 where no id is a number. */
export const highestId = (rows: readonly HistoryRow[]): number =>
  Math.max(0, ...rows.map((r) => Number(r.id)).filter(Number.isFinite));
