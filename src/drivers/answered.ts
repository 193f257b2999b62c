/** An answer within a time: for messages that take the server a moment, over a connection that may have gone silent. */
import { ConnectionLost, type Result, type Session } from './session.ts';

/** Milliseconds. Longer than any of our own questions takes, locks that are waited for included. */
export const PATIENCE_OF_ONE = 15_000;

/** Closed here because they were silent: whoever goes on asking is told the same again. */
const silent = new WeakSet<Session>();

/** As `send`; ConnectionLost when no answer has come by then, and the session is closed. */
export async function answered(session: Session, text: string, patience = PATIENCE_OF_ONE): Promise<Result[]> {
  if (silent.has(session)) throw new ConnectionLost('The connection is gone: the server did not answer any more.');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const up = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  const work = session.send(text);
  try {
    const results = await Promise.race([work, up]);
    if (results !== null) return results;
  } finally {
    clearTimeout(timer);
  }
  // Closing ends the wait of `work` too, and nobody listens to it any more.
  work.catch(() => undefined);
  silent.add(session);
  await session.close();
  throw new ConnectionLost(`The server did not answer within ${patience / 1000} s.`);
}
