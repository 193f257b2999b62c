/** What tidemark.config may say, and the function that gives an editor its types. */

/** One database of the project. Times are milliseconds. */
export interface EnvironmentConfig {
  /** A PostgreSQL URL, or a PGlite folder. Without it drizzle.config is asked, with this environment's variables. */
  url?: string | undefined;
  /** Default: `pglite` when the URL is a folder; else `pg`, or the client that the project has when that is another. */
  driver?: 'pg' | 'pglite' | 'postgres' | 'neon-http' | 'neon-websocket';
  /** Asks for consent by this environment's own name before it is changed. */
  protected?: boolean;
  /** As `sslmode` in a URL; `true` is `verify-full`, `false` is `disable`. */
  ssl?: boolean | 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  timeouts?: { connect?: number; lock?: number; lockBudget?: number; statement?: number };
  /** Read for this environment alone: `.env.production`. */
  envFile?: string;
  /** Set for this environment alone: `{ NODE_ENV: 'production' }`. */
  env?: Record<string, string>;
  /** SQL that `migrate` runs before the first migration, in a transaction of its own; not when nothing is pending. */
  before?: string;
  /** The same behind the last one: `refresh materialized view concurrently sales`, or a notification. */
  after?: string;
  /** Where its history table is, when drizzle.config says another place. */
  migrationsTable?: { schema?: string; table?: string };
}

/** The throw-away database in which the migrations are tried out, and what is there before the first of them. */
export interface ShadowConfig {
  /** A server where databases named `tidemark_shadow_…` may be made and dropped again; without it none is needed. */
  url?: string;
  /** Roles that the migrations name and none of them creates. */
  roles?: string | string[];
  /** Extensions that the place brings along. */
  extensions?: string | string[];
  /** SQL that makes whatever else is expected: schemas, tables, functions. */
  sql?: string;
}

export interface TidemarkConfig {
  environments?: Record<string, EnvironmentConfig>;
  /** The environment that is meant when no -e is given. */
  defaultEnvironment?: string;
  thresholds?: Record<string, number>;
  shadow?: ShadowConfig;
}

/** Returns the config as it is; only for the types. */
export const defineConfig = (config: TidemarkConfig): TidemarkConfig => config;
