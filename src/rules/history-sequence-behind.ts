/** Would the next row get an id that exists already? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable, Sequence } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Behind extends Found {
  environment: string;
  table: HistoryTable;
  highest: bigint;
}

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'The history table would give its next row an id that exists already',
  harm: 'The row behind the next migration is refused as a duplicate (23505), and the migration is rolled back.',
  background:
    'Rows that were written with their ids, by a restore of data only or by a script, do not move the sequence from which the next id comes.',
  needs: ['histories'],
  *check({ histories }): Generator<Behind> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table?.sequence) continue;
      const { table } = read.value;
      const ids = table.rows.flatMap((r) => (r.id !== null && isWhole(r.id) ? [BigInt(r.id)] : []));
      let highest = 0n;
      for (const id of ids) if (id > highest) highest = id;
      const next = nextOf(table.sequence as Sequence);
      if (next > highest) continue;
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `The next row of ${tableName(table)} gets id ${next}, and ids go up to ${highest}.`,
        evidence: [`${tableName(table.sequence as Sequence)} stands at ${table.sequence?.lastValue}`],
        confidence: 'proven',
        table,
        highest,
      };
    }
  },
  remedies: ({ environment, table: { schema, name }, highest }) => [
    {
      name: 'move-sequence',
      says: `Move the sequence behind ${highest}.`,
      change: [
        {
          kind: 'sequence',
          environment,
          table: { schema, name },
          says: `Let the next id be ${highest + 1n}.`,
          to: { lastValue: String(highest), isCalled: true },
        },
      ],
    },
  ],
});

const isWhole = (text: string): boolean => /^\d+$/.test(text);

const nextOf = ({ lastValue, isCalled }: Sequence): bigint => BigInt(lastValue) + (isCalled ? 1n : 0n);
