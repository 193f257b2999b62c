/** PGlite in a thread of its own, which can be ended in the middle of a statement: nothing else stops one. */
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Answer, answer } from '../../drivers/answer.ts';
import { columnsOf, fieldsOf, frames, tagOf, valuesOf } from '../../drivers/frames.ts';
import { queryMessage } from '../../drivers/pglite-session.ts';
import { snapshotPath } from '../../drivers/pglite-snapshot.ts';
import type { Result } from '../../drivers/session.ts';
import { archiveOf } from './box.ts';
import { ShadowStopped } from './stopped.ts';

export interface PgliteWorker {
  /** One simple-query message. Rejects with a DatabaseError, or with ShadowStopped after which there is no worker any more. */
  send(text: string, limit: number): Promise<Result[]>;
  /** Whole messages of the protocol, and the bytes of the answer. */
  raw(messages: Uint8Array, limit: number): Promise<Uint8Array>;
  readonly gone: boolean;
  end(): Promise<void>;
}

const THREAD = fileURLToPath(new URL('./pglite-thread.mjs', import.meta.url));

interface Reply {
  ready?: true;
  bytes?: Uint8Array;
  lost?: string;
}

/** `modules`: of PGlite's box and its companions. */
export async function startPgliteWorker(modules: readonly string[]): Promise<PgliteWorker> {
  const extensions = modules.map((name) => ({ name, archive: archiveOf(name) }));
  // The command's own flags (a loader, an inspector) are not the thread's.
  const worker = new Worker(THREAD, { workerData: { snapshot: snapshotPath(), extensions }, execArgv: [] });
  let settle: ((reply: Reply) => void) | null = null;
  let gone: string | null = null;
  const reply = (got: Reply): void => {
    const waiting = settle;
    settle = null;
    waiting?.(got);
  };
  worker.on('message', reply);
  worker.on('error', (error) => {
    gone ??= error.message;
    reply({ lost: error.message });
  });
  worker.on('exit', () => {
    gone ??= 'its thread ended';
    reply({ lost: gone });
  });
  const next = (): Promise<Reply> =>
    new Promise((resolve) => {
      settle = resolve;
    });
  const end = async (): Promise<void> => {
    gone ??= 'it was ended';
    await worker.terminate();
  };
  const lose = async (why: string): Promise<never> => {
    await end();
    throw new ShadowStopped(why);
  };
  const started = await next();
  if (!started.ready) await lose(`PGlite did not start: ${started.lost ?? 'no answer'}`);
  // Only a message that waits keeps the process.
  worker.unref();

  async function ask(messages: Uint8Array, limit: number): Promise<Uint8Array> {
    if (gone !== null) throw new ShadowStopped(`PGlite is gone: ${gone}`);
    if (settle) throw new Error('one message at a time');
    const stop = new AbortController();
    const answered = next();
    worker.postMessage(messages);
    const late = wait(limit, 'late' as const, { signal: stop.signal }).catch(() => 'late' as const);
    const got = await Promise.race([answered, late]);
    stop.abort();
    if (got === 'late') return lose(`it had not finished after ${limit / 1000} s, so PGlite was ended`);
    return got.bytes ?? lose(`PGlite stopped: ${got.lost ?? 'no answer'}`);
  }

  return {
    get gone() {
      return gone !== null;
    },
    async send(text, limit) {
      if (text.includes('\0')) throw new RangeError('a message to PostgreSQL cannot hold NUL');
      const got = read(await ask(queryMessage(text), limit));
      // A trap in the WebAssembly code is swallowed by the package; all that is seen is that the answer stops.
      if (!got.ready) return lose('PGlite stopped in the middle of its answer');
      if (got.answer.error) throw got.answer.error;
      return got.answer.results;
    },
    raw: ask,
    end,
  };
}

function read(bytes: Uint8Array): { answer: Answer; ready: boolean } {
  const got = answer();
  let ready = false;
  frames((letter, message) => {
    if (letter === 'T') got.columns(columnsOf(message));
    else if (letter === 'D') got.row(valuesOf(message));
    else if (letter === 'C') got.complete(tagOf(message));
    else if (letter === 'E') got.refuse(fieldsOf(message));
    else if (letter === 'Z') ready = true;
  })(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { answer: got, ready };
}
