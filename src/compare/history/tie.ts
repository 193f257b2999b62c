/** Which migration does each history row belong to, by which sign, and how sure is that? */
import type { Migration } from '../../model/folder.ts';
import type { HistoryRow } from '../../model/history.ts';
import type { Tie } from '../../model/standing.ts';
import type { HashSign, Signs } from './signs.ts';
import type { StampSign } from './stamp.ts';

export interface Tied {
  /** Position in the list of migrations. */
  migration: number;
  tie: Tie;
  /** 0 is the strongest. */
  rank: number;
  ambiguous: boolean;
}

interface Rank {
  tie: Tie;
  hash?: HashSign;
  stamp?: StampSign;
}

/** Two signs before one: a row with the text of one migration and the stamp of another is told apart by what else fits. */
const RANKS: readonly Rank[] = [
  { tie: 'name' },
  { tie: 'hash+stamp', hash: 'hash', stamp: 'exact' },
  { tie: 'hash', hash: 'hash', stamp: 'second' },
  { tie: 'plain-hash', hash: 'plain', stamp: 'exact' },
  { tie: 'plain-hash', hash: 'plain', stamp: 'second' },
  { tie: 'git-hash+stamp', hash: 'git', stamp: 'exact' },
  { tie: 'git-hash', hash: 'git', stamp: 'second' },
  { tie: 'tag+stamp', hash: 'tag', stamp: 'exact' },
  { tie: 'tag', hash: 'tag', stamp: 'second' },
  { tie: 'hash', hash: 'hash' },
  { tie: 'plain-hash', hash: 'plain' },
  { tie: 'git-hash', hash: 'git' },
  { tie: 'tag', hash: 'tag' },
  { tie: 'stamp', stamp: 'exact' },
  { tie: 'stamp-in-seconds', stamp: 'second' },
];

const identifies = ({ tie, hash, stamp }: Rank): boolean => tie === 'name' || (hash !== undefined && stamp !== undefined);

function candidates(row: HistoryRow, rank: Rank, signs: Signs): readonly number[] {
  if (rank.tie === 'name') return signs.byName(row);
  if (rank.stamp === undefined) return rank.hash === undefined ? [] : signs.byHash(row, rank.hash);
  const near = signs.byStamp(row, rank.stamp);
  if (rank.hash !== undefined) return near.filter((i) => signs.hashSign(row, i) === rank.hash);
  // A row with a name of its own is another migration of the same second, not this one.
  return signs.dated && row.name !== null ? [] : near;
}

/** Only blank lines and comments, as `generate --custom` writes it: such a text identifies nothing. */
function saysNothing(migration: Migration | undefined): boolean {
  if (!migration?.sql.ok) return false;
  return migration.sql.value.text.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('--'));
}

/** Each row's migration, or undefined for an orphan. Rows that identify go first, then ever weaker signs, onto migrations that are still free. */
export function tieRows(migrations: readonly Migration[], rows: readonly HistoryRow[], signs: Signs): (Tied | undefined)[] {
  const tied: (Tied | undefined)[] = rows.map(() => undefined);
  const taken = new Set<number>();
  const assign = (at: number, migration: number, rank: number, fits: number): void => {
    const { tie } = RANKS[rank]!;
    const weak = (tie === 'hash' || tie === 'plain-hash') && !identifies(RANKS[rank]!) && saysNothing(migrations[migration]);
    tied[at] = { migration, tie, rank, ambiguous: fits > 1 || weak };
    taken.add(migration);
  };

  RANKS.forEach((rank, r) => {
    const several: { at: number; fit: readonly number[] }[] = [];
    const settle = (at: number, fit: readonly number[], firstFree: number | undefined): void => {
      const migration = firstFree ?? (identifies(rank) ? fit[0] : undefined);
      if (migration !== undefined) assign(at, migration, r, fit.length);
    };
    rows.forEach((row, at) => {
      if (tied[at]) return;
      const fit = candidates(row, rank, signs);
      if (fit.length > 1) several.push({ at, fit });
      else if (fit.length === 1)
        settle(
          at,
          fit,
          fit.find((i) => !taken.has(i)),
        );
    });
    for (const { at, fit } of several)
      settle(
        at,
        fit,
        fit.find((i) => !taken.has(i)),
      );
  });

  rows.forEach((row, at) => {
    if (tied[at]) return;
    for (const [r, rank] of RANKS.entries()) {
      const fit = candidates(row, rank, signs);
      if (fit[0] === undefined) continue;
      assign(at, fit[0], r, fit.length);
      return;
    }
  });
  return tied;
}
