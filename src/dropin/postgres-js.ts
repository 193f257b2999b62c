/** In place of drizzle-orm/postgres-js/migrator. */
import { type Functions, functions } from './functions.ts';

export { Problem } from '../base/problem.ts';
export type { Progress } from '../run/progress.ts';
export { type Applied, Behind, type Migrated, type Pending, type Waited } from './answers.ts';
export type { Config, Db, MigrationConfig, Options } from './config.ts';

/** What `postgres(…)` gives. */
export interface PostgresClient {
  unsafe(...args: never[]): unknown;
  reserve(...args: never[]): unknown;
}

const all: Functions<PostgresClient> = functions(async () => (await import('./postgres-js-opener.ts')).open);
export const { migrate, pending, assertMigrated } = all;
