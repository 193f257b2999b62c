/** Is a time recorded as a date in words, which is no number to the stock migrator? */
import { harmOfStamp, isNewest, type Recorded, rowName, rowPlace, stampsWith } from '../compare/history/recorded.ts';
import { meantStamp } from '../compare/history/stamp.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { stampChange } from '../plans/rows/right-row.ts';

interface AsText extends Found {
  recorded: Recorded;
}

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A history row holds a date in words where Drizzle keeps a number',
  harm: 'To the stock migrator such a date is not a number, and nothing is newer than that: it says that everything is applied and never runs anything again.',
  background:
    'A column of type text is not the fault: with the right numbers in it the stock migrator works. The value is: Number("2024-05-04T20:01:10Z") is NaN in JavaScript, and every comparison with it is false.',
  needs: ['project', 'standings'],
  *check({ project, standings }): Generator<AsText> {
    for (const recorded of stampsWith(standings, 'stamp-is-text')) {
      const { environment, of, tied, table } = recorded;
      const read =
        isNewest(table, tied.row) && project.line === '0.x' ? ['this is the one row that the stock migrator reads'] : [];
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} records ${of.migration.name} with "${tied.row.createdAt}", which is not a number.`,
        evidence: [
          `${rowPlace(table, tied.row)}: created_at "${tied.row.createdAt}"; the folder says ${meantStamp(of.migration) ?? 'nothing'}`,
          ...read,
        ],
        severity: harmOfStamp(project.line, recorded),
        recorded,
      };
    }
  },
  remedies: ({ recorded }) => {
    const change = stampChange(recorded);
    return change.length === 0 ? [] : [{ name: 'right-time', says: 'Write the number that the folder says.', change }];
  },
  advice: 'Where the folder does not say when a migration was made, mend its journal entry first.',
});
