/** How well does another history table fit this folder? */
import type { HistoryTable, Intended, Line } from '../../model/index.ts';
import { standingOf } from './standing.ts';

export interface Fit {
  table: HistoryTable;
  /** Rows that are tied to a migration by its text or its name, or to the millisecond. */
  rows: number;
}

export const SURE: readonly string[] = ['name', 'hash+stamp', 'hash', 'plain-hash', 'tag+stamp', 'tag', 'stamp'];

export function fitOf(table: HistoryTable, environment: string, line: Line, intended: readonly Intended[]): Fit {
  if (table.shape === 'foreign') return { table, rows: 0 };
  const { migrations } = standingOf({
    environment,
    line,
    table,
    migrations: intended.map((i) => i.migration),
    gitTexts: { ok: true, value: new Map() },
  });
  return { table, rows: migrations.flatMap((m) => m.rows).filter((r) => SURE.includes(r.tie)).length };
}
