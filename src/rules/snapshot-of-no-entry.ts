/** Is there a snapshot that belongs to no migration? */
import { isHidden, keyOf, linksOf, newestOf } from '../compare/folder/snapshot-chain.ts';
import type { Found, Snapshot } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Stray extends Found {
  snapshot: Snapshot;
  /** An SQL file of the same number, which no entry names. */
  file: string | null;
  followed: boolean;
}

export default rule({
  group: 'snapshots',
  severity: 'note',
  title: 'A snapshot belongs to no migration of the journal',
  harm: 'When it sorts last, drizzle-kit generate takes it for the state of today: changes that are in it and in no migration are never generated.',
  background:
    'drizzle-kit 0.31 takes the last file of meta by name, whether the journal has an entry for it or not. It is left by a migration that was deleted by hand or lost in a merge.',
  needs: ['folder', 'migrations', 'intended', 'snapshots'],
  *check({ folder, migrations, intended, snapshots }): Generator<Stray> {
    if (folder.layout !== 'journal') return;
    const keys = new Set([...migrations, ...intended.map((i) => i.migration)].map((m) => keyOf(m.name, 'journal')));
    const newest = newestOf(snapshots);
    const parents = new Set(linksOf(snapshots).flatMap((l) => l.head.prevIds));
    for (const snapshot of snapshots) {
      if (isHidden(snapshot) || keys.has(snapshot.key) || !snapshot.path.endsWith('_snapshot.json')) continue;
      const file = folder.files.find((f) => keyOf(f.name, 'journal') === snapshot.key)?.path ?? null;
      const id = snapshot.head.ok ? snapshot.head.value.id : null;
      const last = snapshot === newest;
      yield {
        subject: { file: snapshot.path },
        says: `${snapshot.path} belongs to no entry of the journal${last ? ', and drizzle-kit generate takes it for the newest state' : ''}.`,
        evidence: [file ? `${file} is on disk and not in the journal either` : `no SQL file begins with ${snapshot.key}_`],
        ...(last ? { severity: 'warning' as const } : {}),
        snapshot,
        file,
        followed: id !== null && parents.has(id),
      };
    }
  },
  remedies: ({ snapshot, file, followed }) =>
    file !== null || followed
      ? []
      : [
          {
            name: 'remove',
            says: `Remove ${snapshot.path}: nothing follows it, and no migration makes its state.`,
            change: [{ kind: 'remove', path: snapshot.path, says: `Remove ${snapshot.path}.` }],
          },
        ],
  advice:
    'When its SQL file is there and belongs to the project, the journal lacks an entry: mend that first. When later snapshots follow it, its migration is what is missing: look for it in git.',
});
