/** Neon's WebSocket endpoint: PostgreSQL's own protocol in a WebSocket, through the package `@neondatabase/serverless` that we bring along. */
import { userInfo } from 'node:os';
import { Client as NeonClient } from '@neondatabase/serverless';
import type pg from 'pg';
import WebSocket from 'ws';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import type { Fields } from './answer.ts';
import { type PostgresUrl, readUrl } from './connection.ts';
import { below, cancelThrough, type Stream } from './neon-cancel.ts';
import { authorityOf, refuseUnkept, speaksTls } from './neon-place.ts';
import { type Known, neonProblem } from './neon-problem.ts';
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
  const failure = await connect(client, timeout);
  if (failure !== null) throw neonProblem(environment, url, role, failure);
  return clientSession(client as unknown as pg.Client, {
    driver: 'neon-websocket',
    cancel: (pid, key) => cancelThrough(new Client(url, role, applicationName), timeout, pid, key),
  });
}

class PasswordMissing extends Error {}

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
    stream.destroy = () => stream.ws?.terminate?.();
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
async function connect(client: Client, timeout: number): Promise<Known | null> {
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
    return {
      error,
      refusal: 'severity' in error ? (error as Fields) : null,
      timedOut,
      passwordMissing: error instanceof PasswordMissing,
    };
  } finally {
    clearTimeout(timer);
  }
}
