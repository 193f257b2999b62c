/** Does a history row say no time at all? */
import { harmOfStamp, type Recorded, rowName, rowPlace, stampsWith } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { stampChange } from '../plans/rows/right-row.ts';

interface Timeless extends Found {
  /** Null: the row belongs to no migration. */
  recorded: Recorded | null;
}

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A history row has no time, so Drizzle starts again from the first migration',
  harm: 'The stock migrator reads the newest row, PostgreSQL gives it the one without a time, and it runs every migration again.',
  background: 'PostgreSQL sorts NULL first in a descending order, and JavaScript takes null for 0 where it compares numbers.',
  needs: ['project', 'standings'],
  *check({ project, standings }): Generator<Timeless> {
    for (const recorded of stampsWith(standings, 'stamp-null')) {
      const { environment, of, tied, table } = recorded;
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} records ${of.migration.name} without a time.`,
        evidence: [`${rowPlace(table, tied.row)}: created_at is NULL`],
        severity: project.line === '0.x' ? 'error' : harmOfStamp(project.line, recorded),
        recorded,
      };
    }
    if (project.line !== '0.x') return;
    for (const [environment, read] of standings) {
      if (!read.ok || !read.value.table) continue;
      for (const row of read.value.orphans) {
        if (row.createdAt !== null) continue;
        yield {
          environment,
          subject: { row: rowName(row) },
          says: `Row ${rowName(row)} belongs to no migration of this folder and has no time.`,
          evidence: [`${rowPlace(read.value.table, row)}: hash ${row.hash ?? 'NULL'}, created_at is NULL`],
          recorded: null,
        };
      }
    }
  },
  remedies: ({ recorded }) => {
    const change = recorded ? stampChange(recorded) : [];
    return change.length === 0 ? [] : [{ name: 'right-time', says: 'Write the time that the folder says.', change }];
  },
  advice: 'A row that belongs to no migration is orphan-row’s: bring its file back, or drop the row there.',
});
