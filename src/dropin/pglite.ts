/** In place of drizzle-orm/pglite/migrator. */
import { type Functions, functions } from './functions.ts';

export { Problem } from '../base/problem.ts';
export type { Progress } from '../run/progress.ts';
export { type Applied, Behind, type Migrated, type Pending, type Waited } from './answers.ts';
export type { Config, Db, MigrationConfig, Options } from './config.ts';

/** An instance of PGlite. */
export interface PgliteClient {
  execProtocol(...args: never[]): unknown;
  runExclusive(...args: never[]): unknown;
}

const all: Functions<PgliteClient> = functions(async () => (await import('./pglite-opener.ts')).open);
export const { migrate, pending, assertMigrated } = all;
