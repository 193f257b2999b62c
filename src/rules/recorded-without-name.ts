/** Does a row of a 1.0 history table name no migration? */
import { type Recorded, rowName, rowPlace, rowsWith } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { nameChange } from '../plans/rows/right-row.ts';

interface Nameless extends Found {
  recorded: Recorded;
}

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A row of the 1.0 history table has no name, so its migration runs again',
  harm: 'Drizzle 1.0 knows migrations by their names: it does not see that this one ran, and runs it again.',
  background:
    'The first run of 1.0 fills in the names once. A row that a process of 0.x, or a script, writes after that has no name, and nothing fills it in later.',
  needs: ['standings'],
  *check({ standings }): Generator<Nameless> {
    for (const recorded of rowsWith(standings, 'name-null')) {
      const { environment, of, tied, table } = recorded;
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} is ${of.migration.name}’s and does not name it.`,
        evidence: [
          `${rowPlace(table, tied.row)}: name is NULL; tied to it by its ${tied.tie === 'hash+stamp' ? 'hash and its time' : tied.tie}`,
        ],
        severity: of.stock === 'runs' ? 'error' : 'warning',
        recorded,
      };
    }
  },
  remedies: ({ recorded }) => [{ name: 'right-name', says: `Write the name.`, change: nameChange(recorded) }],
});
