/** Where is a migration recorded, which environments could not be asked, and which stamp is above all of them? */
import type { HistoryTable, Migration, Read, Standing, TiedRow } from '../../model/index.ts';
import { readStamp } from './stamp.ts';

export type Standings = Read<ReadonlyMap<string, Read<Standing>>>;

export interface Seen {
  read: Standing[];
  /** Environments that could not be read, each with the reason. */
  unread: string[];
  /** Every configured environment was read, and there is one. */
  all: boolean;
}

export function seenIn(standings: Standings): Seen {
  if (!standings.ok) return { read: [], unread: [standings.why], all: false };
  const read: Standing[] = [];
  const unread: string[] = [];
  for (const [name, one] of standings.value) {
    if (one.ok) read.push(one.value);
    else unread.push(`${name}: ${one.why}`);
  }
  return { read, unread, all: read.length > 0 && unread.length === 0 };
}

export interface Recorded {
  environment: string;
  table: HistoryTable;
  tied: TiedRow;
}

/** The row that counts, in each environment that has one. */
export function recordedOf({ read }: Seen, position: number): Recorded[] {
  return read.flatMap(({ environment, table, migrations }) => {
    const tied = migrations[position]?.rows[0];
    return tied && table ? [{ environment, table, tied }] : [];
  });
}

/** Milliseconds that a row's `created_at` names, whatever its type and unit; null when it names none. */
export function rowMillis(createdAt: string | null): number | null {
  const stamp = readStamp(createdAt);
  if (stamp.form === 'time') return stamp.ms;
  return stamp.form === 'number' ? stamp.value : null;
}

/** Above every stamp of the folder and of every row that was read. */
export function freshStamp(migrations: readonly Migration[], { read }: Seen): number {
  const rows = read.flatMap((s) => s.table?.rows ?? []).map((r) => rowMillis(r.createdAt));
  const known = [...migrations.map((m) => m.when), ...rows].filter((n): n is number => n !== null && Number.isFinite(n));
  return known.reduce((a, b) => Math.max(a, Math.floor(b)), FIRST) + 1;
}

/** 2020-01-01: before every project that Drizzle has, so that the next stamp of drizzle-kit is greater. */
export const FIRST = 1_577_836_800_000;

/** `dev and production`, `dev, test and production`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A moment as a person reads it, UTC. */
export const dateOf = (ms: number): string =>
  Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().replace('.000Z', 'Z') : String(ms);
