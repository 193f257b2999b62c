/** The project's folder and another Drizzle folder, put together in thought, and what PostgreSQL makes of that. */
import { resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import { intendedOf } from '../compare/folder/intended.ts';
import { snapshotPath } from '../compare/folder/snapshot-chain.ts';
import { leftOut, weave, wovenBefore } from '../compare/folder/weave.ts';
import { joinedStanding, timeAbove } from '../compare/history/joined-standing.ts';
import type { Folder, History, MergeSide, Merging, Migration, Project, Read, Replay, Standing, Woven } from '../model/index.ts';
import { failureText, got, keyOf } from '../model/index.ts';
import { readFolder } from './folder/folder.ts';
import { journalOf, migrationsOf } from './folder/journal.ts';
import { parseJson } from './folder/json-places.ts';
import type { Looking } from './looking.ts';
import { fromRoot } from './paths.ts';
import { folderReplay } from './replay/folder-replay.ts';
import type { Seen } from './seen.ts';
import { groundOf } from './shadow/ground.ts';
import { textOf } from './text-file.ts';

export interface MergeFrom {
  project: Project;
  folder: Folder;
  histories?: Read<ReadonlyMap<string, Read<History>>>;
  legacies?: NonNullable<Seen['legacies']>;
}

/** `seen`: in place of the folder's own, for what is replayed and audited. */
export async function readMerging(
  looking: Looking,
  { folder: typed, last }: { folder: string; last: string[] },
  { project, folder, histories, legacies }: MergeFrom,
): Promise<{ merging: Merging; seen: Pick<Seen, 'migrations' | 'standings' | 'legacies'> }> {
  const { root, prefix } = project;
  const path = fromRoot(root, typed);
  const archive = `${folder.path}/archive-${path.replaceAll('/', '-')}`;
  const kept = folder.others.some((at) => at.startsWith(`${archive}/`));
  const there = await readFolder(root, path);
  const done = kept && !there.present;
  const own = sideOf(root, folder);
  const other = sideOf(root, done ? await readFolder(root, archive) : there);
  const base = { own, other, path, archive, done };
  const woven = wovenOf(base, { last, prefix, histories });
  const migrations = woven?.map((w) => w.migration);
  const replayed = migrations ? await replayOf(project, looking, migrations) : UNREAD;
  const together = replayed.ok
    ? got({ engine: replayed.value.engine, failure: replayed.value.failure ? failureText(replayed.value.failure) : null })
    : replayed;
  const asks = woven !== null && ((together.ok && together.value.failure !== null) || (done && leftOut(base).length > 0));
  const lacking = asks ? await lackingIn(project, looking, base) : null;
  const merging: Merging = { ...base, woven, replayed: together, lacking };
  // Where they cannot be put in order nothing more is looked at: the command refuses.
  const audited = woven ? withoutFolder(legacies, path) : got(new Map());
  return {
    merging,
    seen: {
      migrations: migrations ? got(migrations) : UNREAD,
      standings: joined(histories, migrations ?? [], project),
      legacies: audited,
    },
  };
}

const UNREAD: Read<never> = { ok: false, why: 'they cannot be put in order' };

/** What it holds is among the own migrations now. */
function withoutFolder(legacies: Seen['legacies'], path: string): Seen['legacies'] {
  if (!legacies?.ok) return legacies;
  const left = [...legacies.value].map(
    ([name, read]) => [name, read.ok ? got(read.value.filter((h) => h.folder !== path)) : read] as const,
  );
  return got(new Map(left));
}

function sideOf(root: string, folder: Folder): MergeSide {
  const journal = journalOf(folder);
  const listed = migrationsOf(folder, journal);
  const migrations = listed.ok ? got(intendedOf(folder, listed.value).map((i) => i.migration)) : listed;
  const texts =
    migrations.ok && folder.layout === 'journal'
      ? migrations.value.flatMap(({ name }) => {
          const text = textOf(resolve(root, snapshotPath(folder, name)));
          return text.ok && parseJson(text.value).ok ? [[name, text.value] as const] : [];
        })
      : [];
  return { folder, journal, migrations, snapshots: new Map(texts) };
}

/** Whatever keeps them from it is told by the command, which asks the same once more. */
function wovenOf(
  { own, other, path, done }: Pick<Merging, 'own' | 'other' | 'path' | 'done'>,
  { last, prefix, histories }: { last: string[]; prefix: string | null; histories: MergeFrom['histories'] },
): Woven[] | null {
  const plain = own.folder.layout === 'journal' && other.folder.layout === 'journal';
  if (!own.migrations.ok || !other.migrations.ok || !plain) return null;
  if (done) return wovenBefore(own.migrations.value, other.migrations.value);
  const all = [...own.migrations.value, ...other.migrations.value];
  try {
    return weave({
      ownPath: own.folder.path,
      otherPath: path,
      own: own.migrations.value,
      other: other.migrations.value,
      last,
      fresh: timeAbove(all, readOnes(histories)),
      prefix,
    });
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

const readOnes = (histories: MergeFrom['histories']): History[] =>
  histories?.ok ? [...histories.value.values()].flatMap((h) => (h.ok ? [h.value] : [])) : [];

const replayOf = (project: Project, looking: Looking, migrations: readonly Migration[]) =>
  folderReplay(groundOf(looking, project), migrations);

async function lackingIn(
  project: Project,
  looking: Looking,
  { own, other }: Pick<Merging, 'own' | 'other'>,
): Promise<Merging['lacking']> {
  if (!own.migrations.ok || !other.migrations.ok) return null;
  const alone = async (migrations: readonly Migration[], path: string): Promise<Read<Replay>> => {
    const read = await replayOf(project, looking, migrations);
    return read.ok && read.value.failure
      ? { ok: false, why: `${path} does not run by itself: ${failureText(read.value.failure)}` }
      : read;
  };
  // One shadow after the other: each may be a PGlite of several hundred megabytes.
  const ours = await alone(own.migrations.value, own.folder.path);
  if (!ours.ok) return ours;
  const theirs = await alone(
    other.migrations.value.filter((m) => m.sql.ok),
    other.folder.path,
  );
  if (!theirs.ok) return theirs;
  const made = new Set(ours.value.migrations.flatMap((m) => m.effects.flatMap((e) => (e.after ? [e.key] : []))));
  const { empty, final, engine } = theirs.value;
  const objects = [...final.objects.values()].filter(
    ({ kind, id }) => !empty.objects.has(keyOf(kind, id)) && !made.has(keyOf(kind, id)),
  );
  const wrote = theirs.value.migrations.filter((m) => m.statements.some((t) => t.touches === 'data' || t.touches === 'both'));
  return got({
    engine,
    objects: objects.map(({ kind, id }) => `${kind.replaceAll('-', ' ')} ${id}`),
    wrote: wrote.map((m) => m.migration),
  });
}

function joined(histories: MergeFrom['histories'], migrations: readonly Migration[], { line }: Project): Seen['standings'] {
  if (!histories?.ok) return histories;
  return got(
    new Map(
      [...histories.value].map(([name, h]): [string, Read<Standing>] => [
        name,
        h.ok ? got(joinedStanding(h.value, migrations, line).standing) : h,
      ]),
    ),
  );
}
