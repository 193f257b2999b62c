/** PostgreSQL over TCP, TLS or a unix socket, through the package `pg` that we bring along. */
import { Socket } from 'node:net';
import type pg from 'pg';
// The package's own start brings a pool and a native client that nobody here uses.
import PgClient from 'pg/lib/client.js';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import type { Fields } from './answer.ts';
import { pgSession } from './pg-session.ts';
import { tlsOptions } from './pg-tls.ts';
import { type Outcome, placeOfCancel, reach, type Wanted } from './reach.ts';
import type { Driver, OpenOptions, Session } from './session.ts';

const driver: Driver = { name: 'pg', open };
export default driver;

function open(environment: Environment, { applicationName }: OpenOptions): Promise<Session> {
  return reach(environment, async (wanted) => {
    const outcome = await connect(wanted, applicationName);
    if (!outcome.ok) return outcome;
    const { stream } = outcome.value.connection;
    const place = placeOfCancel(wanted.url, stream instanceof Socket ? stream.remoteAddress : undefined);
    return { ok: true, value: pgSession(outcome.value, place, wanted.timeout) };
  });
}

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

async function connect({ url, role, attempt, timeout, ca }: Wanted, applicationName: string): Promise<Outcome<pg.Client>> {
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
      ssl: attempt === 'tls' ? tlsOptions(url, ca) : false,
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
    return { ok: true, value: client };
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
