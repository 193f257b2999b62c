/** What a folder and a db tell of a project, where no configuration is read. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import { Secret } from '../base/secret.ts';
import { type Environment, got, type Line, type Project } from '../model/index.ts';
import type { ReadProject } from '../read/config/project.ts';
import { fromRoot } from '../read/paths.ts';
import type { Config, MigrationConfig, Options } from './config.ts';
import type { Place } from './opener.ts';

export const FROM = 'the db handed over';

export const asObject = (config: Config): MigrationConfig & Options =>
  typeof config === 'string' ? { migrationsFolder: config } : config;

/** Throws a Problem for what Drizzle's types would not have let through. */
export function checked(config: Config): MigrationConfig & Options {
  const given = asObject(config);
  if (typeof given?.migrationsFolder !== 'string' || given.migrationsFolder === '') {
    throw new Problem('config-without-folder', 'There is no migrationsFolder.', {
      why: 'Which migrations there are is read from that folder.',
      fix: "migrate(db, { migrationsFolder: 'drizzle' })",
    });
  }
  if ('init' in given && given.init) {
    throw new Problem('init-unsupported', 'The option init is not known here.', {
      why: 'It records a migration without running it, and no row is ever written because an object exists. Nothing was changed.',
      fix: 'npx drizzle-kit pull --init',
    });
  }
  const unknown = Object.entries(given).find(
    ([name, value]) => value !== undefined && name !== 'init' && !Object.hasOwn(KNOWN, name),
  );
  if (unknown) throw notKnown(unknown[0]);
  return given;
}

const KNOWN: Readonly<Record<keyof (MigrationConfig & Options), true>> = {
  migrationsFolder: true,
  migrationsTable: true,
  migrationsSchema: true,
  lockTimeout: true,
  lockBudget: true,
  statementTimeout: true,
  connectTimeout: true,
  to: true,
  outOfOrder: true,
  strict: true,
  singleTransaction: true,
  noWait: true,
  showQueries: true,
  onProgress: true,
};

function notKnown(name: string): Problem {
  const near = nearest(name, Object.keys(KNOWN));
  return new Problem('unknown-option', `There is no option ${name}.`, {
    why: `${near ? `The nearest is ${near}. ` : `There are ${Object.keys(KNOWN).join(', ')}. `}What it was to do would not be done. Nothing was changed.`,
    fix: near ? `Write ${near}, or take ${name} out.` : `Take ${name} out.`,
  });
}

/** As they would be typed. */
export function flagsOf(options: Options): Map<string, string[]> {
  const switches = {
    strict: options.strict,
    'single-transaction': options.singleTransaction,
    'no-wait': options.noWait,
    'show-queries': options.showQueries,
  };
  const values = { to: options.to, 'out-of-order': options.outOfOrder };
  return new Map([
    ...Object.entries(switches).flatMap(([name, on]): [string, string[]][] => (on ? [[name, ['']]] : [])),
    ...Object.entries(values).flatMap(([name, value]): [string, string[]][] => (value === undefined ? [] : [[name, [value]]])),
  ]);
}

export function environmentOf(place: Place, config: MigrationConfig & Options): Environment {
  const { driver, host, database, role, url } = place;
  return {
    name: 'default',
    driver,
    url: new Secret(url),
    target: { environment: 'default', driver, host, database, role },
    protected: false,
    named: false,
    table: { schema: config.migrationsSchema ?? 'drizzle', name: config.migrationsTable ?? '__drizzle_migrations' },
    from: FROM,
    lockTimeout: config.lockTimeout ?? 300,
    lockBudget: config.lockBudget ?? 60_000,
    statementTimeout: config.statementTimeout ?? 0,
    connectTimeout: config.connectTimeout ?? 10_000,
  };
}

export function projectOf(environment: Environment, line: Line, folder: string, secrets: string[]): ReadProject {
  const absolute = resolve(folder);
  const root = rootOf(absolute);
  const project: Project = {
    root,
    drizzleConfig: null,
    tidemarkConfig: null,
    out: fromRoot(root, absolute),
    schema: [],
    dialect: 'postgresql',
    kitDriver: null,
    table: environment.table,
    prefix: null,
    breakpoints: true,
    schemaFilter: null,
    tablesFilter: null,
    casing: null,
    line,
    lineSigns: [{ says: `${FROM} is drizzle-orm ${line}`, line, of: 'drizzle-orm' }],
    layout: existsSync(join(absolute, 'meta', '_journal.json')) ? 'journal' : 'dated',
    unknownKeys: [],
    configText: null,
    configMode: 0o644,
    variables: [],
    stockUrl: null,
    drivers: [],
    credentials: { form: 'url', ssl: false },
    gitignored: [],
  };
  return {
    project: got(project),
    environments: got([environment]),
    unread: [],
    defaultEnvironment: environment.name,
    thresholds: {},
    secrets,
    printed: [],
  };
}

/** Acknowledged findings and interrupted plans lie in `.tidemark`, beside the package.json that is nearest above the folder. */
function rootOf(folder: string): string {
  for (let at = dirname(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.tidemark')) || existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) return dirname(folder);
  }
}
