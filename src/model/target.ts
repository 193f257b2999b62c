/** Which database, and how it is called when it is printed. */
import type { Secret } from '../base/secret.ts';
import type { TableName } from './history.ts';

export interface Target {
  environment: string;
  /** `pg`, `postgres`, `neon-http`, `neon-websocket` or `pglite`. */
  driver: string;
  /** host[:port], a socket's folder, or a PGlite folder. Never a password. */
  host: string;
  database: string;
  role: string;
}

/** An environment as configured; `url` is opened by drivers only. */
export interface Environment {
  name: string;
  driver: string;
  /** Why that driver, in words. */
  because?: string;
  /** A connection URL, or a PGlite folder (absolute path). */
  url: Secret;
  /** PEM text of the certificate authorities that the config gave beside host and port. */
  ca?: string;
  target: Target;
  /** Asks for consent by its own name before it is changed. */
  protected: boolean;
  /** A config gave the name, so it may be stored in the database. */
  named: boolean;
  table: TableName;
  /** Where the URL came from, in words: `DATABASE_URL in .env`. */
  from: string;
  /** SQL of the config's own, around the migrations of a run. */
  before?: string;
  after?: string;
  lockTimeout: number;
  lockBudget: number;
  statementTimeout: number;
  connectTimeout: number;
}
