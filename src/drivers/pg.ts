/** PostgreSQL over TCP, TLS or a unix socket, through the package `pg` that we bring along. */
import { Socket } from 'node:net';
import type pg from 'pg';
// The package's own start brings a pool and a native client that nobody here uses.
import PgClient from 'pg/lib/client.js';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import type { Fields } from './answer.ts';
import { begin, ready } from './open-socket.ts';
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

async function connect(wanted: Wanted, applicationName: string): Promise<Outcome<pg.Client>> {
  const { url, attempt, timeout, ca } = wanted;
  // Read before anything is opened: a file that is not there is no fault of the server.
  const tls = attempt === 'tls' ? tlsOptions(url, ca) : null;
  const course = begin(wanted);
  const timer = setTimeout(() => {
    course.timedOut = true;
    course.stream.destroy(new Error('no answer in time'));
  }, timeout);
  try {
    await ready(course, wanted, tls);
    const client = clientOver(course.stream, wanted, applicationName);
    await client.connect();
    return { ok: true, value: client };
  } catch (thrown) {
    const { stream, ...how } = course;
    stream.destroy();
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const refusal: Fields | null = 'severity' in error ? (error as Fields) : null;
    const passwordMissing = error instanceof PasswordMissing;
    return { ok: false, failure: { ...how, error, refusal, passwordMissing, offersTls: false } };
  } finally {
    clearTimeout(timer);
  }
}

/** Over a socket that is open: the package's own would be ended where the server has no TLS. */
function clientOver(stream: Socket, { url, role }: Wanted, applicationName: string): pg.Client {
  const password = url.password === null ? null : reveal(url.password);
  const connected = (): Socket => {
    process.nextTick(() => stream.emit('connect'));
    return stream;
  };
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
      stream: () => Object.assign(stream, { connect: connected }),
      // Done before; variables may say otherwise.
      ssl: false,
      sslnegotiation: 'postgres',
      enableChannelBinding: url.channelBinding === 'require',
      client_encoding: 'UTF8',
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
  return client;
}
