/** In place of drizzle-orm/neon-serverless/migrator. */
import { type Functions, functions } from './functions.ts';

export { Problem } from '../base/problem.ts';
export type { Progress } from '../run/progress.ts';
export { type Applied, Behind, type Migrated, type Pending, type Waited } from './answers.ts';
export type { Config, Db, MigrationConfig, Options } from './config.ts';

/** A Pool, a Client or a PoolClient of @neondatabase/serverless. */
export interface NeonClient {
  query(...args: never[]): unknown;
  connect(...args: never[]): unknown;
}

const all: Functions<NeonClient> = functions(async () => (await import('./neon-serverless-opener.ts')).open);
export const { migrate, pending, assertMigrated } = all;
