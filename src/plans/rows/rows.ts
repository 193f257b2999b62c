/** Row changes of one history table: several remedies may each mend a column of the same row. */
import { canonical } from '../../base/fingerprint.ts';
import { Problem } from '../../base/problem.ts';
import { highestId } from '../../compare/history/recorded.ts';
import type { HistoryTable, Row, RowChange, TableName } from '../../model/index.ts';

/** One change a row. A row that one remedy deletes and another edits is deleted. */
export function mergeRows(table: TableName, changes: readonly RowChange[]): RowChange[] {
  const byRow = new Map<string, RowChange>();
  const inserts: RowChange[] = [];
  for (const change of changes) {
    if (change.before === null) {
      if (!inserts.some((i) => canonical(i) === canonical(change))) inserts.push(change);
      continue;
    }
    const key = canonical(change.before);
    const seen = byRow.get(key);
    byRow.set(key, seen ? merged(table, seen, change) : change);
  }
  const changed = [...byRow.values()].filter((c) => c.after === null || canonical(c.before) !== canonical(c.after));
  // Deletions first: a row that takes a deleted row's id must not meet it.
  return [...changed.filter((c) => c.after === null), ...changed.filter((c) => c.after !== null), ...inserts];
}

/** Ids for the rows that are new, behind all that are there, where a sequence counts them: undo and the stock migrator then know them. */
export function numbered(rows: readonly RowChange[], table: HistoryTable | null | undefined): RowChange[] {
  if (!table?.sequence) return [...rows];
  const given = rows.flatMap((r) => (r.before === null && r.after?.['id'] ? [Number(r.after['id'])] : []));
  let next = Math.max(highestId(table.rows), ...given) + 1;
  return rows.map((row) =>
    row.before === null && row.after && row.after['id'] === undefined
      ? { before: null, after: { id: String(next++), ...row.after } }
      : row,
  );
}

function merged(table: TableName, a: RowChange, b: RowChange): RowChange {
  if (a.after === null || b.after === null || a.before === null || b.before === null) return { before: a.before, after: null };
  const after: Record<string, string | null> = { ...a.after };
  for (const [column, value] of Object.entries(b.after) as [string, Row[string]][]) {
    if (value === a.before[column]) continue;
    if (after[column] !== a.before[column] && after[column] !== value) {
      throw new Problem(
        'remedies-overlap',
        `Two remedies want different values in ${table.schema}.${table.name}, row ${a.before['id'] ?? '?'}, ${column}.`,
        {
          why: `One says ${after[column]}, the other ${value}.`,
          fix: 'Repair one rule at a time: npx tidemark repair <rule>',
        },
      );
    }
    after[column] = value ?? null;
  }
  return { before: a.before, after };
}
