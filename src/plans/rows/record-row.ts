/** The remedies for a migration without a row, where an audit was made: write the row, or ask a person. */
import { highestId } from '../../compare/history/recorded.ts';
import type { Line, Migration, Remedy, Row, Standing } from '../../model/index.ts';
import { evidenceRow } from './evidence-row.ts';
import { rowsChange } from './right-row.ts';

/** Ids go by the folder's order, so that several of these fit into one plan. */
export function recordIt({ environment, table, migrations }: Standing, migration: Migration, line: Line): Remedy[] {
  if (!table || migration.when === null || !migration.sql.ok) return [];
  const open = migrations.filter((m) => m.rows.length === 0).findIndex((m) => m.migration.name === migration.name);
  const row: Row = {
    ...(table.sequence ? { id: String(highestId(table.rows) + 1 + open) } : {}),
    ...evidenceRow(migration, line, table),
  };
  const says = `Record ${migration.name} in ${environment}, with its own time; that it ran there is proven.`;
  return [{ name: 'record-it', says, change: [rowsChange(environment, table, [{ before: null, after: row }], says)] }];
}

/** Where evidence does not decide. */
export const sayIt = (environment: string, { name }: Migration): Remedy => ({
  name: 'state-it',
  says: `Evidence does not tell whether it ran in ${environment}. Say so by name: --ran records it as stated by you, --not-run leaves it to be run.`,
  change: [],
  command: `npx tidemark adopt --ran ${name}${environment === 'default' ? '' : ` -e ${environment}`}`,
});
