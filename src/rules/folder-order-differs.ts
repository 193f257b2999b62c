/** Do drizzle-kit and the migrator run two folders of one second in different orders? */
import { digitsOf } from '../compare/folder/dated-name.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'order',
  severity: 'warning',
  title: 'Two migrations of the same second are sorted differently by drizzle-kit and by the migrator',
  harm: 'drizzle-kit checks one order and the database gets the other; a statement that needs the other migration fails, or the data differ.',
  background:
    'drizzle-kit 1.0 compares names by code units ("B" before "a", "_" between), the migrator by localeCompare ("a" before "B").',
  needs: ['folder', 'migrations'],
  *check({ folder, migrations }): Generator<Found> {
    if (folder.layout !== 'dated') return;
    for (const [i, second] of migrations.entries()) {
      const first = migrations[i - 1];
      if (!first || digitsOf(first.name) !== digitsOf(second.name) || first.name < second.name) continue;
      yield {
        subject: { migration: second.name, ...(second.file ? { file: second.file } : {}) },
        says: `The migrator runs ${first.name} before ${second.name}; drizzle-kit takes them in the other order.`,
        evidence: [`both begin with ${digitsOf(second.name)}`],
      };
    }
  },
  advice:
    'Where neither is applied, give one of the two folders a later second. Where one is applied, give the other a later second.',
});
