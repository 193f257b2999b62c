/** New times for migrations that no environment recorded, above every recorded one, in the order of the journal. */
import { freshStamp, recordedOf, type Seen } from '../compare/seen.ts';
import type { Change, Journal, Migration } from '../model/index.ts';
import { setField } from './journal-edit.ts';

/** The migration and everything behind it that is recorded nowhere: their order stays, and a run that stops in between skips none. */
export function restampFrom(position: number, migrations: readonly Migration[], seen: Seen): { migration: Migration; when: number }[] {
  const fresh = freshStamp(migrations, seen);
  const first = migrations.findIndex((m, i) => i >= firstBelow(migrations, seen) && recordedOf(seen, i).length === 0);
  const from = Math.min(position, first === -1 ? position : first);
  const open = migrations.filter((m) => m.entry && m.position >= from && recordedOf(seen, m.position).length === 0);
  return open.map((migration, i) => ({ migration, when: fresh + i }));
}

/** Every finding of one run gives the same times, whichever migration it is about. */
function firstBelow(migrations: readonly Migration[], seen: Seen): number {
  const at = migrations.findIndex((_, i) => seen.read.some((s) => s.migrations[i]?.state === 'out-of-order'));
  return at === -1 ? migrations.length : at;
}

export const restampChanges = (journal: Journal, stamps: readonly { migration: Migration; when: number }[]): Change[] =>
  stamps.flatMap(({ migration, when }) =>
    setField(journal.file, migration.position, 'when', when).map((edit): Change => ({ kind: 'edit', path: journal.file.path, edit, says: `Give ${migration.name} the time ${when}.` })),
  );
