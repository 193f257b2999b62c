/** PostgreSQL over TCP, TLS or a unix socket, through the package `pg` that we bring along. */
import { Socket } from 'node:net';
import { userInfo } from 'node:os';
import type pg from 'pg';
// The package's own start brings a pool and a native client that nobody here uses.
import PgClient from 'pg/lib/client.js';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import type { Fields } from './answer.ts';
import { connectProblem, type Failure } from './connect-problem.ts';
import { type PostgresUrl, readUrl } from './connection.ts';
import { pgSession } from './pg-session.ts';
import { tlsOptions } from './pg-tls.ts';
import { offersTls, type Place } from './pg-wire.ts';
import type { Driver, OpenOptions, Session } from './session.ts';
import { type Attempt, attempts } from './sslmode.ts';

const driver: Driver = { name: 'pg', open };
export default driver;

async function open(environment: Environment, { applicationName }: OpenOptions): Promise<Session> {
  const url = readUrl(reveal(environment.url));
  const role = url.user ?? userInfo().username;
  const ways = attempts(url.sslmode, url.host);
  const timeout = url.connectTimeout ?? environment.connectTimeout;
  let failure: Failure | undefined;
  for (const attempt of ways) {
    const outcome = await connect(url, role, attempt, timeout, applicationName);
    if (outcome.ok) return pgSession(outcome.client, placeOfCancel(outcome.client, url), timeout);
    // What both ways said matters only when they said it about the way: otherwise the first answer is the true one.
    failure ??= outcome.failure;
    if (!otherWayMayHelp(outcome.failure)) {
      failure = outcome.failure;
      break;
    }
    if (attempt === ways.at(-1) && outcome.failure.refusal) failure = outcome.failure;
  }
  if (failure === undefined) throw new Error('no way to connect was tried');
  if (url.sslmode === 'disable' && failure.refusal?.code === '28000') {
    failure.offersTls = await offersTls(placeOf(url), timeout);
  }
  throw connectProblem(environment, url, role, failure);
}

/** No TLS there, a handshake that failed, or a refusal that a `hostssl` line may have caused. */
function otherWayMayHelp(failure: Failure): boolean {
  if (failure.timedOut) return false;
  if (failure.refusal) return failure.refusal.code === '28000';
  return failure.tlsAnswer !== null && !failure.encrypted;
}

const placeOf = ({ host, port }: PostgresUrl): Place =>
  host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };

// A name may lead to several servers; the request belongs to the one that we are connected to.
function placeOfCancel(client: pg.Client, url: PostgresUrl): Place {
  const { stream } = client.connection;
  const address = stream instanceof Socket ? stream.remoteAddress : undefined;
  return url.host.startsWith('/') || address === undefined ? placeOf(url) : { host: address, port: url.port };
}

type Outcome = { ok: true; client: pg.Client } | { ok: false; failure: Failure };

class PasswordMissing extends Error {}

/** The package fills in what a config leaves empty from PG* variables; the startup message is therefore ours. */
class Client extends PgClient {
  readonly #startup: Record<string, string>;
  constructor(config: pg.ClientConfig, startup: Record<string, string>) {
    super(config);
    this.#startup = startup;
  }
  getStartupConf(): Record<string, string> {
    return this.#startup;
  }
}

async function connect(
  url: PostgresUrl,
  role: string,
  attempt: Attempt,
  timeout: number,
  applicationName: string,
): Promise<Outcome> {
  const password = url.password === null ? null : reveal(url.password);
  const client = new Client(
    {
      host: url.host,
      port: url.port,
      user: role,
      database: url.database ?? role,
      password: () => {
        if (password === null) throw new PasswordMissing('the server asks for a password');
        return password;
      },
      ssl: attempt === 'tls' ? tlsOptions(url) : false,
      sslnegotiation: 'postgres',
      enableChannelBinding: url.channelBinding === 'require',
      client_encoding: 'UTF8',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    } as pg.ClientConfig,
    {
      user: role,
      database: url.database ?? role,
      application_name: url.applicationName ?? applicationName,
      ...(url.options === null ? {} : { options: url.options }),
      ...url.settings,
    },
  );
  // Without a listener an error on an idle connection ends the process; the session has its own.
  client.on('error', () => undefined);
  const raw = client.connection.stream;
  let tlsAnswer: string | null = null;
  let timedOut = false;
  if (attempt === 'tls') {
    raw.once('data', (data) => {
      tlsAnswer = data.toString('latin1', 0, 1);
    });
  }
  let encrypted = false;
  client.connection.once('sslconnect', () => {
    client.connection.stream.once('secureConnect', () => {
      encrypted = true;
    });
  });
  const timer = setTimeout(() => {
    timedOut = true;
    client.connection.stream.destroy();
  }, timeout);
  try {
    await client.connect();
    return { ok: true, client };
  } catch (thrown) {
    client.connection.stream.destroy();
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const refusal: Fields | null = 'severity' in error ? (error as Fields) : null;
    const passwordMissing = error instanceof PasswordMissing;
    return { ok: false, failure: { attempt, error, refusal, timedOut, tlsAnswer, encrypted, passwordMissing, offersTls: false } };
  } finally {
    clearTimeout(timer);
  }
}
