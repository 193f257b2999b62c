/** An answer within a time: for messages that take the server a moment, over a connection that may have gone silent. */
import { ConnectionLost, type Result, type Session } from './session.ts';

/** Milliseconds. Longer than any of our own questions takes, locks that are waited for included. */
export const PATIENCE_OF_ONE = 15_000;

/** undefined when the time is up first. */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const up = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, up]);
  } finally {
    clearTimeout(timer);
  }
}

/** Closed here because they were silent: whoever goes on asking is told the same again. */
const silent = new WeakSet<Session>();

/** As `send`; ConnectionLost when no answer has come by then, and the session is closed. */
export async function answered(session: Session, text: string, patience = PATIENCE_OF_ONE): Promise<Result[]> {
  if (silent.has(session)) throw new ConnectionLost('The connection is gone: the server did not answer any more.');
  const work = session.send(text);
  const results = await within(work, patience);
  if (results !== undefined) return results;
  // Closing ends the wait of `work` too, and nobody listens to it any more.
  work.catch(() => undefined);
  silent.add(session);
  await session.close();
  throw new ConnectionLost(`The server did not answer within ${patience / 1000} s.`);
}
