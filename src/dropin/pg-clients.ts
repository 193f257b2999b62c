/** A pool or a single client of `pg`, or of what is built on it, as our sessions: nothing of the caller's is ended. */
import { isIP, Socket } from 'node:net';
import type pg from 'pg';
import { Problem } from '../base/problem.ts';
import { clientSession } from '../drivers/pg-session.ts';
import type { Session } from '../drivers/session.ts';
import type { Environment } from '../model/index.ts';
import { placeOf } from './address.ts';
import type { Opened, Place } from './opener.ts';
import { sessionsOf } from './sessions.ts';

/** What we use of a client beside what its types name. */
export type Client = pg.Client & {
  _connected?: boolean;
  _connecting?: boolean;
  pipeline?: boolean;
  connectionParameters: { options?: string };
  release?(error?: Error | boolean): void;
  getTransactionStatus?(): string | null;
};

type Make = new (options: object) => Client;

export interface Pool {
  options: { max?: number; connectionTimeoutMillis?: number };
  Client: Make;
  totalCount: number;
  idleCount: number;
  connect(): Promise<Client>;
}

export interface Kind {
  driver: string;
  /** Asks the server to cancel what runs on `client`; `twin` is a new client that is not connected. */
  cancel(client: Client, twin: Client, pid: number, key: number): Promise<void>;
}

export const isPool = (client: unknown): client is Pool =>
  typeof client === 'object' && client !== null && 'totalCount' in client && 'Client' in client && 'connect' in client;

export const isClient = (client: unknown): client is Client =>
  typeof client === 'object' && client !== null && 'connection' in client && 'query' in client && 'processID' in client;

/** A pool's settings are those of its clients, which know more than was typed: URLs taken apart, variables filled in. */
const places = new WeakMap<object, Place>();

function placeOfClient(owner: object, client: () => Client, { driver }: Kind): Place {
  const known = places.get(owner);
  if (known) return known;
  const { host, port, user = '', database = '', password } = client();
  const place = placeOf(driver, {
    host: host || 'localhost',
    port,
    user,
    database: database ?? user,
    password: typeof password === 'string' ? password : '',
  });
  places.set(owner, place);
  return place;
}

export function openPool(pool: Pool, kind: Kind): Opened {
  const twin = (): Client => new pool.Client(pool.options);
  const place = placeOfClient(pool, twin, kind);
  return {
    place,
    sessions: (environment) => {
      const asSession = (client: Client): Session =>
        clientSession(client, {
          driver: kind.driver,
          cancel: (pid, key) => kind.cancel(client, twin(), pid, key),
          giveBack: (lost) => client.release?.(lost ?? spoiled(client)),
        });
      const checkOut = async (): Promise<Session> => asSession(await connected(pool, environment));
      const another = (): Promise<Session> =>
        pool.idleCount > 0 || pool.totalCount < (pool.options.max ?? 10) ? checkOut() : own(twin(), kind, environment, twin);
      return sessionsOf(checkOut, another);
    },
  };
}

export function openClient(client: Client, kind: Kind): Opened {
  if (client._connected === false && client._connecting !== true) {
    throw new Problem('client-not-connected', 'The client of this db is not connected.', {
      why: 'It was never connected, or it was ended. Connecting is up to whoever made it.',
      fix: 'await client.connect()\nbefore migrate, or make the db of a Pool, which connects by itself.',
    });
  }
  const status = client.getTransactionStatus?.();
  if (status === 'T' || status === 'E') {
    throw new Problem('client-in-transaction', 'The client of this db is inside a transaction.', {
      why: 'Each migration is a transaction of its own; its COMMIT would end yours.',
      fix: 'End the transaction first, or make the db of another client or a Pool.',
    });
  }
  const { host, port, user, database, ssl, connectionParameters } = client as Client & { ssl?: unknown };
  const { password } = client;
  const { options } = connectionParameters;
  const Twin = client.constructor as Make;
  const twin = (): Client => new Twin({ host, port, user, database, password, ssl, options });
  return {
    place: placeOfClient(client, () => client, kind),
    sessions: (environment) =>
      sessionsOf(
        () =>
          Promise.resolve(
            clientSession(client, {
              driver: kind.driver,
              cancel: (pid, key) => kind.cancel(client, twin(), pid, key),
              giveBack: () => undefined,
            }),
          ),
        () => own(twin(), kind, environment, twin),
      ),
  };
}

/** A client in the middle of something serves nobody else. */
function spoiled(client: Client): true | undefined {
  const status = client.getTransactionStatus?.() ?? 'I';
  return status === 'I' ? undefined : true;
}

/** A client that is ours to end. */
async function own(client: Client, kind: Kind, environment: Environment, twin: () => Client): Promise<Session> {
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (thrown) {
    throw await unreachable(environment, thrown);
  }
  return clientSession(client, { driver: kind.driver, cancel: (pid, key) => kind.cancel(client, twin(), pid, key) });
}

async function connected(pool: Pool, environment: Environment): Promise<Client> {
  const asked = pool.connect();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, environment.connectTimeout, null);
  });
  try {
    const client = await Promise.race([asked, late]);
    if (client) return client;
  } catch (thrown) {
    throw await unreachable(environment, thrown);
  } finally {
    clearTimeout(timer);
  }
  // It comes when nobody waits for it any more.
  asked.then(
    (client) => client.release?.(),
    () => undefined,
  );
  const { max = 10 } = pool.options;
  if (pool.totalCount < max) throw await unreachable(environment, new Error('no answer in time'), true);
  throw new Problem('pool-exhausted', `No client of the pool became free within ${environment.connectTimeout / 1000} s.`, {
    why: `All ${max} are checked out. Nothing was changed.`,
    fix: 'Migrate before the application begins to use the pool, release clients that are not needed, or raise `max`.',
  });
}

async function unreachable(environment: Environment, thrown: unknown, timedOut = false): Promise<Problem> {
  const [{ connectProblem }, { readUrl }, { reveal }] = await Promise.all([
    import('../drivers/connect-problem.ts'),
    import('../drivers/connection.ts'),
    import('../base/secret.ts'),
  ]);
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const refusal = 'severity' in error ? (error as { message: string }) : null;
  const place = { attempt: 'plain' as const, tlsAnswer: null, encrypted: false, passwordMissing: false, offersTls: false };
  const url = readUrl(reveal(environment.url));
  return connectProblem(environment, url, environment.target.role, { ...place, error, refusal, timedOut });
}

/** Where a cancel request for this client goes: to the address that it is connected to, as a name may lead to several servers. */
export function cancelPlace({ connection, host, port }: Client): { path: string } | { host: string; port: number } {
  if (host.startsWith('/')) return { path: `${host}/.s.PGSQL.${port}` };
  const stream: unknown = connection.stream;
  const address = stream instanceof Socket ? stream.remoteAddress : undefined;
  return { host: address !== undefined && isIP(address) ? address : host, port };
}
