/** The remedies for a migration without a row, where an audit was made: write the row, or ask a person. */
import { flagOf } from '../../base/flag.ts';
import type { Line, Migration, Remedy, Standing } from '../../model/index.ts';
import { evidenceRow } from './evidence-row.ts';
import { rowsChange } from './right-row.ts';

export function recordIt({ environment, table }: Standing, migration: Migration, line: Line): Remedy[] {
  if (!table || migration.when === null || !migration.sql.ok) return [];
  const row = evidenceRow(migration, line, table);
  const says = `Record ${migration.name} in ${environment}, with its own time; that it ran there is proven.`;
  return [{ name: 'record-it', says, change: [rowsChange(environment, table, [{ before: null, after: row }], says)] }];
}

/** Where evidence does not decide. The command asks for a word about each, and says how both are typed. */
export const sayIt = (environment: string, { name }: Migration): Remedy => ({
  name: 'state-it',
  says: `Evidence does not tell whether ${name} ran in ${environment}. Say so by name: --ran ${name} records it as stated by you, --not-run ${name} leaves it to be run.`,
  change: [],
  command: `npx tidemark adopt${flagOf(environment)}`,
});
