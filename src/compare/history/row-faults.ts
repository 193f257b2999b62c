/** What is wrong with the values of a row, given the migration it belongs to? */
import type { Migration } from '../../model/folder.ts';
import type { HistoryRow } from '../../model/history.ts';
import type { RowFault } from '../../model/standing.ts';
import type { HashSign } from './signs.ts';
import { inSeconds, meantStamp, readStamp, type StampSign } from './stamp.ts';

function hashFaults(migration: Migration, sign: HashSign | null): RowFault[] {
  if (sign === 'hash') return [];
  if (sign === 'plain') return ['hash-of-other-line-ends'];
  if (sign === 'tag') return ['hash-is-tag'];
  // Without the file nothing can be said against a recorded hash.
  if (!migration.sql.ok) return [];
  return [sign === 'git' ? 'hash-of-earlier-text' : 'hash-unknown'];
}

function stampFaults(row: HistoryRow, migration: Migration, sign: StampSign | null): RowFault[] {
  const stamp = readStamp(row.createdAt);
  const meant = meantStamp(migration);
  const differs: RowFault[] = sign === null && meant !== null ? ['stamp-differs'] : [];
  if (stamp.form === 'null') return ['stamp-null'];
  if (stamp.form === 'garbage' || stamp.form === 'time') return ['stamp-is-text', ...differs];
  if (sign === 'exact') return [];
  if (inSeconds(stamp)) return ['stamp-in-seconds', ...differs];
  return sign === 'second' ? ['stamp-differs'] : differs;
}

/** `named`: this line identifies by name, and the table has the column. */
export function rowFaults(
  row: HistoryRow,
  migration: Migration,
  signs: { hash: HashSign | null; stamp: StampSign | null },
  named: boolean,
): RowFault[] {
  const name: RowFault[] = !named || row.name === migration.name ? [] : [row.name === null ? 'name-null' : 'name-differs'];
  return [...hashFaults(migration, signs.hash), ...stampFaults(row, migration, signs.stamp), ...name];
}
