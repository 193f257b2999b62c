/** A PGlite instance as a Session: PostgreSQL's own protocol, so that values are PostgreSQL's own texts. */
import type { PGlite } from '@electric-sql/pglite';
import { answer } from './answer.ts';
import { ConnectionLost, type Notice, type Result, type Session } from './session.ts';

export interface PgliteSessionOptions {
  /** Called once by `close`. Without it the instance stays open: it belongs to whoever made it. */
  close?: () => Promise<void>;
}

/** The instance may be shared with others: messages take turns, transactions do not. */
export function pgliteSession(instance: PGlite, { close }: PgliteSessionOptions = {}): Session {
  const listeners: ((notice: Notice) => void)[] = [];
  let sent = 0;
  let lost: Error | null = null;
  let closed = false;
  return {
    driver: 'pglite',
    can: { cancel: false, tls: false, notices: true, timeouts: false, concurrent: false, session: true, counts: true },
    get sent() {
      return sent;
    },
    announcedPid: null,
    async send(text) {
      if (closed) throw new Error('the session is closed');
      if (lost) throw new ConnectionLost(`PGlite is gone: ${lost.message}`, { cause: lost });
      sent += 1;
      try {
        return await simpleQuery(instance, text, listeners);
      } catch (error) {
        if (error instanceof ConnectionLost) lost = error;
        throw error;
      }
    },
    // A statement runs on this thread: when this is called, nothing runs.
    cancel: () => Promise.resolve(),
    onNotice(listener) {
      listeners.push(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      await close?.();
    },
  };
}

type Message = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number];

async function simpleQuery(instance: PGlite, text: string, listeners: readonly ((notice: Notice) => void)[]): Promise<Result[]> {
  if (text.includes('\0')) throw new RangeError('a message to PostgreSQL cannot hold NUL');
  const { messages } = await speak(instance, queryMessage(text));
  const got = answer();
  let ready = false;
  for (const message of messages) {
    const told = message as Message & Told;
    if (message.name === 'rowDescription') got.columns((told.fields as { name: string }[]).map((field) => field.name));
    else if (message.name === 'dataRow') got.row(told.fields as (string | null)[]);
    else if (message.name === 'commandComplete') got.complete(told.text);
    else if (message.name === 'error') got.refuse(told);
    else if (message.name === 'readyForQuery') ready = true;
    else if (message.name === 'notice') {
      for (const listener of listeners)
        listener({ severity: told.severity ?? '', code: told.code ?? '', message: told.message ?? '' });
    }
  }
  // A trap in the WebAssembly code is swallowed by the package; all that is seen is that the answer stops.
  if (!ready)
    throw new ConnectionLost('The connection was lost: PGlite stopped in the middle of its answer', {
      cause: got.error ?? undefined,
    });
  if (got.error) throw got.error;
  return got.results;
}

interface Told {
  fields: unknown[];
  text: string;
  message?: string;
  severity?: string;
  code?: string;
}

async function speak(instance: PGlite, message: Uint8Array): Promise<{ messages: Message[] }> {
  try {
    return await instance.runExclusive(() => instance.execProtocol(message, { throwOnError: false }));
  } catch (error) {
    // The cause is left out: it prints a screenful of the package's minified source.
    throw new ConnectionLost(`The connection was lost: ${error instanceof Error ? error.message : 'PGlite stopped'}`);
  }
}

/**
 * A simple-query message (`Q`, length, text, NUL), and a CopyFail behind it: COPY FROM STDIN would otherwise wait for data
 * that never comes, which ends the instance. Outside of COPY the server ignores a CopyFail, as the protocol demands:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */
export function queryMessage(text: string): Uint8Array {
  const body = Buffer.from(text, 'utf8');
  const head = Buffer.alloc(5);
  head.write('Q', 0, 'latin1');
  head.writeInt32BE(body.length + 5, 1);
  return Buffer.concat([head, body, Buffer.from([0]), COPY_FAIL]);
}

const REASON = 'data for COPY FROM STDIN cannot be sent this way\0';
const COPY_FAIL = Buffer.concat([
  Buffer.from('f', 'latin1'),
  Buffer.from([0, 0, 0, 4 + REASON.length]),
  Buffer.from(REASON, 'latin1'),
]);
