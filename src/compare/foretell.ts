/** What would the stock 0.x migrator skip or repeat after some rows were changed? */
import type { HistoryTable, MigrationStanding, Row, RowChange, Standing } from '../model/index.ts';

export interface Foretold {
  /** Recorded migrations that it would run again. */
  repeats: MigrationStanding[];
  /** Migrations without a row that it would never run. */
  skips: MigrationStanding[];
}

/** `order by created_at desc limit 1` over numbers: NULL comes first and counts as 0; null when there is no row. */
function mark(rows: readonly Row[]): number | null {
  if (rows.length === 0) return null;
  const stamps = rows.map((r) => r['created_at'] ?? null);
  return stamps.includes(null) ? 0 : Math.max(...stamps.map(Number));
}

/** `changes` name rows by what they hold before. Times that are no numbers make it skip everything, as in JavaScript. */
export function foretell({ migrations }: Standing, table: HistoryTable, changes: readonly RowChange[]): Foretold {
  const left = [...changes];
  const rows = table.rows.flatMap(({ values }): Row[] => {
    const at = left.findIndex((c) => c.before === values);
    const [change] = at === -1 ? [] : left.splice(at, 1);
    return change ? (change.after ? [change.after] : []) : [values];
  });
  for (const c of left) if (c.before === null && c.after) rows.push(c.after);
  const highest = mark(rows);
  const runs = ({ migration: { when } }: MigrationStanding): boolean => highest === null || (when !== null && highest < when);
  return {
    repeats: migrations.filter((m) => m.rows.length > 0 && runs(m)),
    skips: migrations.filter((m) => m.rows.length === 0 && !runs(m)),
  };
}
