/** The row of a migration that never ran in a database and whose effect is proven to be there. */
import { flagOf } from '../../base/flag.ts';
import { Problem } from '../../base/problem.ts';
import type { HistoryTable, Line, Row } from '../../model/index.ts';

export interface Proven {
  name: string;
  hash: string;
  when: number;
}

/** As Drizzle writes it. There is no moment at which it ran, so `applied_at` stays empty. `table` null: this plan makes it. */
export function provenRow(environment: string, line: Line, table: HistoryTable | null, { name, hash, when }: Proven): Row {
  if (table && (table.kind !== 'table' || table.shape !== line))
    throw new Problem('history-wrong-shape', `${table.schema}.${table.name} is not what Drizzle ${line} makes.`, {
      why: table.kind === 'table' ? `Its columns are ${table.columns.map((c) => c.name).join(', ')}.` : `It is a ${table.kind}.`,
      fix: `npx tidemark rebuild-history${flagOf(environment)}\nThen run the same command again.`,
    });
  return { hash, created_at: String(when), ...(line === '1.0' ? { name, applied_at: null } : {}) };
}
