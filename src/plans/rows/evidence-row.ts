/** A row that is written by evidence or by a person's word, not by running the migration: as Drizzle writes it, and nobody knows when it ran. */
import type { HistoryTable, Line, Migration, Row } from '../../model/index.ts';

/** Hash and time. */
export const drizzles = ({ sql, when }: Migration): Record<string, string> => ({
  ...(sql.ok ? { hash: sql.value.hash } : {}),
  ...(when === null ? {} : { created_at: String(when) }),
});

/** `applied_at` stays empty, as the upgrade of 1.0 leaves it for what 0.x ran. `table` null: this plan makes it; `added`: columns that it gets. */
export function evidenceRow(migration: Migration, line: Line, table: HistoryTable | null, added: readonly string[] = []): Row {
  return { ...drizzles(migration), ...namedColumns(migration.name, line, table, added) };
}

export function namedColumns(name: string, line: Line, table: HistoryTable | null, added: readonly string[] = []): Row {
  const has = (column: string) => table === null || added.includes(column) || table.columns.some((c) => c.name === column);
  if (line !== '1.0') return {};
  return { ...(has('name') ? { name } : {}), ...(has('applied_at') ? { applied_at: null } : {}) };
}
