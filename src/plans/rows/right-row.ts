/** Row changes that make a recorded row what Drizzle would have written, and leave its other columns alone. */
import { foretell } from '../../compare/history/foretell.ts';
import type { Recorded } from '../../compare/history/recorded.ts';
import { meantStamp } from '../../compare/history/stamp.ts';
import type { Change, HistoryTable, Migration, RowChange, Standing, TableName, TiedRow } from '../../model/index.ts';

/** Null when the folder does not say when the migration was made. */
export function rightStamp(migration: Migration, { row }: TiedRow): RowChange | null {
  const when = meantStamp(migration);
  if (when === null || !Number.isInteger(when)) return null;
  return { before: row.values, after: { ...row.values, created_at: String(when) } };
}

export function rightHash({ sql }: Migration, { row }: TiedRow): RowChange | null {
  return sql.ok ? { before: row.values, after: { ...row.values, hash: sql.value.hash } } : null;
}

export const rowsChange = (
  environment: string,
  { schema, name }: TableName,
  rows: RowChange[],
  says: string,
): Extract<Change, { kind: 'rows' }> => ({
  kind: 'rows',
  environment,
  table: { schema, name },
  rows,
  says,
});

/**
 * The row's own time, and that of every other recorded row which the stock 0.x migrator would run again when only this one
 * changes: lowering the highest time uncovers what stood below it.
 */
export function stampChange({ environment, standing, table, of, tied }: Recorded): Change[] {
  const own = rightStamp(of.migration, tied);
  if (!own) return [];
  const rows = withoutRepeats(standing, table, [own]);
  const more =
    rows.length > 1
      ? ` ${rows.length - 1} more ${rows.length === 2 ? 'row gets its' : 'rows get their'} own time too, or the stock migrator would run ${rows.length === 2 ? 'it' : 'them'} again.`
      : '';
  return [rowsChange(environment, table, rows, `Write the time that Drizzle records for ${of.migration.name}.${more}`)];
}

export function withoutRepeats(standing: Standing, table: HistoryTable, changes: readonly RowChange[]): RowChange[] {
  const rows = [...changes];
  const before = new Set(foretell(standing, table, []).repeats);
  for (;;) {
    const next = foretell(standing, table, rows).repeats.find(
      (m) => !before.has(m) && m.rows[0] && !rows.some((r) => r.before === m.rows[0]?.row.values),
    );
    const change = next?.rows[0] && rightStamp(next.migration, next.rows[0]);
    if (!change) return rows;
    rows.push(change);
  }
}

export const nameChange = ({ environment, table, of, tied }: Recorded): Change[] => [
  rowsChange(
    environment,
    table,
    [{ before: tied.row.values, after: { ...tied.row.values, name: of.migration.name } }],
    `Name ${of.migration.name} in its row.`,
  ),
];
