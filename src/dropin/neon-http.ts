/** In place of drizzle-orm/neon-http/migrator. */
import { type Functions, functions } from './functions.ts';

export { Problem } from '../base/problem.ts';
export type { Progress } from '../run/progress.ts';
export { type Applied, Behind, type Migrated, type Pending, type Waited } from './answers.ts';
export type { Config, Db, MigrationConfig, Options } from './config.ts';

/** What `neon(…)` of @neondatabase/serverless gives. */
export interface NeonHttpClient {
  transaction(...args: never[]): unknown;
}

const all: Functions<NeonHttpClient> = functions(async () => (await import('./neon-http-opener.ts')).open);
export const { migrate, pending, assertMigrated } = all;
