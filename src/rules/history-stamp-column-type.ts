/** Is `created_at` a column of another type than Drizzle makes it? */
import { tableName } from '../compare/history/recorded.ts';
import { stampColumn, stampTypeOf } from '../compare/history/stamp-column.ts';
import type { Found, HistoryColumn, HistoryTable, Standing } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { stampColumnChanges } from '../plans/rows/stamp-column.ts';

interface OtherType extends Found {
  environment: string;
  standing: Standing;
  table: HistoryTable;
  column: HistoryColumn;
}

export default rule({
  group: 'history',
  severity: 'warning',
  stops: true,
  title: 'The column created_at has another type than Drizzle makes it',
  harm: 'With a date type the stock migrator skips everything in silence; with a small integer the next migration cannot be recorded; with text it works as long as every value is the right number, and newest is decided letter by letter.',
  background:
    'Many believe that text in this column causes "No file …/undefined.sql found". It does not: that message comes from a journal entry without a tag, before the first query. Text holding the right numbers works.',
  needs: ['standings'],
  *check({ standings }): Generator<OtherType> {
    for (const [environment, read] of standings) {
      if (!read.ok || !read.value.table) continue;
      const { table } = read.value;
      const column = stampColumn(table);
      if (!column) continue;
      const kind = stampTypeOf(column.type);
      if (kind === 'fine') continue;
      yield {
        environment,
        subject: { object: `${tableName(table)}.created_at` },
        says: `${tableName(table)}.created_at is ${column.type}, not bigint: ${EFFECT[kind]}.`,
        evidence: [
          `${tableName(table)} holds ${table.rows.length} rows${table.newest ? `; the stock migrator reads created_at ${table.newest.createdAt ?? 'NULL'}` : ''}`,
        ],
        severity: kind === 'works' ? 'warning' : 'error',
        standing: read.value,
        table,
        column,
      };
    }
  },
  remedies: ({ environment, standing, table, column }) => {
    const change = stampColumnChanges(environment, standing, table, column);
    return change === null ? [] : [{ name: 'bigint', says: 'Write the numbers, then make the column a bigint.', change }];
  },
  advice:
    'A row whose time cannot be read as a time and that belongs to no migration must be dropped (orphan-row) or dated first.',
});

const EFFECT = {
  works: 'it works as long as every value is the right number',
  small: 'a time in milliseconds does not fit, so the next migration cannot be recorded',
  time: 'the stock migrator cannot compare it and skips everything',
  other: 'nobody knows what the stock migrator makes of it',
} as const;
