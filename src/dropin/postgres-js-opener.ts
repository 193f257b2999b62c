/** The client of drizzle-orm/postgres-js: the caller's own is asked whether anything is pending; what has to be done goes over a connection beside it. */
import type { ConnectionOptions } from 'node:tls';
import { Problem } from '../base/problem.ts';
import { reveal } from '../base/secret.ts';
import { readUrl } from '../drivers/connection.ts';
import type { Session } from '../drivers/session.ts';
import type { Environment } from '../model/index.ts';
import { placeOf } from './address.ts';
import { otherClient } from './db.ts';
import type { Opener } from './opener.ts';
import { askingSession, type Sql } from './postgres-js-session.ts';
import { sessionsOf } from './sessions.ts';

const isSql = (client: unknown): client is Sql =>
  typeof client === 'function' && 'unsafe' in client && 'options' in client && typeof client.options === 'object';

export const open: Opener = (client) => {
  if (!isSql(client)) throw otherClient('postgres-js', 'what postgres(…) of the package postgres gives');
  const { host, port, path, user, database, pass } = client.options;
  const place = placeOf('postgres', {
    // `path` is the socket itself, and our URLs name its folder.
    host: path ? path.slice(0, path.lastIndexOf('/')) : (host[0] ?? 'localhost'),
    port: port[0] ?? 5432,
    user,
    database,
    password: typeof pass === 'string' ? pass : '',
  });
  return {
    place,
    sessions: (environment) => {
      const own = (): Promise<Session> => connected(client, environment);
      const sessions = sessionsOf(own, own);
      // Its answers are the package's: enough for rows, too little to tell which of many statements was refused.
      return renames(client) ? sessions : { ...sessions, ask: () => Promise.resolve(askingSession(client, environment)) };
    },
  };
};

/** `transform` gives columns and rows another form. */
const renames = ({ options: { transform } }: Sql): boolean => Boolean(transform.column.from ?? transform.row.from);

async function connected(sql: Sql, environment: Environment): Promise<Session> {
  const { options } = sql;
  if (options.socket) {
    throw new Problem('client-unusable', 'The sockets of this db are made by a function (option socket of postgres.js).', {
      why: 'Migrations go over a connection of their own, and only that function could make it. Nothing was changed.',
      fix: 'Migrate with a client that has an address in place of socket.',
    });
  }
  const [{ connect }, { connectProblem }] = await Promise.all([
    import('../drivers/postgres.ts'),
    import('../drivers/connect-problem.ts'),
  ]);
  const { Secret } = await import('../base/secret.ts');
  const pass = typeof options.pass === 'function' ? await options.pass() : options.pass;
  const { application_name: applicationName = 'tidemark', options: startup, ...settings } = options.connection;
  const url = {
    ...readUrl(reveal(environment.url)),
    password: pass ? new Secret(pass) : null,
    options: startup ?? null,
    settings: texts(settings),
  };
  const wanted = { role: options.user, timeout: environment.connectTimeout, ca: undefined };
  const tls = tlsOf(options.ssl);
  const attempts = [...(tls ? (['tls'] as const) : []), ...(tls && options.ssl !== 'prefer' ? [] : (['plain'] as const))];
  const hosts = options.path ? [url] : options.host.map((host, i) => ({ ...url, host, port: options.port[i] ?? url.port }));
  let first: Problem | null = null;
  for (const at of hosts) {
    for (const attempt of attempts) {
      const outcome = await connect(
        { ...wanted, url: at, attempt, plainToo: attempts.includes('plain') },
        applicationName,
        tls ?? undefined,
      );
      if (outcome.ok) return outcome.value;
      first ??= connectProblem(environment, at, options.user, outcome.failure);
    }
  }
  throw first ?? new Error('no way to connect was tried');
}

/** As postgres.js takes them: its words mean encryption without a check of the certificate, `true` and `verify-full` one with it. */
function tlsOf(ssl: Sql['options']['ssl']): ConnectionOptions | null {
  if (!ssl) return null;
  if (typeof ssl === 'object') return ssl;
  return ssl === 'require' || ssl === 'allow' || ssl === 'prefer' ? { rejectUnauthorized: false } : {};
}

const texts = (settings: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
