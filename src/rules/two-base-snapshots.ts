/** Has a 1.0 folder two first migrations, or none? */
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'The folder does not have exactly one first migration',
  harm: 'drizzle-kit generate, check and migrate stop; the migrator of drizzle-orm runs both, and the second may fail at what the first created.',
  background: 'Two branches each started from an empty folder, or the first migration was deleted.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    if (folder.layout !== 'dated') return;
    const typed = linksOf(snapshots).filter((l) => l.head.type != null);
    const bases = typed.filter((l) => l.head.type === 'base');
    const [first, second] = bases;
    const [any] = typed;
    const evidence = bases.map((b) => `${b.snapshot.path}: type base`);
    if (first && second)
      yield {
        subject: { migration: second.snapshot.key, file: second.snapshot.path },
        says: `${first.snapshot.key} and ${second.snapshot.key} are both first migrations.`,
        evidence,
      };
    if (any && !first)
      yield {
        subject: { file: folder.path },
        says: 'Every snapshot says how it differs from another one, and none is the first.',
        evidence: [`${any.snapshot.path}: type diff`],
      };
  },
  advice:
    'Keep the first migration that the databases have. Delete the other folder with everything that follows it, generate again, and compare the new SQL with the deleted one: where they are equal a database that ran the old folder only needs its row renamed.',
});
