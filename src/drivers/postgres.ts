/** PostgreSQL over TCP, TLS or a unix socket, through the package `postgres` (postgres.js) that we bring along. */
import type { ConnectionOptions } from 'node:tls';
import postgres, { type Sql } from 'postgres';
import { Problem } from '../base/problem.ts';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import { begin, ready } from './open-socket.ts';
import { tlsOptions } from './pg-tls.ts';
import { postgresSession } from './postgres-session.ts';
import { PasswordMissing, PostgresWire } from './postgres-wire.ts';
import { type Outcome, placeOfCancel, reach, type Wanted } from './reach.ts';
import { saslprep } from './saslprep.ts';
import type { Driver, OpenOptions, Session } from './session.ts';

const driver: Driver = { name: 'postgres', open };
export default driver;

function open(environment: Environment, { applicationName }: OpenOptions): Promise<Session> {
  return reach(environment, (wanted) => connect(wanted, applicationName));
}

/** `own`: the TLS options of a client that somebody else configured, in place of those that the URL means. */
export async function connect(wanted: Wanted, applicationName: string, own?: ConnectionOptions): Promise<Outcome<Session>> {
  const { url, attempt, timeout, ca } = wanted;
  // Read before anything is opened: a file that is not there is no fault of the server.
  const tls = attempt === 'tls' ? (own ?? tlsOptions(url, ca)) : null;
  if (url.channelBinding === 'require') throw channelBinding();
  const course = begin(wanted);
  let wire: PostgresWire | null = null;
  const timer = setTimeout(() => {
    course.timedOut = true;
    course.stream.destroy(new Error('no answer in time'));
  }, timeout);
  try {
    await ready(course, wanted, tls);
    const address = course.stream.remoteAddress;
    wire = new PostgresWire(course.stream, url.password !== null);
    const sql = client(wanted, wire, applicationName);
    await sql.unsafe('');
    return { ok: true, value: postgresSession(sql, wire, placeOfCancel(url, address), timeout) };
  } catch (thrown) {
    const { stream, ...how } = course;
    stream.destroy();
    const error = wire?.gone ?? (thrown instanceof Error ? thrown : new Error(String(thrown)));
    const passwordMissing = error instanceof PasswordMissing;
    return { ok: false, failure: { ...how, error, refusal: wire?.refusal ?? null, passwordMissing, offersTls: false } };
  } finally {
    clearTimeout(timer);
  }
}

function client({ url, role }: Wanted, wire: PostgresWire, applicationName: string): Sql {
  const password = url.password === null ? '' : reveal(url.password);
  let used = false;
  const options = {
    host: url.host,
    port: url.port,
    user: role,
    database: url.database ?? role,
    // A function, because an empty text is taken for none and PGPASSWORD read instead. The package does no SASLprep.
    pass: () => (wire.scram ? saslprep(password) : password),
    // Encrypted, watched and kept alive before the package gets it.
    ssl: false,
    keep_alive: null,
    connect_timeout: 0,
    max: 1,
    max_pipeline: 1,
    idle_timeout: 0,
    max_lifetime: null,
    backoff: 0,
    prepare: false,
    debug: false,
    fetch_types: false,
    connection: {
      application_name: url.applicationName ?? applicationName,
      ...(url.options === null ? {} : { options: url.options }),
      ...url.settings,
    },
    onnotice: () => undefined,
    // Asked again when the connection has ended: a new one would know nothing of the session, nor of its transaction.
    socket: () => {
      if (used || wire.gone) throw wire.gone ?? new Error('the connection was closed by the other side');
      used = true;
      return wire;
    },
  };
  // The package's types do not know all of its documented options.
  return withoutVariables(() => postgres(options as unknown as postgres.Options<Record<string, never>>));
}

/** The package fills in what its options leave empty from PG* variables, and some of them it reads in any case. */
function withoutVariables<T>(work: () => T): T {
  const { env } = process;
  process.env = {};
  try {
    return work();
  } finally {
    process.env = env;
  }
}

function channelBinding(): Problem {
  return new Problem('channel-binding-unsupported', 'The driver postgres cannot bind a password to the TLS channel', {
    why: 'The URL says channel_binding=require, and postgres.js knows SCRAM-SHA-256 only, not SCRAM-SHA-256-PLUS.',
    fix: "Write driver: 'pg' for this environment in tidemark.config, or take channel_binding=require out of the URL.",
  });
}
