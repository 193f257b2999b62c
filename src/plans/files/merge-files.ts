/** The files of two Drizzle folders that become one, and where the rest of the other one goes. */
import { Problem } from '../../base/problem.ts';
import { snapshotPath } from '../../compare/folder/snapshot-chain.ts';
import type { Change, Folder, Merging, SqlFile, Woven } from '../../model/index.ts';
import { rewrite, rewritten, rootOf } from './journal-text.ts';
import { type Chain, chainOf } from './merge-snapshots.ts';

export interface MergedFiles {
  changes: Change[];
  chain: Chain;
  /** Of those that are called otherwise then. */
  map: { was: string; now: string }[];
}

/** No text of a migration changes, so no hash does. */
export function mergedFiles(merging: Merging, woven: readonly Woven[]): MergedFiles {
  const { folder } = merging.own;
  const chain = chainOf(merging, woven);
  const moved = woven.map((w) => ({ ...w, to: `${folder.path}/${w.migration.name}.sql`, at: w.was.file ?? '' }));
  const map = moved.filter((m) => m.at !== m.to).map((m) => ({ was: m.at, now: m.to }));
  const changes = [
    ...relocated(folder, map, [...folder.files, ...merging.other.folder.files]),
    ...journal(merging, woven),
    ...snapshots(merging, woven, chain),
    ...archived(merging, new Set(map.map((m) => m.was))),
  ];
  return { changes, chain, map };
}

const PLACED = 'In its place among the migrations of both folders; its text stays.';

/** A place that another file leaves with the same plan is taken with a text of its own: nothing can be moved onto it. */
function relocated(folder: Folder, map: MergedFiles['map'], files: readonly SqlFile[]): Change[] {
  const leaves = new Set(map.map((m) => m.was));
  const takes = new Set(map.map((m) => m.now));
  return map.flatMap(({ was, now }): Change[] => {
    const there = folder.files.some((f) => f.path === now) || folder.others.includes(now);
    if (!there) return [{ kind: 'move', path: was, to: now, says: PLACED }];
    const file = files.find((f) => f.path === was);
    if (!leaves.has(now) || !file?.content.ok || file.content.value.encoding === 'invalid')
      throw new Problem('file-exists', `${now} exists already.`, {
        why: `${was} would be moved onto it. Nothing was changed.`,
        fix: `Move ${now} out of the way, then run the same command again.`,
      });
    const create: Change = { kind: 'create', path: now, content: file.content.value.text, mode: file.mode, says: PLACED };
    return takes.has(was) ? [create] : [create, { kind: 'remove', path: was, says: PLACED }];
  });
}

function journal({ own, other }: Merging, woven: readonly Woven[]): Change[] {
  const ours = own.journal.ok ? rootOf(own.journal.value.file.text) : null;
  const theirs = other.journal.ok ? rootOf(other.journal.value.file.text) : null;
  if (!own.journal.ok || !ours || !theirs) throw new Error('a journal without times was put in order');
  const entries = woven.map(({ from, was, migration }, idx) => {
    const entry = (from === 'other' ? theirs : ours).entries[was.entry?.position ?? -1];
    return { ...entry, idx, when: migration.when, tag: migration.name };
  });
  const { file } = own.journal.value;
  const now = rewritten({ ...ours, entries }, file.text);
  if (now === file.text) return [];
  return [rewrite(file, now, `The journal names the ${woven.length} migrations of both folders, in the order of their times.`)];
}

function snapshots({ own }: Merging, woven: readonly Woven[], { texts }: Chain): Change[] {
  const { folder } = own;
  const targets = new Map([...texts].map(([name, text]) => [snapshotPath(folder, name), text]));
  const sources = woven.flatMap((w) =>
    w.from !== 'other' && own.snapshots.has(w.was.name) ? [snapshotPath(folder, w.was.name)] : [],
  );
  const before = new Map([...own.snapshots].map(([name, text]) => [snapshotPath(folder, name), text]));
  return [
    ...sources
      .filter((path) => !targets.has(path))
      .map((path): Change => ({ kind: 'remove', path, says: 'Its snapshot has another number.' })),
    ...[...targets]
      .filter(([path, text]) => before.get(path) !== text)
      .map(([path, content]): Change => ({ kind: 'create', path, content, says: 'The snapshot that belongs to this place.' })),
  ];
}

/** `brought`: paths that have another place. */
export function archived({ other, archive }: Merging, brought: ReadonlySet<string>): Change[] {
  const { folder } = other;
  const paths = [...folder.files.map((f) => f.path), ...folder.others, ...(folder.journal ? [folder.journal.path] : [])];
  return paths
    .filter((path) => !brought.has(path))
    .map((path) => ({
      kind: 'move',
      path,
      to: `${archive}${path.slice(folder.path.length)}`,
      says: `Kept in ${archive}/, where Drizzle does not look.`,
    }));
}
