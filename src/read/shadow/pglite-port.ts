/** A PGlite at a port of this machine, for a program that wants a server: who does not know the password gets nothing. */
import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { LIMIT } from './shadow.ts';

/** Whole messages in, the bytes of the answer out. */
type Raw = (messages: Uint8Array, limit: number) => Promise<Uint8Array>;

export interface Port {
  port: number;
  password: string;
  close(): Promise<void>;
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html: SSLRequest. */
const SSL = 80_877_103;

const message = (letter: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const int = (value: number): Buffer => {
  const four = Buffer.alloc(4);
  four.writeInt32BE(value);
  return four;
};

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

const GREETING = (version: string): Buffer =>
  Buffer.concat([
    message('R', int(0)),
    ...Object.entries({
      server_version: version,
      server_encoding: 'UTF8',
      client_encoding: 'UTF8',
      DateStyle: 'ISO, MDY',
      TimeZone: 'UTC',
      integer_datetimes: 'on',
      standard_conforming_strings: 'on',
    }).map(([name, value]) => message('S', text(name), text(value))),
    message('K', int(1), int(1)),
    message('Z', Buffer.from('I')),
  ]);

export async function openPort(raw: Raw, version: string): Promise<Port> {
  const password = randomBytes(18).toString('base64url');
  const sockets = new Set<Socket>();
  // One session answers one question after the other, whoever asks.
  let turn: Promise<unknown> = Promise.resolve();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whoever asked sees that it is gone.
    socket.on('error', () => socket.destroy());
    converse(socket, password, version, (messages) => {
      turn = turn.then(async () => {
        if (socket.destroyed) return;
        socket.write(await raw(messages, LIMIT));
      });
      turn.catch(() => socket.destroy());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    password,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}

/** Start, password, then messages: they are handed on up to the one that wants an answer. */
function converse(socket: Socket, password: string, version: string, ask: (messages: Buffer) => void): void {
  let held = Buffer.alloc(0);
  let state: 'start' | 'password' | 'open' = 'start';
  let batch: Buffer[] = [];
  const next = (): Buffer | null => {
    const at = state === 'start' ? 0 : 1;
    const length = held.length < at + 4 ? Number.POSITIVE_INFINITY : held.readInt32BE(at) + at;
    if (held.length < length) return null;
    const one = held.subarray(0, length);
    held = held.subarray(length);
    return one;
  };
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (let one = next(); one; one = next()) {
      if (state === 'start') {
        if (one.readInt32BE(4) === SSL) {
          socket.write('N');
          continue;
        }
        socket.write(message('R', int(3)));
        state = 'password';
      } else if (state === 'password') {
        if (one.subarray(5, -1).toString() !== password) return socket.destroy();
        socket.write(GREETING(version));
        state = 'open';
      } else {
        const letter = String.fromCharCode(one[0] ?? 0);
        if (letter === 'X') return socket.end();
        batch.push(one);
        if (letter !== 'S' && letter !== 'Q') continue;
        ask(Buffer.concat(batch));
        batch = [];
      }
    }
  });
}
