/** Is a time recorded in seconds, where Drizzle compares milliseconds? */
import { harmOfStamp, type Recorded, rowName, rowPlace, stampsWith } from '../compare/history/recorded.ts';
import { meantStamp } from '../compare/history/stamp.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { stampChange } from '../plans/rows/right-row.ts';

interface InSeconds extends Found {
  recorded: Recorded;
}

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A history row holds seconds, and Drizzle compares milliseconds',
  harm: 'The stock migrator takes every migration for newer than the last one and runs them all again, which ends at the first table that exists.',
  background:
    'created_at is the journal’s "when", in milliseconds since 1970. Rows written by hand often hold extract(epoch from now()), which is a thousand times smaller. That the driver hands the number over as text is normal and no fault.',
  needs: ['project', 'standings'],
  *check({ project, standings }): Generator<InSeconds> {
    for (const recorded of stampsWith(standings, 'stamp-in-seconds')) {
      const { environment, of, tied, table } = recorded;
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} records ${of.migration.name} with ${tied.row.createdAt}, which is in seconds.`,
        evidence: [
          `${rowPlace(table, tied.row)}: created_at ${tied.row.createdAt}; the folder says ${meantStamp(of.migration) ?? 'nothing'}`,
        ],
        severity: harmOfStamp(project.line, recorded),
        recorded,
      };
    }
  },
  remedies: ({ recorded }) => {
    const change = stampChange(recorded);
    return change.length === 0 ? [] : [{ name: 'right-time', says: `Write the milliseconds that the folder says.`, change }];
  },
  advice: 'Where the folder does not say when a migration was made, mend its journal entry first.',
});
