/** Does the history table have only one of the two columns that Drizzle 1.0 adds? */
import { recordedRows, tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable, Standing } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { literal, qualified } from '../sql/quote.ts';

interface Half extends Found {
  environment: string;
  standing: Standing;
  table: HistoryTable;
}

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'The history table is half-way between the shapes of Drizzle 0.x and 1.0',
  harm: 'Drizzle 1.0 decides by the column "name" alone whether the table is upgraded: with it empty, everything runs again.',
  needs: ['standings'],
  *check({ standings }): Generator<Half> {
    for (const [environment, read] of standings) {
      if (!read.ok || read.value.table?.shape !== 'half') continue;
      const { table } = read.value;
      const named = table.columns.some((c) => c.name === 'name');
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${tableName(table)} has the column ${named ? 'name and not applied_at' : 'applied_at and not name'}.`,
        evidence: [`its columns: ${table.columns.map((c) => c.name).join(', ')}`],
        confidence: 'proven',
        standing: read.value,
        table,
      };
    }
  },
  remedies: ({ environment, standing, table }, { standings }) => {
    const name = qualified(table);
    if (table.columns.some((c) => c.name === 'name')) {
      const text = `alter table ${name} add column applied_at timestamp with time zone, alter column applied_at set default now()`;
      return [
        {
          name: 'complete',
          says: 'Add the column applied_at; rows that are there keep it empty, as the upgrade leaves them.',
          change: [
            {
              kind: 'sql',
              environment,
              says: 'Add the column applied_at.',
              text,
              undo: `alter table ${name} drop column applied_at`,
            },
          ],
        },
      ];
    }
    if (standing.orphans.length > 0)
      return [
        {
          name: 'complete',
          says: 'First find the migrations of the rows that fit none.',
          change: [],
          needs: 'a migration for every row',
          command: 'npx tidemark repair orphan-row',
        },
      ];
    const pairs = [...recordedRows(standings)]
      .filter((r) => r.environment === environment && r.tied.row.id !== null)
      .map((r) => `(${literal(r.tied.row.id)}, ${literal(r.of.migration.name)})`);
    const fill =
      pairs.length === 0
        ? []
        : [
            {
              kind: 'sql' as const,
              environment,
              says: 'Name the migration of each row.',
              text: `update ${name} t set name = v.name from (values ${pairs.join(', ')}) v (id, name) where t.id::text = v.id`,
              undo: `update ${name} set name = null`,
            },
          ];
    return [
      {
        name: 'complete',
        says: 'Add the column name and fill it.',
        change: [
          {
            kind: 'sql',
            environment,
            says: 'Add the column name.',
            text: `alter table ${name} add column name text`,
            undo: `alter table ${name} drop column name`,
          },
          ...fill,
        ],
      },
    ];
  },
});
