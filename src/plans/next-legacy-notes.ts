/** What a reconciliation for another migration system says: of each object, of its proof, and of what its runner is to be told. */
import type { NamedSystem } from '../legacy/system-named.ts';
import type { Reconciled, Reconciliation } from '../model/index.ts';
import type { LegacyPart } from './next-legacy-files.ts';
import { atMost, NOT_RECONCILED, provenNotes } from './reconcile-notes.ts';

export function nextLegacyNotes(found: Reconciliation, system: NamedSystem, parts: readonly LegacyPart[]): string[] {
  const { objects, again, environment, roles, beside, database } = found;
  const { tool, folder } = system.history;
  const run = parts.find((part) => part.does === 'run');
  const mark = parts.find((part) => part.does === 'mark');
  const nameOf = (o: Reconciled): string => (o.does === 'adopt' ? mark : run)?.file.name ?? 'the file';
  return [
    ...atMost(objects.map((o) => legacyNote(o, nameOf(o)))),
    ...(again.length > 0 ? [`The statements of ${run?.file.name} are those of ${again.join(', ')}, as they were written.`] : []),
    ...provenNotes(found, `the folder and ${folder} make${mark ? ` with ${mark.file.name}` : ''}`),
    ...parts.filter((part) => part.there).map(({ file }) => `${file.path} is there and holds just these statements.`),
    ...(mark ? [marked(mark, system, environment)] : []),
    ...(run
      ? [
          `${run.file.name} runs in ${environment} when ${tool} comes to it. Where the folder’s migrations have run whole, all of it is there, and it would be refused: mark it as run there.`,
          ...(database.some((s) => s.destroys)
            ? [`${run.file.name} takes away objects that may hold rows: those are gone then.`]
            : []),
        ]
      : []),
    ...waiting(system, environment, parts),
    ...(mark
      ? [
          'No migration of Drizzle’s folder makes what is taken over, so verify goes on to name it; nothing is recorded in Drizzle’s history.',
        ]
      : []),
    ...(beside?.leftOut ?? []).map(
      ({ file, why }) =>
        `${file} did not run on the shadow, so what it makes may be taken for something that no file makes: ${why}.`,
    ),
    ...(beside && beside.absent.length > 0
      ? [
          `${folder} makes ${atMost(beside.absent, 6).join(', ')}, which ${environment} does not have; that is not made here. See npx tidemark audit.`,
        ]
      : []),
    ...(roles.length > 0 ? [`It names the roles ${roles.join(', ')}, which have to be there where it runs.`] : []),
    NOT_RECONCILED,
  ];
}

function legacyNote({ object, is, does, by }: Reconciled, name: string): string {
  if (does === 'make') return `${object}: ${by ?? 'a migration'} makes it, and it is not so in the database: ${name} does.`;
  if (does === 'drop') return `${object}: no migration makes it; you named it, so ${name} drops it.`;
  if (does === 'put-back')
    return `${object}: it was changed by hand; you named it, so ${name} puts it back to what ${by ?? 'the folder'} makes.`;
  return is === 'extra'
    ? `${object}: no file makes it: ${name} does.`
    : `${object}: it was changed by hand: ${name} does the same.`;
}

function marked({ file }: LegacyPart, { history: { tool, table, folder }, writing }: NamedSystem, environment: string): string {
  const typed = writing.mark?.({ ...file, folder });
  const row = table
    ? `a row for it in ${table.schema}.${table.name}, as its runner writes them`
    : 'a row as its runner writes them';
  return `${file.name} is true in ${environment} already, and would be refused there: before ${tool} comes to it, mark it as run: ${typed ?? row}. Tidemark writes nothing to that table.`;
}

/** A runner takes what is older first. */
function waiting(
  { history: { tool, standings, unread } }: NamedSystem,
  environment: string,
  parts: readonly LegacyPart[],
): string[] {
  const ours = new Set(parts.map((part) => part.file.path));
  const open = standings.filter((s) => s.state === 'not-recorded' && !ours.has(s.file.path)).map((s) => s.file.path);
  if (unread !== undefined || open.length === 0) return [];
  return [
    `${tool} has not recorded ${atMost(open, 4).join(', ')} in ${environment}, and runs ${open.length === 1 ? 'it' : 'them'} first.`,
  ];
}
