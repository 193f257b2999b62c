/** Does somebody else's code run when the history table is written? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'The history table has triggers',
  harm: 'They run inside every migration and may change or refuse the row that it writes; then the migration fails, or is recorded as something else.',
  needs: ['histories'],
  *check({ histories }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table || read.value.table.triggers.length === 0) continue;
      const { table } = read.value;
      const names = table.triggers.join(', ');
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${tableName(table)} has ${table.triggers.length === 1 ? 'the trigger' : 'the triggers'} ${names}.`,
        evidence: ['what they do is not known to Tidemark: \\d+ in psql shows their functions'],
        confidence: 'proven',
      };
    }
  },
  advice:
    'Look what they do. An audit that only copies rows may stay: acknowledge it. Anything else does not belong on this table.',
});
