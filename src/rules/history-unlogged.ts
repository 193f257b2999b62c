/** Would a crash of the server empty the history table? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { qualified } from '../sql/quote.ts';

interface Unlogged extends Found {
  environment: string;
  table: HistoryTable;
}

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'The history table is unlogged: a crash of the server empties it',
  harm: 'After a crash, and on every replica, it is empty; the next deploy runs every migration again.',
  needs: ['histories'],
  *check({ histories }): Generator<Unlogged> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table?.unlogged) continue;
      const { table } = read.value;
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${tableName(table)} is an unlogged table.`,
        evidence: [`it holds ${table.rows.length} rows`],
        confidence: 'proven',
        table,
      };
    }
  },
  remedies: ({ environment, table }) => {
    const name = qualified(table);
    return [
      {
        name: 'set-logged',
        says: 'Make it an ordinary table.',
        change: [
          {
            kind: 'sql',
            environment,
            says: `Make ${tableName(table)} survive a crash.`,
            text: `alter table ${name} set logged`,
            undo: `alter table ${name} set unlogged`,
          },
        ],
      },
    ];
  },
});
