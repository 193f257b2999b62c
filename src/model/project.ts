/** The project: what its configuration says, and which line of Drizzle it uses. */
import type { Layout } from './folder.ts';
import type { TableName } from './history.ts';

export type Line = '0.x' | '1.0';

/** One sign of which line is used. */
export interface LineSign {
  /** `drizzle-orm 0.45.4 in node_modules`, `meta/_journal.json`, … */
  says: string;
  line: Line;
  of: 'drizzle-orm' | 'drizzle-kit' | 'layout' | 'snapshots';
  version?: string;
}

/** A variable that the configuration read while it ran. */
export interface VariableRead {
  name: string;
  set: boolean;
  /** Where its value came from: `the environment`, `.env`, … */
  from: string | null;
}

export interface Project {
  /** Absolute path of the project's root: where the config lies, else the working directory. */
  root: string;
  /** Relative paths; null without one. */
  drizzleConfig: string | null;
  tidemarkConfig: string | null;
  /** Migrations folder, relative to root. */
  out: string;
  schema: string[];
  dialect: string | null;
  /** Drizzle's own `driver` option: `pglite`, `aws-data-api` or none. */
  kitDriver: string | null;
  table: TableName;
  prefix: string | null;
  breakpoints: boolean;
  schemaFilter: string[] | null;
  tablesFilter: string[] | null;
  casing: string | null;
  line: Line;
  lineSigns: LineSign[];
  layout: Layout;
  /** Keys of drizzle.config that nobody reads, with the nearest known one. */
  unknownKeys: { path: string; key: string; nearest?: string; line?: number }[];
  /** Text of the config file: positions and edits. */
  configText: string | null;
  configMode: number;
  variables: VariableRead[];
  /** Which URL stock drizzle-kit would use here: a comparable form without the password, and from where. */
  stockUrl: { key: string; from: string } | null;
  /** The same variable in files that stock drizzle-kit does not read (`.env.local`), with another database or role. */
  localUrls?: { key: string; from: string }[];
  /** `.env` and `.env.*` beside the config, examples left out. */
  envFiles?: string[];
  /** Drivers among the project's own dependencies. */
  drivers: string[];
  /** `ssl` beside `url`, or host credentials without `ssl`: what 0.31 silently does with it. */
  credentials: { form: 'url' | 'host' | 'pglite' | 'aws' | 'none'; ssl: boolean };
  gitignored: string[];
}
