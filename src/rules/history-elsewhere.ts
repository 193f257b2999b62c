/** Does the history of this folder lie in another table than the configured one? */
import { fitOf } from '../compare/history/own-history.ts';
import { tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable, TableName } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { pointConfig } from '../plans/rows/table-config.ts';

interface Elsewhere extends Found {
  environment: string;
  table: HistoryTable;
  configured: TableName;
}

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'The configured history table is empty, and this folder’s history lies in another one',
  harm: 'The next migrate believes that nothing was ever applied and runs everything again; it ends at the first table that exists.',
  background:
    'drizzle-kit takes the table’s name from drizzle.config, the application’s own migrate() from its options. When only one of them is given a name, each keeps a history of its own.',
  needs: ['project', 'intended', 'histories'],
  *check({ project, intended, histories }): Generator<Elsewhere> {
    for (const [environment, read] of histories) {
      if (!read.ok || (read.value.table?.rows.length ?? 0) > 0) continue;
      const { configured, table } = read.value;
      const fits = read.value.others.map((o) => fitOf(o, environment, project.line, intended)).filter((f) => f.rows > 0);
      const [best] = fits.sort((a, b) => b.rows - a.rows);
      if (!best) continue;
      yield {
        environment,
        subject: { object: tableName(best.table) },
        says: `${tableName(configured)} ${table ? 'is empty' : 'does not exist'}, and ${tableName(best.table)} records ${best.rows} of this folder’s ${intended.length} migrations.`,
        evidence: [
          ...fits.map((f) => `${tableName(f.table)}: ${f.table.rows.length} rows, ${f.rows} of them of this folder`),
          `${project.drizzleConfig ?? 'no drizzle.config'} says ${tableName(configured)}`,
        ],
        table: best.table,
        configured,
      };
    }
  },
  remedies: ({ table, environment }, { project, histories }) => {
    const alone = [...histories].every(
      ([name, read]) =>
        name === environment ||
        (read.ok &&
          (read.value.table?.rows.length ?? 0) === 0 &&
          read.value.others.some((o) => tableName(o) === tableName(table))),
    );
    const change = alone ? pointConfig(project, table) : null;
    if (change)
      return [
        {
          name: 'point-config',
          says: `Say ${tableName(table)} in ${project.drizzleConfig}. The application’s own migrate() needs the same names.`,
          change,
        },
      ];
    const why = alone
      ? `${project.drizzleConfig ?? 'The configuration'} is not of a form that can be edited safely`
      : 'The environments keep their histories in different places, or one could not be read';
    return [
      {
        name: 'name-table',
        says: `${why}: write migrations: { schema: '${table.schema}', table: '${table.name}' } where it holds.`,
        change: [],
        needs: 'one place for the history',
        command: 'npx tidemark explain history-elsewhere',
      },
    ];
  },
  advice:
    'Name the table in one place that both drizzle.config and the application’s migrate() import. To keep the configured name, move the table: ALTER TABLE … SET SCHEMA and ALTER TABLE … RENAME TO.',
});
