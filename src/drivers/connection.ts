/** What does a PostgreSQL URL mean? One meaning on all drivers: libpq's, without its environment variables. */
import { type HostKind, hostKind } from '../base/host.ts';
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import { Secret } from '../base/secret.ts';
import { SSL_MODES, type SslMode } from './sslmode.ts';

export type ChannelBinding = 'disable' | 'prefer' | 'require';

/** A PostgreSQL URL, taken apart. `PG*` variables, `~/.pgpass` and service files are never read. */
export interface PostgresUrl {
  /** A name, an address without brackets, or the folder of a unix socket (begins with `/`; `@` for an abstract one). */
  host: string;
  port: number;
  /** null: named as the user. */
  database: string | null;
  /** null: named as the operating system's user. */
  user: string | null;
  /** null: none was given. An empty one counts as none, as in libpq. */
  password: Secret | null;
  sslmode: SslMode;
  /** A file's path, or `system`. */
  sslrootcert: string | null;
  /** The client's certificate and key: paths. */
  sslcert: string | null;
  sslkey: string | null;
  channelBinding: ChannelBinding;
  options: string | null;
  applicationName: string | null;
  /** Milliseconds; the URL's `connect_timeout` is in seconds. null or 0 in the URL: none given. */
  connectTimeout: number | null;
  /** Server settings sent with the startup message. */
  settings: Readonly<Record<string, string>>;
  /** Names of parameters that mean nothing to us. */
  ignored: string[];
  kind: HostKind;
}

const SETTINGS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
const EXAMPLE = 'postgres://user:password@host:5432/database';
const ESCAPES = 'In user, password and database write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F and # as %23.';

// A reason never quotes the URL: a wrongly escaped password ends up in any of its parts.
function invalid(why: string, fix = `Write it as ${EXAMPLE}\n${ESCAPES}`): Problem {
  return new Problem('url-invalid', 'The connection URL cannot be used', { why, fix });
}

/** Throws the Problem `url-invalid`, which never quotes the URL. White space around it is dropped. */
export function readUrl(text: string): PostgresUrl {
  const url = text.trim();
  if (url === '') throw invalid('It is empty.');
  for (let i = 0; i < url.length; i++) {
    const unit = url.charCodeAt(i);
    if (unit < 32 || unit === 127) throw invalid('It holds a control character (a line break, a tab or NUL).');
  }
  const scheme = ['postgres://', 'postgresql://'].find((s) => url.slice(0, s.length).toLowerCase() === s);
  if (scheme === undefined) throw invalid('It does not begin with postgres:// or postgresql://.');
  if (url.includes('#')) throw invalid('It holds a #, which ends a URL.');
  const rest = url.slice(scheme.length);
  const question = rest.indexOf('?');
  const before = question === -1 ? rest : rest.slice(0, question);
  const slash = before.indexOf('/');
  const authority = slash === -1 ? before : before.slice(0, slash);
  if (authority.indexOf('@') === -1 && before.includes('@')) throw invalid('A / stands before the @ that ends the password.');
  // A password with a raw ? before its @ would end as host, port and parameters, and be printed.
  if (!authority.includes('@') && question !== -1 && rest.includes('@', question))
    throw invalid('A ? stands before the @ that ends the password.');
  const parameters = readParameters(question === -1 ? '' : rest.slice(question + 1));

  // As browsers and node-postgres do: the last @ ends the password, so a raw one inside is understood.
  const at = authority.lastIndexOf('@');
  const credentials = at === -1 ? '' : authority.slice(0, at);
  const colon = credentials.indexOf(':');
  const place = readPlace(authority.slice(at + 1));
  const given = (name: string): string | null => parameters.get(name) || null;
  const user = given('user') ?? (decode(colon === -1 ? credentials : credentials.slice(0, colon), 'user') || null);
  const password = given('password') ?? (colon === -1 ? '' : decode(credentials.slice(colon + 1), 'password'));
  const host = given('host') ?? (place.host || 'localhost');
  if (host.includes(',')) throw invalid('It names several hosts. One is needed, so that it is clear what is changed.');
  const path = slash === -1 ? '' : before.slice(slash + 1);
  const port = readPort(given('port') ?? place.port);
  return {
    host,
    port,
    database: given('dbname') ?? (decode(path, 'database') || null),
    user,
    password: password === '' ? null : new Secret(password),
    sslmode: readSslMode(parameters),
    sslrootcert: given('sslrootcert'),
    sslcert: given('sslcert'),
    sslkey: given('sslkey'),
    channelBinding: readChannelBinding(given('channel_binding')),
    options: given('options'),
    applicationName: given('application_name'),
    connectTimeout: readSeconds(given('connect_timeout')),
    settings: Object.fromEntries(SETTINGS.flatMap((name) => (given(name) === null ? [] : [[name, given(name) ?? '']]))),
    ignored: [...parameters.keys()].filter((name) => !KNOWN.has(name)),
    kind: hostKind(host, port),
  };
}

const KNOWN = new Set([
  ...['user', 'password', 'host', 'port', 'dbname', 'sslmode', 'ssl', 'sslrootcert', 'sslcert', 'sslkey', 'channel_binding'],
  ...['options', 'application_name', 'connect_timeout', ...SETTINGS],
]);

function decode(text: string, part: string): string {
  let out: string;
  try {
    out = decodeURIComponent(text);
  } catch {
    throw invalid(`A % in the ${part} is not followed by the two digits of an escape.`);
  }
  if (out.includes('\0')) throw invalid(`The ${part} holds NUL (%00), which PostgreSQL does not know.`);
  return out;
}

/** `+` is a plus, as in libpq. The last of equal names counts. */
function readParameters(query: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals), 'name of a parameter');
    out.set(name, equals === -1 ? '' : decode(pair.slice(equals + 1), 'value of a parameter'));
  }
  return out;
}

function readPlace(text: string): { host: string; port: string } {
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    if (close === -1) throw invalid('The [ of an IPv6 address is not closed.');
    const after = text.slice(close + 1);
    if (after !== '' && !after.startsWith(':')) throw invalid('Something other than a port follows the IPv6 address.');
    return { host: decode(text.slice(1, close), 'host'), port: after.slice(1) };
  }
  const colon = text.indexOf(':');
  if (colon === -1) return { host: decode(text, 'host'), port: '' };
  if (text.indexOf(':', colon + 1) !== -1 && !text.includes(','))
    throw invalid('An IPv6 address has to stand in brackets: [::1].');
  return { host: decode(text.slice(0, colon), 'host'), port: text.slice(colon + 1) };
}

function readPort(text: string): number {
  if (text === '') return 5432;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535) throw invalid('Its port is no number between 1 and 65535.');
  return port;
}

function readSeconds(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,6}$/.test(text)) throw invalid('connect_timeout is no whole number of seconds.');
  return Number(text) === 0 ? null : Number(text) * 1000;
}

function readSslMode(parameters: Map<string, string>): SslMode {
  const said = parameters.get('sslmode') || (parameters.has('ssl') ? sslWord(parameters.get('ssl') ?? '') : 'prefer');
  // node-postgres' word for libpq's `require`.
  const word = said === 'no-verify' ? 'require' : said;
  const mode = SSL_MODES.find((m) => m === word);
  if (mode !== undefined) return mode;
  const meant = nearest(word, SSL_MODES);
  throw invalid(
    'Its sslmode is not one that PostgreSQL knows.',
    `Write sslmode=${meant ?? 'require'}, or one of ${SSL_MODES.join(', ')}.`,
  );
}

// `ssl=true` is how several Node drivers spell it.
function sslWord(value: string): string {
  if (['true', '1', 'on', 'yes', ''].includes(value)) return 'require';
  return ['false', '0', 'off', 'no'].includes(value) ? 'disable' : value;
}

function readChannelBinding(text: string | null): ChannelBinding {
  if (text === null) return 'prefer';
  if (text === 'disable' || text === 'prefer' || text === 'require') return text;
  throw invalid('Its channel_binding is not one of disable, prefer, require.', 'Write channel_binding=prefer.');
}

/** How the server is called when it is printed: `host:port`, `[::1]:5432` or the path of the socket. */
export const addressOf = ({ host, port }: PostgresUrl): string =>
  host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Every form in which the secrets of a URL may turn up in a foreign text; for `mask`. Works for broken URLs too. */
export function secretsOf(text: string): string[] {
  const url = text.trim();
  const out = [url];
  const authority = url.slice(url.indexOf('://') + 3);
  const at = authority.lastIndexOf('@');
  const credentials = at === -1 ? '' : authority.slice(0, at);
  const colon = credentials.indexOf(':');
  const raw = colon === -1 ? [] : [credentials.slice(colon + 1)];
  const query = url.indexOf('?');
  for (const pair of query === -1 ? [] : url.slice(query + 1).split('&')) {
    if (pair.startsWith('password=')) raw.push(pair.slice('password='.length));
  }
  for (const form of raw) {
    out.push(form);
    try {
      out.push(decodeURIComponent(form));
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
    }
  }
  return out.filter((form) => form !== '');
}
