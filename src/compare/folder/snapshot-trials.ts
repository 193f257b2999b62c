/** Which snapshots should the project's own drizzle-kit be asked about? Nothing, where each has its place. */
import type { Folder, Migration, Snapshot, Trial } from '../../model/index.ts';
import { collisionsOf, coverageOf, keyOf, linksOf, NOBODY, newestOf, snapshotPath, tailOf } from './snapshot-chain.ts';

export function trialsOf(folder: Folder, migrations: readonly Migration[], snapshots: readonly Snapshot[]): Trial[] {
  if (migrations.length === 0) return [];
  const covered = coverageOf(folder, migrations, snapshots);
  const tail = tailOf(covered);
  const last = migrations.at(-1);
  if (folder.layout === 'dated')
    return tail.length > 0 && last ? [made(snapshotPath(folder, last.name), snapshots.at(-1), tail)] : [];
  const newest = newestOf(snapshots);
  if (newest && !newest.head.ok) return [madeInPlaceOf(newest, folder, migrations, snapshots)];
  const path = last && snapshotPath(folder, last.name);
  if (tail.length > 0 && path) return newest && path <= newest.path ? [] : [made(path, newest, tail)];
  if (!newest) return [];
  const whole: Trial = { ...made(newest.path, newest, []), asks: 'whole' };
  const shared = migrations.filter((m) => keyOf(m.name, 'journal') === newest.key);
  const before = linksOf(snapshots).at(-2);
  const again: Trial = { ...made(newest.path, before?.snapshot, shared), id: newest.head.ok ? newest.head.value.id : null };
  if (shared.length > 1) return [whole, again];
  const colliding = collisionsOf(snapshots);
  if (colliding.length === 0) return [];
  return colliding.some((c) => c.members.at(-1)?.snapshot === newest) ? [whole, again] : [whole];
}

const made = (path: string, start: Snapshot | undefined, migrations: readonly Migration[]): Trial => ({
  asks: 'make-anew',
  path,
  start: start?.path ?? null,
  migrations: migrations.map((m) => m.name),
  id: null,
  prevId: (start?.head.ok && start.head.value.id) || NOBODY,
});

function madeInPlaceOf(
  broken: Snapshot,
  folder: Folder,
  migrations: readonly Migration[],
  snapshots: readonly Snapshot[],
): Trial {
  const start = linksOf(snapshots).at(-1)?.snapshot;
  const from = start ? migrations.findLastIndex((m) => keyOf(m.name, folder.layout) === start.key) : -1;
  return made(broken.path, start, migrations.slice(from + 1));
}
