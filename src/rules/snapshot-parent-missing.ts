/** Does a snapshot of a 1.0 folder follow one that is not there? */
import { linksOf, NOBODY } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'A migration follows one whose folder is not here',
  harm: 'drizzle-kit generate, check and migrate stop with "Cannot reconstruct snapshot"; the migrator of drizzle-orm looks at no snapshot and runs the rest without the missing one.',
  background: 'A folder was not merged, not deployed, or deleted. The chain of snapshots is the only sign of it.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    if (folder.layout !== 'dated') return;
    const links = linksOf(snapshots);
    const ids = new Set(links.map((l) => l.head.id));
    for (const { snapshot, head } of links) {
      for (const parent of head.prevIds.filter((p) => p !== NOBODY && !ids.has(p)))
        yield {
          subject: { migration: snapshot.key, file: snapshot.path },
          says: `${snapshot.key} follows the snapshot ${parent}, which no folder here holds.`,
          evidence: [`${snapshot.path}: prevIds has ${parent}`],
        };
    }
  },
  advice:
    'Bring the missing folder back before anything is deployed: git log --all --diff-filter=AD --name-only -- "*/snapshot.json" finds it, git log --all -S <id> the commit that holds that id.',
});
