/** Row changes of one history table: several remedies may each mend a column of the same row. */
import { canonical } from '../../base/fingerprint.ts';
import { Problem } from '../../base/problem.ts';
import type { Row, RowChange, TableName } from '../../model/index.ts';

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
