/** The history rows of a baseline: one that says it is applied, and none of the migrations that it stands for. */
import { Problem } from '../../base/problem.ts';
import { highestId } from '../../compare/history/recorded.ts';
import type { Change, HistoryTable, Line, TableName } from '../../model/index.ts';
import { madeAnew } from './history-table.ts';

export interface Recorded {
  name: string;
  hash: string;
  when: number;
}

/** `table`: as it is; null: it is not there. */
export function baselineRows(
  environment: string,
  line: Line,
  { table, configured, schemas }: { table: HistoryTable | null; configured: TableName; schemas: readonly string[] },
  { name, hash, when }: Recorded,
): Change[] {
  if (table && (table.kind !== 'table' || table.shape !== line))
    throw new Problem('history-shape', `${table.schema}.${table.name} is not what Drizzle ${line} makes.`, {
      why: table.kind === 'table' ? `Its columns are ${table.columns.map((c) => c.name).join(', ')}.` : `It is a ${table.kind}.`,
      fix: `npx tidemark rebuild-history${environment === 'default' ? '' : ` -e ${environment}`}\nThen run the same command again.`,
    });
  const rows = table?.rows ?? [];
  const values = {
    hash,
    created_at: String(when),
    // It never ran there, so there is no moment at which it did.
    ...(line === '1.0' ? { name, applied_at: null } : {}),
  };
  const id = table?.sequence ? { id: String(highestId(rows) + 1) } : {};
  const gone = rows.map((row) => ({ before: row.values, after: null }));
  return [
    ...(table ? [] : madeAnew(environment, configured, line, schemas.includes(configured.schema))),
    {
      kind: 'rows',
      environment,
      table: table ? { schema: table.schema, name: table.name } : configured,
      rows: [...gone, { before: null, after: { ...id, ...values } }],
      says: `${name} is applied: it was proven to make what ${environment} holds.${gone.length > 0 ? ' It stands for all that was recorded before.' : ''}`,
      ...(gone.length > 0 ? { hazards: ['rewrites-history' as const] } : {}),
    },
  ];
}
