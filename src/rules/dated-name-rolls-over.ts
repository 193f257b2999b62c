/** Does the name of a dated migration hold a time that no clock shows? */
import { digitsAt, digitsOf } from '../compare/folder/dated-name.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'journal',
  severity: 'note',
  title: "A migration's folder has a time in its name that does not exist",
  harm: 'Nothing fails: it is recorded with another time than its name says (minute 60 is the next hour), and tools that compare the two are misled.',
  needs: ['folder', 'migrations'],
  *check({ folder, migrations }): Generator<Found> {
    if (folder.layout !== 'dated') return;
    for (const { name, when, file } of migrations) {
      const digits = digitsOf(name);
      if (when === null || !/^\d{14}$/.test(digits) || digitsAt(when) === digits) continue;
      yield {
        subject: { migration: name, ...(file ? { file } : {}) },
        says: `${name} says ${digits}, and Drizzle records ${digitsAt(when)}.`,
        evidence: [`recorded as ${when}`],
      };
    }
  },
  advice:
    'Leave it when it was applied anywhere: the name is how Drizzle 1.0 knows a migration, and a folder that is renamed runs again. Let drizzle-kit generate --custom make the next one.',
});
