/** What is this project: its configuration, its environments, and which line of Drizzle it uses? */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fingerprint } from '../base/fingerprint.ts';
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { TidemarkConfig } from '../model/config.ts';
import type { Project } from '../model/project.ts';
import { got, type Read } from '../model/read.ts';
import type { Environment } from '../model/target.ts';
import { keyOf } from './address.ts';
import { type ConfigFiles, findConfigs } from './config-files.ts';
import { CREDENTIALS, checkShape, DRIZZLE, isObject, lineOfKey } from './config-keys.ts';
import { type Evaluated, evaluate, isConnectionName, type Seen, TIME_LIMIT, unsetNames } from './config-loader.ts';
import { formOf, reach, secretsAmong, secretsOfUrl } from './credentials.ts';
import { drizzleLine } from './drizzle-line.ts';
import { envFilesIn, localValues, type Surrounding, stockSurrounding, type Variables } from './env-files.ts';
import { defaultEnvironment, namedEnvironment, type Place, tableOf } from './environments.ts';
import { asPath, fromRoot } from './paths.ts';
import { checkTidemark, wrongTypes } from './tidemark-config.ts';
import { originOf } from './url-origin.ts';

export interface ProjectOptions {
  cwd: string;
  /** As typed behind --config. */
  config?: string;
  env: Variables;
  /** As typed behind --out, relative to cwd. */
  out?: string;
  /** Only these environments are read; all without it. */
  environmentName?: string | readonly string[];
  /** Milliseconds that a config may take. */
  timeLimit?: number;
}

export interface UnreadEnvironment {
  environment: string;
  why: string;
  absent?: true;
}

export interface ReadProject {
  project: Read<Project>;
  /** Those that could be read; not ok when none could. */
  environments: Read<Environment[]>;
  /** Those that could not, each with its reason. */
  unread: UnreadEnvironment[];
  defaultEnvironment: string | null;
  thresholds: Record<string, number>;
  /** Everything that `mask` must hide. */
  secrets: string[];
  /** What the configs wrote to stdout and stderr, masked. */
  printed: { file: string; text: string }[];
}

export async function readProject(options: ProjectOptions): Promise<ReadProject> {
  const files = findConfigs({ ...options, cwd: resolve(options.cwd) });
  const { root, drizzle, tidemark } = files;
  const stock = stockSurrounding(root, options.env);
  const done = new Map<string, Promise<Evaluated>>();
  const run = (path: string, surrounding: Surrounding): Promise<Evaluated> => {
    const key = `${path} ${path.endsWith('.json') ? '' : fingerprint(surrounding.values)}`;
    const held = done.get(key) ?? evaluate(root, path, surrounding, options.timeLimit ?? TIME_LIMIT);
    done.set(key, held);
    return held;
  };
  const [base, ours] = await Promise.all([drizzle ? run(drizzle, stock) : null, tidemark ? run(tidemark, stock) : null]);
  if (ours && !ours.ok) throw ours.problem;
  const config: TidemarkConfig = ours ? checkTidemark(ours.value) : {};
  const place: Place = { root, env: options.env, stock, drizzle, tidemark, base, run };
  const names = chosen(config, options.environmentName, tidemark);
  const found = await Promise.all(
    names === null
      ? [defaultEnvironment(place).then((read) => ({ name: 'default', read }))]
      : names.map(async (name) => ({ name, read: await namedEnvironment(place, name, config.environments?.[name] ?? {}) })),
  );
  const evaluated = [...(await Promise.all(done.values()))];
  const usable = base?.ok === false ? await withoutConnection(place, base, evaluated, run) : base;
  const project = describe(files, usable, stock, options, drizzle ? (base?.ok === false ? base.seen : undefined) : undefined);
  const environments = found.flatMap(({ read }) => (read.ok ? [read.value] : []));
  const unread = found.flatMap(({ name, read }) =>
    read.ok ? [] : [{ environment: name, why: read.why, ...(read.absent && { absent: true as const }) }],
  );
  const all = Object.keys(config.environments ?? {});
  return {
    project: got(project),
    environments: environments.length > 0 ? got(environments) : noneOf(unread),
    unread,
    defaultEnvironment: config.defaultEnvironment ?? (all.length > 1 ? null : (all[0] ?? 'default')),
    thresholds: config.thresholds ?? {},
    secrets: secretsIn(evaluated, stock),
    printed: evaluated.flatMap((e) => (e.ok && e.value.printed ? [{ file: e.value.file, text: e.value.printed }] : [])),
  };
}

/** null: there is only the unnamed one. */
function chosen(config: TidemarkConfig, asked: ProjectOptions['environmentName'], tidemark: string | null): string[] | null {
  const all = Object.keys(config.environments ?? {});
  const known = all.length > 0 ? all : ['default'];
  const wanted = asked === undefined ? known : typeof asked === 'string' ? [asked] : [...asked];
  for (const name of wanted) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new Problem('unknown-environment', `There is no environment '${name}'`, {
      why:
        all.length > 0
          ? `${basename(tidemark ?? '')} configures ${all.join(', ')}.`
          : 'Without a tidemark.config there is only one, called default.',
      fix:
        all.length === 0
          ? `add '${name}' to \`environments\` in tidemark.config.ts (\`npx tidemark init\` writes one), or leave -e out`
          : meant
            ? `-e ${meant}`
            : `-e ${all.join(' | ')}`,
    });
  }
  return all.length > 0 ? wanted : null;
}

function noneOf(unread: UnreadEnvironment[]): Read<never> {
  const why = unread.length === 1 ? (unread[0]?.why ?? '') : unread.map((u) => `${u.environment}: ${u.why}`).join('; ');
  return {
    ok: false,
    why: why || 'no environment is configured',
    ...(unread.every((u) => u.absent) && { absent: true as const }),
  };
}

/**
 * Many configs throw when their URL is not set, and the folder can be looked at without one: another environment's
 * answer serves, or one more run with a stand-in for the variables that it asked for in vain.
 */
async function withoutConnection(
  place: Place,
  base: Evaluated & { ok: false },
  others: Evaluated[],
  run: Place['run'],
): Promise<Evaluated> {
  const own = place.drizzle === null ? undefined : fromRoot(place.root, place.drizzle);
  const other = others.find((e) => e.ok && e.value.file === own);
  if (other) return other;
  const names = unsetNames(base.seen).filter(isConnectionName);
  if (names.length === 0 || place.drizzle === null || base.problem.code !== 'config-threw') throw base.problem;
  const values = { ...place.stock.values };
  for (const name of names)
    values[name] = name.toUpperCase().includes('PORT') ? '5432' : 'postgres://stand-in@localhost:5432/stand-in';
  const again = await run(place.drizzle, { ...place.stock, values });
  if (!again.ok) throw base.problem;
  return again;
}

function secretsIn(evaluated: Evaluated[], stock: Surrounding): string[] {
  const secrets = new Set(secretsAmong(Object.entries(stock.values)));
  for (const e of evaluated) {
    const seen: Seen[] = e.ok ? e.value.seen : e.seen;
    for (const secret of secretsAmong(seen.map((s): [string, string | undefined] => [s.name, s.value]))) secrets.add(secret);
    if (e.ok) for (const secret of secretsWithin(e.value.value)) secrets.add(secret);
  }
  return [...secrets];
}

/** Passwords and URLs written in the config itself. */
function secretsWithin(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return secretsAmong([[key, value]]).concat(secretsOfUrl(value));
  if (Array.isArray(value)) return value.flatMap((held) => secretsWithin(held, key));
  return isObject(value) ? Object.entries(value).flatMap(([name, held]) => secretsWithin(held, name)) : [];
}

const texts = (value: unknown): string[] | null =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((held) => typeof held === 'string') : null;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function describe(
  files: ConfigFiles,
  evaluated: Evaluated | null,
  stock: Surrounding,
  options: ProjectOptions,
  failed: Seen[] | undefined,
): Project {
  if (evaluated && !evaluated.ok) throw evaluated.problem;
  const file = files.drizzle ? fromRoot(files.root, files.drizzle) : null;
  const value = evaluated ? evaluated.value.value : {};
  const { strays, misfits } = checkShape(value ?? null, DRIZZLE);
  if (file && misfits.length > 0) throw wrongTypes(file, misfits);
  const config = isObject(value) ? value : {};
  if (file) mustBePostgres(file, config);
  const configText = files.drizzle ? readFileSync(files.drizzle, 'utf8') : null;
  const out =
    options.out === undefined
      ? asPath(text(config['out']) ?? 'drizzle')
      : fromRoot(files.root, resolve(options.cwd, options.out));
  const { line, layout, signs, drivers } = drizzleLine(files.root, fromRoot(files.root, out));
  const migrations = isObject(config['migrations']) ? config['migrations'] : {};
  const given = isObject(config['dbCredentials']) ? config['dbCredentials'] : {};
  const astray = Object.keys(given).filter((key) => !CREDENTIALS.includes(key));
  const unknown = [...strays, ...astray.map((key) => ({ path: 'dbCredentials', key, ...near(key, CREDENTIALS) }))];
  const seen = failed ?? (evaluated?.ok ? evaluated.value.seen : []);
  return {
    root: files.root,
    drizzleConfig: file,
    tidemarkConfig: files.tidemark ? fromRoot(files.root, files.tidemark) : null,
    out: fromRoot(files.root, out),
    schema: texts(config['schema']) ?? [],
    dialect: text(config['dialect']),
    kitDriver: text(config['driver']),
    table: tableOf(config),
    prefix: text(migrations['prefix']),
    breakpoints: config['breakpoints'] !== false,
    schemaFilter: texts(config['schemaFilter']),
    tablesFilter: texts(config['tablesFilter']),
    casing: text(config['casing']),
    line,
    lineSigns: signs,
    layout,
    unknownKeys: unknown.map((stray) => {
      const at = configText === null ? undefined : lineOfKey(configText, stray.key, stray.path);
      return at === undefined ? stray : { ...stray, line: at };
    }),
    configText,
    configMode: files.drizzle ? statSync(files.drizzle).mode & 0o777 : 0o644,
    variables: seen.map(({ name, set, from }) => ({ name, set, from })),
    ...stockUrlOf(files.root, failed ? null : evaluated, config, stock),
    envFiles: envFilesIn(files.root),
    drivers,
    credentials: formOf(config),
    gitignored: ignoredIn(files.root),
  };
}

function near(key: string, known: readonly string[]): { nearest?: string } {
  const meant = nearest(key, known);
  return meant === undefined ? {} : { nearest: meant };
}

function stockUrlOf(
  root: string,
  evaluated: Evaluated | null,
  config: Record<string, unknown>,
  stock: Surrounding,
): Pick<Project, 'stockUrl' | 'localUrls'> {
  const reached = reach(root, config);
  if (!evaluated?.ok || !reached.ok) return { stockUrl: null };
  const key = keyOf(reached.value.url);
  const given = isObject(config['dbCredentials']) ? config['dbCredentials'] : {};
  const url = text(given['url']);
  const values = url ? [url] : [given['host'], given['user'], given['password'], given['database']].flatMap((v) => text(v) ?? []);
  const { words, variables } = originOf(values, evaluated.value, stock, url ? 'url' : 'dbCredentials');
  const local =
    url === null
      ? []
      : variables.flatMap(({ name, from }) =>
          localValues(root, name).flatMap(({ file, value }) =>
            file === from ? [] : [{ key: keyOf(value), from: `${name} in ${file}` }],
          ),
        );
  return { stockUrl: { key, from: words }, localUrls: local.filter((other) => other.key !== key) };
}

function mustBePostgres(file: string, config: Record<string, unknown>): void {
  const dialect = config['dialect'];
  if (dialect === 'postgresql') return;
  const given = isObject(config['dbCredentials']) ? config['dbCredentials'] : {};
  const url = String(given['url'] ?? given['connectionString'] ?? '');
  const silent =
    dialect === undefined && (config['driver'] === undefined || config['driver'] === 'pg' || config['driver'] === 'pglite');
  if (silent && (!url.includes('://') || url.startsWith('postgres'))) return;
  const says =
    typeof dialect === 'string' ? `dialect: '${dialect}'` : `driver: '${String(config['driver'] ?? 'none')}' and no dialect`;
  const meant =
    typeof dialect === 'string' && ['postgres', 'pg', 'postgre', 'postgresSQL', 'psql'].includes(dialect.toLowerCase());
  throw new Problem('config-not-postgresql', `${file} is not for PostgreSQL: it says ${says}`, {
    why: meant ? "drizzle-kit calls it 'postgresql' and knows no other spelling." : 'Tidemark knows PostgreSQL only.',
    fix: meant ? `write dialect: 'postgresql' in ${file}` : `name the config of a PostgreSQL database with --config`,
  });
}

/** The lines of .gitignore that ignore something. */
function ignoredIn(root: string): string[] {
  const path = join(root, '.gitignore');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
