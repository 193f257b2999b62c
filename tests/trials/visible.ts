/** Would pg_dump show it, had that statement run, or not run? */
import { changedEntries, entriesOf } from '../catalog/dump.ts';
import type { Server } from '../servers.ts';
import type { History } from './history.ts';
import { dumpText, liveOn, type Sent, together } from './live.ts';
import { statementsOf } from './ways.ts';

export interface Place {
  migration: number;
  statement: number;
}

/** All that ran is run again one by one, with and without the statement. Rows are not looked at: what writes some is taken to be seen. */
export async function visible(history: History, sent: readonly Sent[], place: Place, dumping: Server): Promise<boolean> {
  const { touches, wrote } = history.replay.migrations[place.migration]!.statements[place.statement]!;
  if (touches === 'data' || wrote.length > 0) return true;
  const isIt = ({ of }: Sent): boolean => of?.migration === place.migration && of.statement === place.statement;
  const without = sent.filter((s) => !isIt(s));
  const it = statementsOf(history, place.migration, (s) => s === place.statement);
  const at = without.findIndex(({ of }) => of !== null && isBehind(of, place));
  const end = at === -1 ? without.length : at;
  const withIt = sent.some(isIt) ? sent : [...without.slice(0, end), ...it, ...without.slice(end)];
  const [a, b] = [await dumpAfter(without, dumping), await dumpAfter(withIt, dumping)];
  return changedEntries(entriesOf(a), entriesOf(b)).length > 0;
}

const isBehind = (a: Place, b: Place): boolean =>
  a.migration > b.migration || (a.migration === b.migration && a.statement > b.statement);

async function dumpAfter(sent: readonly Sent[], server: Server): Promise<string> {
  const live = await liveOn(server);
  try {
    for (const one of sent) await together(live, [one]);
    return (await dumpText(live.url ?? '', ['--schema-only'])) ?? '';
  } finally {
    await live.end();
  }
}

/** A dump in which neither order nor what is said about owners, rights and comments counts. */
export function plainly(dump: string): string {
  const entries = [...entriesOf(dump).values()].filter(
    (e) => !['ACL', 'COMMENT', 'DEFAULT ACL', 'SEQUENCE SET'].includes(e.type),
  );
  return entries
    .map((e) => {
      const lines = e.text.split('\n').filter((l) => l !== '' && !l.startsWith('owner ') && !l.includes(' OWNER TO '));
      return `${e.type} ${e.schema} ${e.name}\n${lines
        .map((l) => l.replace(/,$/, ''))
        .toSorted()
        .join('\n')}`;
    })
    .toSorted()
    .join('\n');
}
