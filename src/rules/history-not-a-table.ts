/** Is what bears the history table's name a view, a partition or a table of another server? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'warning',
  stops: true,
  title: 'The history table is not an ordinary table',
  harm: 'What is written does not land where it is read, or is refused; who makes the next deploy cannot see why.',
  background: 'CREATE TABLE IF NOT EXISTS is content with a view or a foreign table of that name.',
  needs: ['histories'],
  *check({ histories }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table || read.value.table.kind === 'table') continue;
      const { table } = read.value;
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${tableName(table)} is a ${table.kind}${table.kind === 'materialized view' ? ', into which nothing can be written' : ''}.`,
        evidence: [`it shows ${table.rows.length} rows and the columns ${table.columns.map((c) => c.name).join(', ')}`],
        severity: table.kind === 'materialized view' ? 'error' : 'warning',
        confidence: 'proven',
      };
    }
  },
  advice:
    'Find out what it stands for. Where a real history table lies behind it, name that one in drizzle.config and in the application’s migrate().',
});
