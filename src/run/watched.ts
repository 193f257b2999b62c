/** A connection can go silent without ending. Somebody has to ask, over another one, whether there is still something to wait for. */
import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError, type Result, type Session } from '../drivers/session.ts';
import { lockHolders } from '../sql/guard.ts';
import type { Database } from './sending.ts';

/** Milliseconds. TCP's keepalive does not see data that was sent and never acknowledged, nor a proxy that still answers for a dead server. */
const FIRST_LOOK = 10_000;
const NEXT_LOOK = 5_000;
/** Bytes in a millisecond: a message takes its time over a slow line before the server begins. */
const SLOWEST = 50;
/** Looks in a row without a holder of our lock, or without an answer, after which the connection counts as lost. */
const ENOUGH = 2;

/**
 * As `send`, for a transaction that holds the migration lock from its start to its end. While the lock is held there is somebody
 * at work, however long; when nobody holds it any more and no answer has come, none will come: ConnectionLost.
 */
export async function watched(database: Database, text: string): Promise<Result[]> {
  const { session } = database;
  const work = session.send(text);
  if (!session.can.concurrent || !session.can.session) return work;
  const done = work.then(
    () => true,
    () => true,
  );
  let beside: Session | null = null;
  try {
    for (let wait = FIRST_LOOK + text.length / SLOWEST, missed = 0; !(await within(done, wait)); wait = NEXT_LOOK) {
      beside ??= await second(database);
      const held = beside ? await isHeld(beside, database) : null;
      if (held === null) {
        await beside?.close();
        beside = null;
      }
      missed = held ? 0 : missed + 1;
      if (missed < ENOUGH) continue;
      // Whoever waits for `work` learns it from the closed socket.
      await session.close();
      throw new ConnectionLost('The server has not answered, and nothing of ours runs there any more.');
    }
  } finally {
    await beside?.close();
  }
  return work;
}

/** undefined when the time is up first. */
async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
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

async function second(database: Database): Promise<Session | null> {
  try {
    return await database.beside();
  } catch (error) {
    // Not to be reached: that is the answer.
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** null: no answer. */
async function isHeld(session: Session, { place }: Database): Promise<boolean | null> {
  try {
    const answer = await within(session.send(lockHolders(place.environment.table)), NEXT_LOOK);
    return answer === undefined ? null : (answer[0]?.rows[0]?.['holders'] ?? null) !== null;
  } catch (error) {
    if (error instanceof ConnectionLost || error instanceof DatabaseError) return null;
    throw error;
  }
}
