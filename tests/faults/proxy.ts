/** A TCP proxy that understands PostgreSQL's framing: it counts what a client sends, and fails at message n. */
import { connect, createServer, type Socket } from 'node:net';
import { CANCEL_REQUEST, codeOf, type Frame, framer, SSL_REQUEST } from './frames.ts';

/**
 * `rst`, `fin`: the message is not forwarded, both sides lose the connection. `hole`: nothing is forwarded any more, both sides
 * stay open; `mute`: the same, but the server gets the message. `lost`: it gets it, its answer is swallowed, then the client's side is reset;
 * `gone`: it gets it, and the client's side is reset at once, then `act`.
 * `before`, `after`: nothing is done to the connection; `act` runs (awaited) before or after the message is forwarded.
 */
export type FaultKind = 'rst' | 'fin' | 'hole' | 'mute' | 'lost' | 'gone' | 'before' | 'after';

export interface Fault {
  /** Counted from 1 over all connections: startup, password and goodbye messages are messages too. Or the first whose text fits. */
  at: number | ((text: string) => boolean);
  kind: FaultKind;
  /** `pid`: the backend behind the connection; null before the server told it. `text`: of a simple query. */
  act?: (pid: number | null, text: string) => void | Promise<void>;
  /** Every connection after the fault is reset at once, until the proxy is `heal`ed. */
  away?: true;
}

export interface Wire {
  port: number;
  /** The same URL, through here. */
  through(url: string): string;
  /** Client messages so far, and waits for an answer after a connection was ready. */
  readonly messages: number;
  readonly turns: number;
  readonly connections: number;
  /** The text of the message at which the fault came; null: it did not come. */
  readonly fired: string | null;
  /** Resolves when the fault has come. */
  readonly hit: Promise<void>;
  heal(): void;
  /** Ends every connection, silent ones too; new ones are let through. */
  cut(): void;
  close(): Promise<void>;
}

interface Shared {
  messages: number;
  turns: number;
  connections: number;
  fired: string | null;
  away: boolean;
  fault: Fault | undefined;
  /** Milliseconds, one way. */
  delay: number;
  hit: () => void;
}

/** `roundTrip`: milliseconds that every request and its answer take longer together. */
export async function startProxy(
  port: number,
  { fault, roundTrip = 0 }: { fault?: Fault; roundTrip?: number } = {},
): Promise<Wire> {
  let hit = (): void => undefined;
  const came = new Promise<void>((done) => {
    hit = done;
  });
  const shared: Shared = { messages: 0, turns: 0, connections: 0, fired: null, away: false, fault, delay: roundTrip / 2, hit };
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (shared.away) {
      client.resetAndDestroy();
      return;
    }
    shared.connections += 1;
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    relay(client, upstream, shared);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    through(url) {
      const at = new URL(url);
      at.port = String(address.port);
      return at.href;
    },
    get messages() {
      return shared.messages;
    },
    get turns() {
      return shared.turns;
    },
    get connections() {
      return shared.connections;
    },
    get fired() {
      return shared.fired;
    },
    hit: came,
    heal() {
      shared.away = false;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function relay(client: Socket, upstream: Socket, shared: Shared): void {
  const fromClient = framer(true);
  const fromServer = framer(false);
  let pid: number | null = null;
  let ready = false;
  let waiting = false;
  let silent = false;
  let swallowing = false;
  // Messages are forwarded one after the other also while a fault is being done.
  let order: Promise<void> = Promise.resolve();
  const drop = (): void => {
    client.resetAndDestroy();
    upstream.resetAndDestroy();
  };
  const later = (socket: Socket, what: () => void): void => {
    if (shared.delay === 0) what();
    else setTimeout(() => !socket.destroyed && what(), shared.delay);
  };
  const forward = (frame: Frame): void => {
    if (silent) return;
    waiting = frame.type !== 'X';
    later(upstream, () => upstream.write(frame.bytes));
  };

  const message = async (frame: Frame): Promise<void> => {
    if (frame.type === '' && codeOf(frame) === SSL_REQUEST) {
      client.write('N');
      return;
    }
    if (frame.type === '' && codeOf(frame) === CANCEL_REQUEST) {
      upstream.write(frame.bytes);
      return;
    }
    shared.messages += 1;
    const { fault } = shared;
    if (!fault || shared.fired !== null || !isAt(fault, shared.messages, frame)) return forward(frame);
    shared.fired = textOf(frame);
    shared.away = fault.away === true;
    shared.hit();
    await fail(fault, frame);
  };

  const fail = async ({ kind, act }: Fault, frame: Frame): Promise<void> => {
    const text = textOf(frame);
    if (kind === 'rst') return drop();
    if (kind === 'fin') {
      client.end();
      upstream.end();
      return;
    }
    if (kind === 'hole') {
      silent = true;
      return;
    }
    if (kind === 'mute') {
      forward(frame);
      silent = true;
      return;
    }
    if (kind === 'gone') {
      forward(frame);
      client.resetAndDestroy();
      await act?.(pid, text);
      return;
    }
    if (kind === 'before') await act?.(pid, text);
    if (kind === 'lost') swallowing = true;
    forward(frame);
    // A goodbye has no answer to lose.
    if (kind === 'lost' && frame.type === 'X') drop();
    if (kind === 'after') await act?.(pid, text);
  };

  client.on('data', (data) => {
    for (const frame of fromClient(data)) order = order.then(() => message(frame));
  });
  upstream.on('data', (data) => {
    if (silent) return;
    const frames = fromServer(data);
    const isReady = frames.some(({ type }) => type === 'Z');
    if (ready && waiting) shared.turns += 1;
    waiting = false;
    ready ||= isReady;
    for (const { type, bytes } of frames) if (type === 'K') pid = bytes.readInt32BE(5);
    if (!swallowing) later(client, () => client.write(data));
    else if (isReady || frames.some(({ type }) => type === 'R')) drop();
  });
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    socket.on('end', () => {
      if (!silent) void order.then(() => later(other, () => other.end()));
    });
    socket.on('error', () => {
      if (!silent) other.destroy();
    });
    socket.on('close', () => {
      if (!silent) void order.then(() => later(other, () => other.destroySoon()));
    });
  }
}

const isAt = ({ at }: Fault, n: number, frame: Frame): boolean => (typeof at === 'number' ? at === n : at(textOf(frame)));

/** What a person sees of the message at which a run was hit. */
function textOf({ type, bytes }: Frame): string {
  if (type === 'Q') return bytes.toString('utf8', 5, bytes.length - 1);
  return type === '' ? 'startup' : type === 'p' ? 'password' : type === 'X' ? 'goodbye' : type;
}
