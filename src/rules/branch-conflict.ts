/** Do two open branches of a 1.0 folder touch the same thing? */
import { conflictsOf, isWholeHistory } from '../compare/folder/branches.ts';
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'Two branches of migrations change the same thing',
  harm: 'drizzle-kit generate, check and migrate stop with "Conflicting migrations detected"; the migrator of drizzle-orm compares nothing and runs both in the order of their names.',
  background:
    'drizzle-kit compares what every statement of each branch writes and reads, back to where they part. `generate --fix-conflicts` deletes the conflicting folders with everything that follows, without a look at any database: where they have run, the new migration does their work again.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    const links = linksOf(snapshots);
    if (folder.layout !== 'dated' || !isWholeHistory(links)) return;
    for (const { ends, meet, on, statements } of conflictsOf(links)) {
      const [a, b] = meet;
      yield {
        subject: { object: `${ends[0].snapshot.key} and ${ends[1].snapshot.key}`, file: b.snapshot.path },
        says: `${a.snapshot.key} (${statements[0]}) and ${b.snapshot.key} (${statements[1]}) come from different branches and touch the same thing.`,
        evidence: [`both touch ${on}`, `the branches end in ${ends[0].snapshot.key} and ${ends[1].snapshot.key}`],
      };
    }
  },
  advice:
    'Keep the branch that a database has run. Delete the folders of the other one (npx tidemark status shows where they ran), take the merged schema.ts, and run drizzle-kit generate: the new migration builds on what was kept.',
});
