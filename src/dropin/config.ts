/** What may be handed over: Drizzle's own configuration, and beside it what its function does not know. */
import type { Progress } from '../run/progress.ts';

/** As Drizzle's `MigrationConfig`. */
export interface MigrationConfig {
  /** As drizzle-orm takes it: absolute, or relative to the working directory. */
  migrationsFolder: string;
  /** Default `__drizzle_migrations`. */
  migrationsTable?: string | undefined;
  /** Default `drizzle`. */
  migrationsSchema?: string | undefined;
}

/** Times are milliseconds. */
export interface Options {
  /** How long a statement waits for a table's lock, and with it whoever queues behind it. Default 300. */
  lockTimeout?: number | undefined;
  /** How long a migration is tried again while somebody holds what it needs. Default 60 000. */
  lockBudget?: number | undefined;
  /** How long one statement may run. Default 0: as long as it takes. */
  statementTimeout?: number | undefined;
  /** How long a free client of the pool, or a connection, is waited for. Default 10 000. */
  connectTimeout?: number | undefined;
  /** Stop behind this migration; the later ones stay pending. */
  to?: string | undefined;
  /** A migration older than an applied one. Default: `refuse` on 0.x, which would skip it for ever, `apply` on 1.0. */
  outOfOrder?: 'apply' | 'refuse' | undefined;
  /** Stop when an applied migration was edited since. */
  strict?: boolean | undefined;
  /** All that is pending in one transaction, as Drizzle's own function does. */
  singleTransaction?: boolean | undefined;
  /** Give up at once when another Tidemark is at work. */
  noWait?: boolean | undefined;
  /** Name what those are running who hold a lock; it may hold data. */
  showQueries?: boolean | undefined;
  /** Told of every step. Awaited. */
  onProgress?: ((progress: Progress) => void | Promise<void>) | undefined;
}

/** A text is the folder, as early versions of Drizzle take it. */
export type Config = string | (MigrationConfig & Options);

/** What `drizzle(…)` gives, of either line; `$client` is what it was made of. */
export interface Db<Client> {
  execute(...args: never[]): unknown;
  readonly $client?: Client;
}
