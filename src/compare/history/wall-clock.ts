/** Was a time written by a clock when the row was made, and not taken from the folder? */

import type { HistoryRow, Migration } from '../../model/index.ts';
import type { Recorded } from './recorded.ts';
import { meantStamp, readStamp } from './stamp.ts';
import { stampColumn } from './stamp-column.ts';

const MINUTE = 60_000;

export const msOf = (row: HistoryRow): number | null => {
  const stamp = readStamp(row.createdAt);
  return stamp.form === 'number' ? stamp.value : null;
};

/** The signs, in words; empty: there is none, so the journal may have been re-stamped as well. */
export function clockSigns(recorded: Recorded): string[] {
  const { of, tied, table, standing } = recorded;
  const own = msOf(tied.row);
  const meant = meantStamp(of.migration);
  if (own === null || meant === null || own <= meant) return [];
  const signs: string[] = [];
  const fallback = stampColumn(table)?.default;
  if (fallback) signs.push(`created_at has the default ${fallback}`);
  if (tied.faults.includes('hash-is-tag')) signs.push('its hash is not Drizzle’s either, so a person or a script wrote the row');
  const near = together(
    standing.migrations.flatMap((m) => pairOf(m.migration, m.rows[0]?.row)),
    own,
  );
  if (near.length > 1)
    signs.push(`${near.length} rows hold times within a minute of each other, and their migrations are ${days(near)} apart`);
  return signs;
}

interface Pair {
  at: number;
  when: number;
}

function pairOf(migration: Migration, row: HistoryRow | undefined): Pair[] {
  const at = row ? msOf(row) : null;
  const when = meantStamp(migration);
  return at === null || when === null || at === when ? [] : [{ at, when }];
}

/** Rows made in the same minute, when their migrations were not. */
function together(pairs: readonly Pair[], own: number): Pair[] {
  const near = pairs.filter((p) => Math.abs(p.at - own) < MINUTE);
  return spread(near) > 10 * MINUTE ? near : [];
}

const spread = (pairs: readonly Pair[]): number => Math.max(...pairs.map((p) => p.when)) - Math.min(...pairs.map((p) => p.when));

function days(pairs: readonly Pair[]): string {
  const minutes = Math.round(spread(pairs) / MINUTE);
  return minutes < 120
    ? `${minutes} minutes`
    : minutes < 2880
      ? `${Math.round(minutes / 60)} hours`
      : `${Math.round(minutes / 1440)} days`;
}

/** Migrations that are not recorded and stand below this time, though not below the migration's own. */
export function shadowed({ standing, tied, of }: Recorded, stamp = msOf(tied.row)): string[] {
  const meant = meantStamp(of.migration);
  if (stamp === null || meant === null) return [];
  return standing.migrations.flatMap((m) =>
    m.rows.length === 0 && m.migration.when !== null && m.migration.when > meant && m.migration.when <= stamp
      ? [m.migration.name]
      : [],
  );
}
