/** Do two tables record migrations of this folder? */
import { fitOf } from '../compare/history/own-history.ts';
import { tableName } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'Two history tables record migrations of this folder',
  harm: 'Each tool believes its own table: what one applied the other applies again, or skips.',
  background:
    'drizzle-kit takes the table’s name from drizzle.config, the application’s own migrate() from its options; without either both use drizzle.__drizzle_migrations.',
  needs: ['project', 'intended', 'histories'],
  *check({ project, intended, histories }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table || read.value.table.rows.length === 0) continue;
      const { table } = read.value;
      const own = fitOf(table, environment, project.line, intended);
      for (const other of read.value.others) {
        const fit = fitOf(other, environment, project.line, intended);
        if (fit.rows === 0) continue;
        yield {
          environment,
          subject: { object: tableName(other) },
          says: `${tableName(other)} records ${fit.rows} of this folder’s migrations, ${tableName(table)}, which is configured, ${own.rows}.`,
          evidence: [
            `${tableName(table)}: newest ${table.newest?.createdAt ?? 'NULL'}`,
            `${tableName(other)}: newest ${other.newest?.createdAt ?? 'NULL'}`,
          ],
        };
      }
    }
  },
  advice:
    'Find out who writes the other table (the application’s migrate(), an older configuration) and give both the same name. What only the other table records ran as well: state it with rebuild-history --ran <migration>.',
});
