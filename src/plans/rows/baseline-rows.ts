/** The history rows of a baseline: one that says it is applied, and none of the migrations that it stands for. */
import type { Change, HistoryTable, Line, TableName } from '../../model/index.ts';
import { madeAnew } from './history-table.ts';
import { type Proven, provenRow } from './proven-row.ts';

/** `table`: as it is; null: it is not there. */
export function baselineRows(
  environment: string,
  line: Line,
  { table, configured, schemas }: { table: HistoryTable | null; configured: TableName; schemas: readonly string[] },
  row: Proven,
): Change[] {
  const after = provenRow(environment, line, table, row);
  const gone = (table?.rows ?? []).map(({ values }) => ({ before: values, after: null }));
  return [
    ...(table ? [] : madeAnew(environment, configured, line, schemas.includes(configured.schema))),
    {
      kind: 'rows',
      environment,
      table: table ? { schema: table.schema, name: table.name } : configured,
      rows: [...gone, { before: null, after }],
      says: `${row.name} is applied: it was proven to make what ${environment} holds.${gone.length > 0 ? ' It stands for all that was recorded before.' : ''}`,
      ...(gone.length > 0 ? { hazards: ['rewrites-history' as const] } : {}),
    },
  ];
}
