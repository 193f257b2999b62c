/** Does the history table demand a value that Drizzle never gives? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { identifier, qualified } from '../sql/quote.ts';

interface Extra extends Found {
  environment: string;
  table: HistoryTable;
  columns: string[];
}

const DRIZZLES: readonly string[] = ['id', 'hash', 'created_at', 'name', 'applied_at'];

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'The history table has a column of somebody else’s that must not be empty',
  harm: 'Drizzle writes its own columns only, so the row behind the next migration is refused and the migration is rolled back.',
  needs: ['histories'],
  *check({ histories }): Generator<Extra> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table) continue;
      const { table } = read.value;
      const extra = table.columns.filter((c) => !DRIZZLES.includes(c.name) && c.notNull && c.default === null);
      if (extra.length === 0) continue;
      const names = extra.map((c) => c.name);
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${tableName(table)} demands a value for ${names.join(', ')}, and Drizzle gives none.`,
        evidence: extra.map((c) => `${c.name} ${c.type} not null, without a default`),
        confidence: 'proven',
        table,
        columns: names,
      };
    }
  },
  remedies: ({ environment, table, columns }) => {
    const alter = (what: string) =>
      `alter table ${qualified(table)} ${columns.map((c) => `alter column ${identifier(c)} ${what} not null`).join(', ')}`;
    return [
      {
        name: 'allow-empty',
        says: `Let ${columns.join(', ')} be empty.`,
        change: [
          {
            kind: 'sql',
            environment,
            says: `Let ${columns.join(', ')} of ${tableName(table)} be empty.`,
            text: alter('drop'),
            undo: alter('set'),
          },
        ],
      },
    ];
  },
});
