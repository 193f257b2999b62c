/** The connection between postgres.js and the server: what the package sends passes, what the server answers is read here. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { type Answer, answer, type Fields } from './answer.ts';
import { columnsOf, fieldsOf, frames, tagOf, valuesOf } from './frames.ts';
import type { Notice } from './session.ts';

export class PasswordMissing extends Error {}

/** Who waits for the answer to a message. */
export interface Waiting {
  ready(answer: Answer): void;
  lost(cause: Error): void;
}

/**
 * postgres.js gives no tag of a statement without rows, does not say what had completed before a refusal, forgets the server's
 * last words when the connection ends and hands COPY out as streams that nobody holds. It therefore hears only what it needs to
 * log in, send and take turns.
 */
export class PostgresWire extends Duplex {
  readonly stream: Socket | TLSSocket;
  backend: { pid: number; key: number } | null = null;
  /** What the server said against the connection itself: while logging in, or when it ended a session that waited for nothing. */
  refusal: Fields | null = null;
  /** Why nothing can be sent any more. */
  gone: Error | null = null;
  waiting: Waiting | null = null;
  /** The server asked for the password by SCRAM. */
  scram = false;
  onNotice: (notice: Notice) => void = () => undefined;
  #answer = answer();
  #open = false;

  /** `password`: is there one to give? */
  constructor(stream: Socket | TLSSocket, password: boolean) {
    super();
    this.stream = stream;
    // It may end before the package listens, or after.
    this.on('error', () => undefined);
    const read = frames((letter, bytes) => this.#hear(letter, bytes, password));
    stream.on('data', (chunk: Buffer) => read(chunk));
    stream.on('drain', () => this.emit('drain'));
    stream.once('error', (error) => this.#end(error));
    stream.once('close', () => this.#end(new Error('the connection was closed by the other side')));
  }

  /** postgres.js says goodbye only to an open socket. */
  get readyState(): string {
    return this.stream.readyState;
  }

  override _write(chunk: Buffer, _: string, done: (error?: Error | null) => void): void {
    // The package connects only for a query: the empty one that `open` gives it needs no round trip.
    if (!this.#open && chunk.equals(EMPTY_QUERY)) {
      this.#open = true;
      this.push(EMPTY_ANSWER);
      done();
      return;
    }
    // Its end may not have been told yet.
    if (this.stream.destroyed) this.#end(new Error('the connection was closed by the other side'));
    if (this.gone) done(this.gone);
    else this.stream.write(chunk, done);
  }

  override _read(): void {
    // Pushed as it comes: what the package gets is small.
  }

  override _final(done: () => void): void {
    this.stream.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.stream.destroy();
    done(error);
  }

  /** Ends it at once, without a goodbye. */
  abandon(why: Error): void {
    this.#end(why);
  }

  #hear(letter: string, bytes: Buffer, password: boolean): void {
    if (letter === 'T') this.#answer.columns(columnsOf(bytes));
    else if (letter === 'D') this.#answer.row(valuesOf(bytes));
    else if (letter === 'N') this.onNotice(noticeOf(fieldsOf(bytes)));
    else if (letter === 'G') this.stream.write(COPY_FAIL);
    else if (COPY_OUT.has(letter)) return;
    else {
      if (letter === 'C') this.#answer.complete(tagOf(bytes));
      else if (letter === 'E') this.#refuse(fieldsOf(bytes));
      else if (letter === 'K') this.backend = { pid: bytes.readUInt32BE(5), key: bytes.readUInt32BE(9) };
      else if (letter === 'R' && !this.#mayLogIn(bytes.readUInt32BE(5), password)) return;
      this.push(bytes);
      if (letter === 'Z') this.#ready();
    }
  }

  #refuse(fields: Fields): void {
    if (this.waiting === null) this.refusal = fields;
    this.#answer.refuse(fields);
  }

  /** The package throws where nobody listens when it has no password, and waits for ever when it does not know what is asked for. */
  #mayLogIn(asked: number, password: boolean): boolean {
    if (asked === SASL) this.scram = true;
    if (!KNOWN_LOGINS.has(asked))
      this.#end(new Error(`the server asks for a login (type ${asked}) that postgres.js does not know`));
    else if (asked === 0 || password) return true;
    else this.#end(new PasswordMissing('the server asks for a password'));
    return false;
  }

  #ready(): void {
    const { waiting } = this;
    const got = this.#answer;
    this.#answer = answer();
    this.waiting = null;
    waiting?.ready(got);
  }

  #end(error: Error): void {
    if (this.gone) return;
    // What the server said last says more than that the connection ended.
    this.gone = this.#answer.error ?? error;
    const { waiting } = this;
    this.waiting = null;
    waiting?.lost(this.gone);
    this.destroy(error);
  }
}

const noticeOf = (fields: Fields): Notice => ({
  severity: fields.severity ?? '',
  code: fields.code ?? '',
  message: fields.message ?? '',
});

/** Ok, clear text, MD5, and the three steps of SASL. */
const SASL = 10;
const KNOWN_LOGINS = new Set([0, 3, 5, SASL, 11, 12]);
/** CopyOutResponse, CopyData, CopyDone: what COPY TO STDOUT prints is nobody's row. */
const COPY_OUT = new Set(['H', 'd', 'c']);
const EMPTY_QUERY = Buffer.from('Q\0\0\0\x05\0', 'latin1');
/** EmptyQueryResponse, ReadyForQuery (idle). */
const EMPTY_ANSWER = Buffer.from('I\0\0\0\x04Z\0\0\0\x05I', 'latin1');
const REASON = 'data for COPY FROM STDIN cannot be sent this way\0';
const COPY_FAIL = Buffer.concat([
  Buffer.from('f\0\0\0', 'latin1'),
  Buffer.from([4 + REASON.length]),
  Buffer.from(REASON, 'latin1'),
]);
