/** Neon's WebSocket endpoint: PostgreSQL's own protocol in a WebSocket, through the package `@neondatabase/serverless` that we bring along. */
import { userInfo } from 'node:os';
import { Client as NeonClient } from '@neondatabase/serverless';
import type pg from 'pg';
import WebSocket from 'ws';
import { Problem } from '../base/problem.ts';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import type { Fields } from './answer.ts';
import { connectProblem, type Failure } from './connect-problem.ts';
import { type PostgresUrl, readUrl } from './connection.ts';
import { authorityOf, isCertificates, NODE_AUTHORITIES, refuseUnkept, speaksTls } from './neon-place.ts';
import { clientSession } from './pg-session.ts';
import type { Driver, OpenOptions, Session } from './session.ts';

const driver: Driver = { name: 'neon-websocket', open };
export default driver;

async function open(environment: Environment, { applicationName }: OpenOptions): Promise<Session> {
  const url = readUrl(reveal(environment.url));
  refuseUnkept(environment, url);
  const role = url.user ?? userInfo().username;
  const timeout = url.connectTimeout ?? environment.connectTimeout;
  const client = new Client(url, role, applicationName);
  const failure = await connect(client, url, timeout);
  if (failure === null) {
    return clientSession(client as unknown as pg.Client, {
      driver: 'neon-websocket',
      cancel: (pid, key) => cancel(new Client(url, role, applicationName), timeout, pid, key),
    });
  }
  const problem = connectProblem(environment, url, role, failure);
  if (problem.code !== 'certificate-refused') throw problem;
  throw new Problem(problem.code, problem.message, { why: problem.why, fix: NODE_AUTHORITIES });
}

class PasswordMissing extends Error {}

/** What the package's types do not name. */
interface Stream {
  ws?: WebSocket;
  destroy(): void;
}

/** The package fills in what a config leaves empty from PG* variables; the startup message is therefore ours. */
class Client extends NeonClient {
  #ended = false;
  constructor(url: PostgresUrl, role: string, applicationName: string) {
    const password = url.password === null ? null : reveal(url.password);
    const database = url.database ?? role;
    super({
      host: url.host,
      port: url.port,
      user: role,
      database,
      password: () => {
        if (password === null) throw new PasswordMissing('the server asks for a password');
        return password;
      },
      ssl: false,
    });
    const startup = {
      user: role,
      database,
      application_name: url.applicationName ?? applicationName,
      ...(url.options === null ? {} : { options: url.options }),
      ...url.settings,
    };
    this.getStartupConf = () => startup;
    const { neonConfig } = this;
    // Node's own WebSocket, where there is one, does not tell why it failed.
    neonConfig.webSocketConstructor = WebSocket;
    neonConfig.wsProxy = () => `${authorityOf(url)}/v2`;
    neonConfig.useSecureWebSocket = speaksTls(url);
    // It would send the password before the server asks for it, in clear text: SCRAM could not follow.
    neonConfig.pipelineConnect = false;
    neonConfig.disableWarningInBrowsers = true;
    // The package's own waits half a minute for a peer that is silent.
    const stream = this.connection.stream as Stream;
    stream.destroy = () => stream.ws?.terminate();
    this.connection.once('end', () => {
      this.#ended = true;
    });
  }
  /** The package's own waits for the end of what has already ended. */
  override async end(): Promise<void> {
    if (!this.#ended) await super.end();
  }
}

/** Why it failed, or null. */
async function connect(client: Client, url: PostgresUrl, timeout: number): Promise<Failure | null> {
  // Without a listener an error on an idle connection ends the process; the session has its own.
  client.on('error', () => undefined);
  const stream = client.connection.stream as Stream;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stream.destroy();
  }, timeout);
  try {
    await client.connect();
    return null;
  } catch (thrown) {
    stream.destroy();
    const error = below(thrown);
    const certificate = speaksTls(url) && isCertificates(error);
    return {
      attempt: speaksTls(url) ? 'tls' : 'plain',
      error,
      refusal: 'severity' in error ? (error as Fields) : null,
      timedOut,
      tlsAnswer: certificate ? 'S' : null,
      encrypted: false,
      passwordMissing: error instanceof PasswordMissing,
      offersTls: false,
    };
  } finally {
    clearTimeout(timer);
  }
}

/** A WebSocket reports an event that holds the error. */
function below(thrown: unknown): Error & { code?: unknown } {
  if (thrown instanceof Error) return thrown;
  const { error } = thrown as { error?: unknown };
  return error instanceof Error ? error : new Error(String(error ?? thrown));
}

/** A cancel request goes through the endpoint as well. Resolves when the server has closed: only then has it passed it on. */
function cancel({ connection }: Client, timeout: number, pid: number, key: number): Promise<void> {
  const wire = connection as unknown as {
    connect(port: number, host: string): void;
    cancel(pid: number, key: number): void;
    once(event: string, listener: (thrown?: unknown) => void): void;
    stream: Stream;
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => wire.stream.destroy(), timeout);
    wire.once('connect', () => wire.cancel(pid, key));
    wire.once('error', (thrown) => reject(below(thrown)));
    wire.once('end', () => {
      clearTimeout(timer);
      resolve();
    });
    // Port and host are the endpoint's, whatever is said here.
    wire.connect(5432, '');
  });
}
