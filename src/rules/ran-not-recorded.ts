/** Did a migration run that no row records, so that the next migrate runs it again? */
import { flagOf } from '../base/flag.ts';
import { courseFacts, courseIn } from '../compare/audit/course-in.ts';
import { got } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A migration was executed, and no history row says so',
  harm: 'The next migrate runs it again. It fails on the first object that exists, or does its work twice; the deploy stops there.',
  background:
    'It happens when somebody runs a file by hand, when another system did the same thing, and when a restore brings the schema back without the history. That an object exists is not enough to say so: every statement was held against the catalog, and what was executed was replayed and compared.',
  needs: ['standings', 'audits'],
  *check({ standings, audits }) {
    for (const [environment, read] of standings) {
      // Without any row it is the history that was lost.
      if (!read.ok || (read.value.table?.rows.length ?? 0) === 0) continue;
      for (const { migration, state } of read.value.migrations) {
        const course = state === 'pending' ? courseIn(got(audits), environment, migration) : null;
        if (course?.course !== 'record') continue;
        yield {
          environment,
          subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
          says: `${migration.name} ran in ${environment}, and no row records it.`,
          evidence: courseFacts(course, migration),
          confidence: 'proven' as const,
        };
      }
    }
  },
  remedies: ({ environment }) => [
    {
      name: 'adopt',
      says: 'Record what is proven to have run, with its own hash and time.',
      change: [],
      command: `npx tidemark adopt${flagOf(environment)}`,
    },
  ],
});
