/** The socket to a server, plain or with TLS as it was wanted, and how far it came. */
import { isIP, connect as openTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as openTls, type TLSSocket } from 'node:tls';
import { TLS_REQUEST } from './pg-wire.ts';
import { placeOf, type Wanted } from './reach.ts';
import type { Attempt } from './sslmode.ts';

/** A Problem is made of it when it fails. */
export interface Course {
  stream: Socket | TLSSocket;
  /** What it became: `plain` as well where the server has no TLS and that will do. */
  attempt: Attempt;
  tlsAnswer: string | null;
  encrypted: boolean;
  timedOut: boolean;
}

export function begin({ url, attempt }: Wanted): Course {
  const stream = openTcp(placeOf(url));
  stream.setNoDelay(true);
  stream.setKeepAlive(true, 10_000);
  return { stream, attempt, tlsAnswer: null, encrypted: false, timedOut: false };
}

/** Resolves when the server can be spoken to: over `stream`. `tls`: of an attempt that is to be encrypted. */
export async function ready(course: Course, { url, plainToo }: Wanted, tls: ConnectionOptions | null): Promise<void> {
  const raw = course.stream;
  await new Promise<void>((resolve, reject) => {
    raw.once('connect', resolve);
    raw.once('error', reject);
  });
  if (!tls) return;
  const answer = await answerOf(raw);
  course.tlsAnswer = answer.toString('latin1', 0, 1);
  // A server without TLS waits for whatever comes next, on the same connection.
  if (plainToo && course.tlsAnswer === 'N' && answer.length === 1) {
    Object.assign(course, { attempt: 'plain', tlsAnswer: null });
    return;
  }
  // Whatever came with the answer was not encrypted, so somebody on the way may have written it (CVE-2021-23222).
  if (course.tlsAnswer !== 'S' || answer.length > 1)
    throw new Error(`the server answered ${JSON.stringify(course.tlsAnswer)} to "TLS?"`);
  await secured(course, raw, { host: url.host, ...(isIP(url.host) ? {} : { servername: url.host }), ...tls });
}

function answerOf(raw: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      raw.off('data', told).off('error', failed).off('close', closed);
      settle();
    };
    // It says nothing more until it is spoken to, so nothing is missed until somebody else listens.
    const told = (data: Buffer): void => done(() => resolve(data));
    const failed = (error: Error): void => done(() => reject(error));
    const closed = (): void => done(() => reject(new Error('the connection was closed by the other side')));
    raw.on('data', told).on('error', failed).on('close', closed);
    raw.write(TLS_REQUEST);
  });
}

function secured(course: Course, raw: Socket, options: ConnectionOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = (): void => reject(new Error('the connection was closed by the other side'));
    raw.once('error', reject);
    raw.once('close', closed);
    const stream = openTls({ ...options, socket: raw });
    course.stream = stream;
    stream.once('error', reject);
    stream.once('close', closed);
    stream.once('secureConnect', () => {
      course.encrypted = true;
      resolve();
    });
  });
}
