/** Which databases are configured, and where does each one's URL come from? */
import { Secret } from '../../base/secret.ts';
import type { EnvironmentConfig } from '../../model/config.ts';
import { STOCK_TABLE, type TableName } from '../../model/history.ts';
import { got, type Read } from '../../model/read.ts';
import type { Environment } from '../../model/target.ts';
import { addressOf } from '../database/address.ts';
import { isObject } from './config-keys.ts';
import type { Evaluated, Evaluation } from './config-loader.ts';
import { type Reachable, type Reached, reach, reachUrl } from './credentials.ts';
import { type Choice, chooseDriver } from './driver-choice.ts';
import { ownSurrounding, type Surrounding, type Variables } from './env-files.ts';
import { originOf, whyUnset } from './url-origin.ts';

/** Milliseconds. No reader queues behind a lock of ours for longer than `lock`. */
const TIMEOUTS = { connect: 10_000, lock: 300, lockBudget: 60_000, statement: 0 };

export interface Place {
  root: string;
  env: Variables;
  stock: Surrounding;
  /** Absolute paths. */
  drizzle: string | null;
  tidemark: string | null;
  /** drizzle.config as the stock tools see it; null without one. */
  base: Evaluated | null;
  /** Database clients among the project's own dependencies. */
  packages: readonly string[];
  /** Evaluates once per file and set of variables. */
  run: (path: string, surrounding: Surrounding) => Promise<Evaluated>;
}

export const tableOf = (config: unknown, own: EnvironmentConfig['migrationsTable'] = {}): TableName => {
  const migrations = isObject(config) && isObject(config['migrations']) ? config['migrations'] : {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
  return {
    schema: own.schema ?? text(migrations['schema']) ?? STOCK_TABLE.schema,
    name: own.table ?? text(migrations['table']) ?? STOCK_TABLE.name,
  };
};

/** The one environment of a project without tidemark.config. */
export const defaultEnvironment = (place: Place): Promise<Read<Environment>> => environment(place, 'default', {}, false);

/** One environment of tidemark.config. */
export const namedEnvironment = (place: Place, name: string, config: EnvironmentConfig): Promise<Read<Environment>> =>
  environment(place, name, config, true);

/** A database that was named by its URL alone. */
export function urlEnvironment(root: string, url: string, name: string): Read<Environment> {
  const reached = reachUrl(root, url);
  if (!reached.ok) return reached;
  const choice = chooseDriver(root, reached.value, undefined, []);
  return choice.ok
    ? got(assemble(name, false, {}, reached.value, choice.value, 'the URL that was typed', tableOf(undefined)))
    : choice;
}

async function environment(place: Place, name: string, config: EnvironmentConfig, named: boolean): Promise<Read<Environment>> {
  const own = config.env !== undefined || config.envFile !== undefined;
  const where = `env of ${name} in tidemark.config`;
  const surrounding = own ? ownSurrounding(place.root, place.env, config, where) : place.stock;
  const evaluated = place.drizzle && own ? await place.run(place.drizzle, surrounding) : place.base;
  const source =
    'url' in config ? await ownUrl(place, name, config, surrounding, own) : drizzleUrl(place, evaluated, surrounding);
  if (!source.ok) return source;
  const { reached, evaluation, values, key } = source.value;
  if (!reached.ok && reached.unset) return unset(reached, evaluation, surrounding);
  const { words, variables } = originOf(values, evaluation, surrounding, key);
  if (!reached.ok) return { ok: false, why: `${words}: ${reached.why}`, ...(reached.absent && { absent: true }) };
  if (values.some((value) => value.includes('undefined'))) {
    const why = whyUnset(evaluation.seen, surrounding);
    if (why) return { ok: false, why, absent: true };
  }
  const strange =
    own && config.envFile !== undefined
      ? variables.find(({ from }) => from.startsWith('.env') && from !== config.envFile)
      : undefined;
  if (strange) {
    const lost =
      surrounding.missing.find(({ file }) => file === config.envFile)?.why ?? `${config.envFile} does not set ${strange.name}`;
    return { ok: false, why: `${lost}; the value in ${strange.from} belongs to another environment and is not used` };
  }
  const choice = chooseDriver(place.root, reached.value, config.driver, place.packages);
  if (!choice.ok) return { ok: false, why: `${words}: ${choice.why}` };
  return got(
    assemble(
      name,
      named,
      config,
      reached.value,
      choice.value,
      words,
      tableOf(evaluated?.ok ? evaluated.value.value : undefined, config.migrationsTable),
    ),
  );
}

interface Source {
  reached: Reached;
  evaluation: Evaluation;
  values: string[];
  key: string;
}

function unset(reached: { why: string }, evaluation: Evaluation, surrounding: Surrounding): Read<never> {
  return { ok: false, why: whyUnset(evaluation.seen, surrounding) ?? `${reached.why} in ${evaluation.file}`, absent: true };
}

/** With variables of its own its url is asked for again: `process.env.DATABASE_URL` means another one there. */
async function ownUrl(
  place: Place,
  name: string,
  config: EnvironmentConfig,
  surrounding: Surrounding,
  own: boolean,
): Promise<Read<Source>> {
  const evaluated = place.tidemark ? await place.run(place.tidemark, own ? surrounding : place.stock) : null;
  if (!evaluated) return { ok: false, why: 'there is no tidemark.config' };
  if (!evaluated.ok) return { ok: false, why: `${evaluated.problem.message}: ${evaluated.problem.why.trim()}` };
  const all = isObject(evaluated.value.value) ? evaluated.value.value['environments'] : undefined;
  const found = isObject(all) ? all[name] : undefined;
  const url = isObject(found) ? found['url'] : undefined;
  const reached: Reached =
    typeof url === 'string' && url
      ? reachUrl(place.root, url, config.driver === 'pglite')
      : { ok: false, why: `environments.${name}.url has no value`, unset: true };
  return got({
    reached,
    evaluation: evaluated.value,
    values: typeof url === 'string' ? [url] : [],
    key: `environments.${name}.url`,
  });
}

function drizzleUrl(place: Place, evaluated: Evaluated | null, surrounding: Surrounding): Read<Source> {
  if (evaluated === null) return bareUrl(place, surrounding);
  if (!evaluated.ok) {
    const why = whyUnset(evaluated.seen, surrounding);
    const told = `${evaluated.problem.message}: ${evaluated.problem.why.trim()}`;
    return why ? { ok: false, why: `${why}; ${told}`, absent: true } : { ok: false, why: told };
  }
  const config = isObject(evaluated.value.value) ? evaluated.value.value : {};
  const given = isObject(config['dbCredentials']) ? config['dbCredentials'] : {};
  const values = ('url' in given ? [given['url']] : [given['host'], given['user'], given['password'], given['database']]).filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  return got({
    reached: reach(place.root, config),
    evaluation: evaluated.value,
    values,
    key: 'url' in given ? 'url' : 'dbCredentials',
  });
}

/** Without drizzle.config the customary variable is all there is. */
function bareUrl(place: Place, surrounding: Surrounding): Read<Source> {
  const name = 'DATABASE_URL';
  const url = surrounding.values[name];
  if (!url)
    return {
      ok: false,
      why: `there is no drizzle.config, and ${name} is set neither in the environment nor in ${surrounding.files.join(', ')}`,
      absent: true,
    };
  const from = surrounding.origins.get(name) ?? 'the environment';
  const evaluation: Evaluation = { file: from, value: undefined, seen: [{ name, value: url, set: true, from }], printed: '' };
  return got({ reached: reachUrl(place.root, url), evaluation, values: [url], key: name });
}

function withSsl(url: string, ssl: EnvironmentConfig['ssl']): string {
  if (ssl === undefined) return url;
  const mode = ssl === true ? 'verify-full' : ssl === false ? 'disable' : ssl;
  const [place = '', query = ''] = [url.split('?', 1)[0], url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''];
  const kept = query.split('&').filter((pair) => pair && !pair.startsWith('sslmode=') && !pair.startsWith('ssl='));
  return `${place}?${[...kept, `sslmode=${mode}`].join('&')}`;
}

function assemble(
  name: string,
  named: boolean,
  config: EnvironmentConfig,
  reachable: Reachable,
  { driver, because }: Choice,
  from: string,
  table: TableName,
): Environment {
  const url = driver === 'pglite' ? reachable.url : withSsl(reachable.url, config.ssl);
  const address = driver === 'pglite' ? null : addressOf(url);
  const { host, database, role } = address?.ok ? address.value : { host: url, database: 'postgres', role: 'postgres' };
  const timeouts = { ...TIMEOUTS, ...config.timeouts };
  return {
    name,
    driver,
    because,
    url: new Secret(url),
    ...(reachable.ca && { ca: reachable.ca }),
    target: { environment: name, driver, host, database, role },
    protected: config.protected ?? false,
    named,
    table,
    from,
    ...(config.before === undefined ? {} : { before: config.before }),
    ...(config.after === undefined ? {} : { after: config.after }),
    connectTimeout: timeouts.connect,
    lockTimeout: timeouts.lock,
    lockBudget: timeouts.lockBudget,
    statementTimeout: timeouts.statement,
  };
}
