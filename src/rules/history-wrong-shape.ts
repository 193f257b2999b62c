/** Is the history table one into which the stock migrator could not write? */
import { flagOf } from '../base/flag.ts';
import { tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'The history table does not have the columns that Drizzle reads and writes',
  harm: 'The stock migrator stops at its first query, or at the row it writes behind the first migration; nothing can be applied any more.',
  background: 'CREATE TABLE IF NOT EXISTS looks at the name only: a table made by hand or by another tool is taken as it is.',
  needs: ['histories'],
  *check({ histories }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table || read.value.table.kind !== 'table') continue;
      const { table } = read.value;
      const wrong = wrongIn(table);
      if (wrong.length === 0) continue;
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${tableName(table)} ${wrong[0]}.`,
        evidence: [
          ...wrong.slice(1).map((w) => `${tableName(table)} ${w}`),
          `its columns: ${table.columns.map((c) => `${c.name} ${c.type}`).join(', ')}`,
        ],
        confidence: 'proven',
      };
    }
  },
  remedies: ({ environment }) => {
    const command = `npx tidemark rebuild-history${flagOf(environment)}`;
    return [
      {
        name: 'rebuild-history',
        says: 'Make the table anew, with every row that can be tied to a migration; it shows each row first.',
        change: [],
        command,
      },
    ];
  },
});

function wrongIn({ columns, sequence }: HistoryTable): string[] {
  const wrong: string[] = [];
  for (const name of ['id', 'hash', 'created_at']) if (!columns.some((c) => c.name === name)) wrong.push(`has no column ${name}`);
  const id = columns.find((c) => c.name === 'id');
  if (id && id.default === null && sequence === null && id.notNull)
    wrong.push('gives no id by itself: a row without one is refused');
  const hash = columns.find((c) => c.name === 'hash');
  const length = Number(hash?.type.split('(')[1]?.split(')')[0] ?? 64);
  if (hash && !['text', 'citext'].includes(hash.type) && (!hash.type.startsWith('character') || length < 64))
    wrong.push(`has the column hash as ${hash.type}, and a hash has 64 letters`);
  return wrong;
}
