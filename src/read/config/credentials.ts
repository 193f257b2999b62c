/** Which database do the credentials of a drizzle.config mean, in every form drizzle-kit documents? */
import { resolve } from 'node:path';
import { secretsOf } from '../../drivers/connection.ts';
import { inMemory } from '../../drivers/pglite-memory.ts';
import type { Project } from '../../model/project.ts';
import { got, type Read } from '../../model/read.ts';
import { addressOf } from '../database/address.ts';
import { isObject, kindOf } from './config-keys.ts';

export interface Reachable {
  /** A server, or a folder. */
  driver: 'pg' | 'pglite';
  /** A connection URL, or the absolute path of a PGlite folder. */
  url: string;
  /** PEM text of the authorities that the config trusts. */
  ca?: string;
}

export type Credentials = Project['credentials'];

/** `unset` tells that a value is missing, not wrong: its variable is probably not set. */
export type Reached = Read<Reachable> & { unset?: boolean };

const lacking = (why: string): Reached => ({ ok: false, why, absent: true, unset: true });
const refused = (why: string): Reached => ({ ok: false, why });
const empty = (value: unknown): boolean => value === undefined || value === null || value === '';

export function formOf(config: Record<string, unknown>): Credentials {
  const given = isObject(config['dbCredentials']) ? config['dbCredentials'] : {};
  const ssl = given['ssl'] !== undefined;
  if (config['driver'] === 'pglite') return { form: 'pglite', ssl };
  if (config['driver'] === 'aws-data-api') return { form: 'aws', ssl };
  if ('url' in given) return { form: 'url', ssl };
  return { form: 'host' in given ? 'host' : 'none', ssl };
}

export function reach(root: string, config: Record<string, unknown>): Reached {
  const given = config['dbCredentials'];
  if (config['driver'] === 'aws-data-api')
    return refused(
      "driver 'aws-data-api' speaks to Amazon's HTTP service, which Tidemark does not support; give a postgres:// URL in tidemark.config",
    );
  if (given === undefined) return { ok: false, why: 'no dbCredentials are configured', absent: true };
  if (!isObject(given)) return refused(`dbCredentials is ${kindOf(given)} instead of an object`);
  if ('url' in given) {
    if (empty(given['url'])) return lacking('dbCredentials.url has no value');
    if (typeof given['url'] !== 'string') return refused(`dbCredentials.url is ${kindOf(given['url'])} instead of a text`);
    return reachUrl(root, given['url'], config['driver'] === 'pglite');
  }
  if ('host' in given || 'database' in given) return reachHost(given);
  if ('connectionString' in given)
    return refused('dbCredentials.connectionString is not read by drizzle-kit since 0.21; it is called url now');
  return { ok: false, why: 'dbCredentials holds neither url nor host and database', absent: true };
}

export function reachUrl(root: string, url: string, folder = false): Reached {
  const text = url.trim();
  const scheme = text.includes('://') ? text.slice(0, text.indexOf('://')).toLowerCase() : null;
  if (inMemory(text)) return got({ driver: 'pglite', url: text });
  if (text.startsWith('memory:') || text === ':memory:')
    return refused('a PGlite database in memory is empty every time; name a folder');
  if (text.startsWith('file:')) return got({ driver: 'pglite', url: resolve(root, text.slice(5).replace('//', '')) });
  if (scheme === 'postgres' || scheme === 'postgresql') {
    const address = addressOf(text);
    return address.ok ? got({ driver: 'pg', url: text }) : address;
  }
  if (scheme) return refused(`the URL begins with ${scheme}:// and not with postgres://`);
  if (!folder && text.includes('@')) return refused('the URL does not begin with postgres://');
  // `undefined`, `null` and a variable that nobody replaced are words too; a folder of that name is never meant.
  if (!folder && !text.includes('/'))
    return refused('the URL does not begin with postgres://, and a PGlite folder is written as a path: ./data');
  return got({ driver: 'pglite', url: resolve(root, text) });
}

function reachHost(given: Record<string, unknown>): Reached {
  const text: Record<string, string> = {};
  for (const key of ['host', 'database', 'user', 'password', 'port']) {
    const value = given[key];
    if (empty(value)) {
      if (key === 'host' || key === 'database' || key in given) return lacking(`dbCredentials.${key} has no value`);
      continue;
    }
    if (typeof value !== 'string' && !(key === 'port' && typeof value === 'number'))
      return refused(`dbCredentials.${key} is ${kindOf(value)} instead of a text`);
    text[key] = String(value);
  }
  const port = Number(text['port'] ?? 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65535) return refused('dbCredentials.port is no port number');
  const host = text['host'] ?? '';
  const socket = host.startsWith('/');
  const login = text['user']
    ? `${encodeURIComponent(text['user'])}${text['password'] ? `:${encodeURIComponent(text['password'])}` : ''}@`
    : '';
  const place = socket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const asked = socket ? [`host=${encodeURIComponent(host)}`, `port=${port}`] : [];
  const tls = tlsOf(given['ssl']);
  if (!tls.ok) return tls;
  if (tls.value.sslmode) asked.push(`sslmode=${tls.value.sslmode}`);
  const query = asked.length > 0 ? `?${asked.join('&')}` : '';
  const url = `postgresql://${login}${place}/${encodeURIComponent(text['database'] ?? '')}${query}`;
  const address = addressOf(url);
  if (!address.ok) return address;
  return got({ driver: 'pg', url, ...(tls.value.ca && { ca: tls.value.ca }) });
}

/** As node-postgres acts on what drizzle-kit hands it: `true` verifies, an object verifies unless it says not to. */
function tlsOf(ssl: unknown): Read<{ sslmode?: string; ca?: string }> {
  if (ssl === undefined) return got({});
  if (typeof ssl === 'boolean') return got({ sslmode: ssl ? 'verify-full' : 'disable' });
  if (typeof ssl === 'string') {
    if (['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'].includes(ssl)) return got({ sslmode: ssl });
    return { ok: false, why: 'dbCredentials.ssl is none of require, allow, prefer, verify-full, true, false' };
  }
  if (!isObject(ssl)) return { ok: false, why: `dbCredentials.ssl is ${kindOf(ssl)}` };
  const ca = Array.isArray(ssl['ca']) ? ssl['ca'].join('\n') : ssl['ca'];
  return got({
    sslmode: ssl['rejectUnauthorized'] === false ? 'require' : 'verify-full',
    ...(typeof ca === 'string' && ca && { ca }),
  });
}

/** Too common to be worth hiding: masking them would garble every other text. */
const PUBLIC = new Set([
  'postgres',
  'postgresql',
  'password',
  'root',
  'admin',
  'user',
  'test',
  'dev',
  'localhost',
  'public',
  'drizzle',
  'secret',
]);
const SECRET_WORDS = ['PASSWORD', 'PASSWD', 'SECRET', 'TOKEN', 'APIKEY', 'API_KEY', 'PRIVATE_KEY', 'PGPASS'];

/** Every password and every URL that holds one, raw and decoded. */
export function secretsAmong(variables: Iterable<readonly [name: string, value: string | undefined]>): string[] {
  const found = new Set<string>();
  for (const [name, value] of variables) {
    if (!value) continue;
    const word = SECRET_WORDS.some((part) => name.toUpperCase().includes(part));
    if (word && value.length >= 6 && !PUBLIC.has(value)) found.add(value);
    for (const secret of secretsOfUrl(value)) found.add(secret);
  }
  return [...found];
}

export function secretsOfUrl(url: string): string[] {
  if (!url.includes('://') || !url.includes('@')) return [];
  const address = addressOf(url);
  // A password that is also the user's or the database's name is printed with the target anyway.
  const printed = address.ok ? [address.value.role, address.value.database, address.value.host] : [];
  return secretsOf(url).filter((secret) => secret.length >= 3 && !PUBLIC.has(secret) && !printed.includes(secret));
}
