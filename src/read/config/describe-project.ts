/** What does a drizzle.config say about the project, as the model holds it? */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { Project } from '../../model/project.ts';
import { keyOf } from '../database/address.ts';
import { asPath, fromRoot } from '../paths.ts';
import { textOf } from '../text-file.ts';
import type { ConfigFiles } from './config-files.ts';
import { CREDENTIALS, checkShape, DRIZZLE, isObject, lineOfKey } from './config-keys.ts';
import type { Evaluated, Seen } from './config-loader.ts';
import { formOf, reach } from './credentials.ts';
import { drizzleLine } from './drizzle-line.ts';
import { envFilesIn, localValues, type Surrounding } from './env-files.ts';
import { tableOf } from './environments.ts';
import { wrongTypes } from './tidemark-config.ts';
import { originOf } from './url-origin.ts';

const texts = (value: unknown): string[] | null =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((held) => typeof held === 'string') : null;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** `failed`: what a config that threw had asked for; `evaluated` is then a stand-in's answer. */
export function describeProject(
  files: ConfigFiles,
  evaluated: Evaluated | null,
  stock: Surrounding,
  options: { cwd: string; out?: string },
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
  const found = textOf(join(root, '.gitignore'));
  const lines = found.ok ? found.value.split('\n').map((line) => line.trim()) : [];
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
