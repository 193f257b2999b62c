/** The steps that apply pending migrations, each with its history row, as the stock migrator of the line would record them. */
import type { Line, Migration, MigrationRun, MigrationStanding, TableName } from '../model/index.ts';

/** Null when the migration has no readable text or no stamp: then there is nothing that could be run and recorded. */
export function runOf(migration: Migration, line: Line, table: TableName): { run: MigrationRun; text: string } | null {
  if (!migration.sql.ok || migration.when === null || migration.file === null) return null;
  const { hash, text } = migration.sql.value;
  return { run: { name: migration.name, file: migration.file, hash, when: String(migration.when), line, table }, text };
}

/** 1.0 runs a migration that was merged late; 0.x never does, so there it is a finding and stops the run. */
export const pendingOf = (standings: readonly MigrationStanding[], line: Line): Migration[] =>
  standings.filter((s) => s.state === 'pending' || (line === '1.0' && s.state === 'out-of-order')).map((s) => s.migration);
