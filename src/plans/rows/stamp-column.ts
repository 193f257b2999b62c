/** The changes that make `created_at` a bigint: every row a number first, then the type, and a way back to the letter. */
import { tableName } from '../../compare/history/recorded.ts';
import { readStamp } from '../../compare/history/stamp.ts';
import { stampTypeOf } from '../../compare/history/stamp-column.ts';
import type { Change, HistoryColumn, HistoryRow, HistoryTable, RowChange, Standing } from '../../model/index.ts';
import { qualified } from '../../sql/quote.ts';
import { rightStamp, rowsChange } from './right-row.ts';

/** Null when a row's time cannot be read. */
export function stampColumnChanges(
  environment: string,
  standing: Standing,
  table: HistoryTable,
  column: HistoryColumn,
): Change[] | null {
  const rows: RowChange[] = [];
  const inPlace = stampTypeOf(column.type) === 'works';
  for (const row of table.rows) {
    const change = numbered(row, standing, inPlace);
    if (change === 'unreadable') return null;
    if (change) rows.push(change);
  }
  const change: Change[] = [];
  let from = column;
  if (!inPlace || column.default !== null) {
    const name = qualified(table);
    const was = column.default === null ? '' : `, alter column created_at set default ${column.default}`;
    const drop = column.default === null ? '' : 'alter column created_at drop default, ';
    change.push({
      kind: 'sql',
      environment,
      says: `Let created_at hold text meanwhile${column.default === null ? '' : ' and take its default away'}.`,
      text: `alter table ${name} ${drop}alter column created_at type text using created_at::text`,
      undo: `alter table ${name} alter column created_at type ${column.type} using created_at::${column.type}${was}`,
    });
    from = { ...column, type: 'text', default: null };
  }
  if (rows.length > 0)
    change.push(rowsChange(environment, table, rows, 'Write every time as the number of milliseconds that Drizzle records.'));
  const { schema, name } = table;
  change.push({
    kind: 'column',
    environment,
    table: { schema, name },
    column: 'created_at',
    from,
    to: 'bigint',
    says: `Make ${tableName(table)}.created_at a bigint.`,
  });
  return change;
}

/** Null: it is a whole number already, or NULL; a column that is converted anyway gets the right ones. Rows of no migration keep the moment that they name. */
function numbered(row: HistoryRow, { migrations }: Standing, inPlace: boolean): RowChange | 'unreadable' | null {
  const stamp = readStamp(row.createdAt);
  const whole = stamp.form === 'null' || (stamp.form === 'number' && /^-?\d+$/.test(row.createdAt ?? ''));
  if (whole && inPlace) return null;
  for (const { migration, rows } of migrations) {
    const tied = rows.find((r) => r.row === row);
    const right = tied && rightStamp(migration, tied);
    if (right) return right.after?.['created_at'] === row.createdAt ? null : right;
  }
  if (whole) return null;
  if (stamp.form === 'garbage') return 'unreadable';
  const ms = stamp.form === 'time' ? stamp.ms : stamp.form === 'number' ? stamp.value : 0;
  return { before: row.values, after: { ...row.values, created_at: String(Math.round(ms)) } };
}
