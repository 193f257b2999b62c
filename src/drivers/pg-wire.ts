/** The two PostgreSQL messages that are sent on a socket of their own: "do you offer TLS?" and "cancel that". */
import { connect, type Socket } from 'node:net';

export type Place = { path: string } | { host: string; port: number };

const CANCEL_REQUEST = 80877102;

function message(...words: number[]): Buffer {
  const out = Buffer.alloc(4 + 4 * words.length);
  out.writeInt32BE(out.length, 0);
  words.forEach((word, i) => {
    // Keys come signed from some packages and unsigned from others.
    out.writeUInt32BE(word >>> 0, 4 + 4 * i);
  });
  return out;
}

/** "Do you offer TLS?" */
export const TLS_REQUEST = message(80877103);

/** What a server answers to SSLRequest: true for `S`. Anything else, and no answer, is false. */
export function offersTls(place: Place, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open(place, timeout);
    socket.once('connect', () => socket.write(TLS_REQUEST));
    socket.once('data', (data) => {
      resolve(data[0] === 0x53);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

/** Resolves when the server has closed the socket: only then has it passed the request on. Rejects with the socket's error. */
export function requestCancel(place: Place, pid: number, key: number, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = open(place, timeout);
    socket.once('connect', () => socket.write(message(CANCEL_REQUEST, pid, key)));
    socket.once('error', reject);
    socket.once('close', () => resolve());
    // A server answers nothing; without a reader the end of the stream is never seen.
    socket.resume();
  });
}

function open(place: Place, timeout: number): Socket {
  const socket = connect(place);
  socket.setTimeout(timeout, () => socket.destroy(new Error(`no answer within ${timeout} ms`)));
  return socket;
}
