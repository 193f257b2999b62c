/** Does a 1.0 snapshot lack what drizzle-kit compares branches by? */
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'A snapshot has no valid footprints, so drizzle-kit calls it malformed',
  harm: 'drizzle-kit generate, check and migrate stop with "data is malformed"; the migrator of drizzle-orm goes on.',
  background:
    'A snapshot of version 9 says for every statement what it writes and reads; snapshots written or merged by hand often lack it.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    if (folder.layout !== 'dated') return;
    for (const { snapshot, head } of linksOf(snapshots)) {
      if (head.version !== '9' || head.footprints !== false) continue;
      yield {
        subject: { migration: snapshot.key, file: snapshot.path },
        says: `${snapshot.path} has no valid footprints.`,
        evidence: [`${snapshot.path}: version 9, footprints missing or of another shape`],
      };
    }
  },
  advice:
    'Restore the file from git. For a migration that no database has: delete its folder and run drizzle-kit generate again.',
});
