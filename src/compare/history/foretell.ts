/** What would the stock 0.x migrator skip or repeat after some rows were changed? */
import type { HistoryTable, MigrationStanding, Row, RowChange, Standing } from '../../model/index.ts';

export interface Foretold {
  /** Recorded migrations that it would run again. */
  repeats: MigrationStanding[];
  /** Migrations without a row that it would never run. */
  skips: MigrationStanding[];
}

interface Stamps {
  nulls: number;
  /** Those that are no numbers in JavaScript. */
  strange: number;
  /** Highest first. */
  numbers: { row: Row; stamp: number }[];
}

const numberOf = (row: Row): number | null => (row['created_at'] == null ? null : Number(row['created_at']));

/** Asked once for each odd row, of which there may be 100,000: the stamps are sorted once a table. */
const sorted = new WeakMap<HistoryTable, Stamps>();

function stampsOf(table: HistoryTable): Stamps {
  const before = sorted.get(table);
  if (before) return before;
  const stamps: Stamps = { nulls: 0, strange: 0, numbers: [] };
  for (const { values: row } of table.rows) {
    const stamp = numberOf(row);
    if (stamp === null) stamps.nulls += 1;
    else if (Number.isNaN(stamp)) stamps.strange += 1;
    else stamps.numbers.push({ row, stamp });
  }
  stamps.numbers.sort((x, y) => y.stamp - x.stamp);
  sorted.set(table, stamps);
  return stamps;
}

/** `order by created_at desc limit 1` over numbers: NULL comes first and counts as 0; null when there is no row. */
function mark(table: HistoryTable, changes: readonly RowChange[]): number | null {
  const gone = new Set(changes.flatMap((c) => (c.before ? [c.before] : [])));
  const added = changes.flatMap((c) => (c.after ? [numberOf(c.after)] : []));
  const lost = [...gone].map(numberOf);
  const { nulls, strange, numbers } = stampsOf(table);
  const count = (all: readonly (number | null)[], is: (n: number | null) => boolean): number => all.filter(is).length;
  const isNull = (n: number | null): boolean => n === null;
  const isStrange = (n: number | null): boolean => Number.isNaN(n);
  if (table.rows.length - gone.size + added.length === 0) return null;
  if (nulls - count(lost, isNull) + count(added, isNull) > 0) return 0;
  if (strange - count(lost, isStrange) + count(added, isStrange) > 0) return Number.NaN;
  const kept = numbers.find(({ row }) => !gone.has(row))?.stamp ?? Number.NEGATIVE_INFINITY;
  return added.reduce<number>((highest, n) => Math.max(highest, n ?? 0), kept);
}

/** `changes` name rows by what they hold before. Times that are no numbers make it skip everything, as in JavaScript. */
export function foretell({ migrations }: Standing, table: HistoryTable, changes: readonly RowChange[]): Foretold {
  const highest = mark(table, changes);
  const runs = ({ migration: { when } }: MigrationStanding): boolean => highest === null || (when !== null && highest < when);
  return {
    repeats: migrations.filter((m) => m.rows.length > 0 && runs(m)),
    skips: migrations.filter((m) => m.rows.length === 0 && !runs(m)),
  };
}
