/** A long statement is watched over another connection: how far it is, and, for a connection can go silent without ending, whether there is still something to wait for. */
import { Problem } from '../../base/problem.ts';
import { answered, within } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Result, type Session } from '../../drivers/session.ts';
import { lockHolders } from '../../sql/guard.ts';
import { literal } from '../../sql/quote.ts';
import { asCounted, serverProgress } from '../../sql/server-progress.ts';
import type { Listener } from '../progress.ts';
import type { Database } from './sending.ts';

/** Milliseconds. */
const LOOK_EVERY = 2_000;
/** From here on it counts that nobody holds our lock. TCP's keepalive does not see data that was sent and never acknowledged, nor a proxy that still answers for a dead server. */
const PATIENCE = 10_000;
/** Bytes in a millisecond: a message takes its time over a slow line before the server begins. */
const SLOWEST = 50;
/** Looks in a row without a holder of our lock, or without an answer, after which the connection counts as lost. */
const ENOUGH = 3;

export interface Watch {
  tell: Listener;
  environment: string;
  migration?: string;
}

/**
 * As `send`. A transaction of ours holds the migration lock from its start to its end: while it is held there is somebody at
 * work, however long; when nobody holds it any more and no answer has come, none will come: ConnectionLost.
 */
export const watched = (database: Database, text: string, watch: Watch): Promise<Result[]> =>
  watching(database, text, watch, lockHolders(database.place.environment.table));

/** As `watched`, for a statement outside of transactions: its backend is asked for. Behind a pooler nobody knows which that is, so its text is. */
export async function watchedAlone(database: Database, text: string, watch: Watch): Promise<Result[]> {
  const pid = database.session.announcedPid;
  const mine =
    (await isDirect(database.session)) && pid !== null
      ? `a.pid = ${pid}`
      : `a.pid <> pg_catalog.pg_backend_pid() and ${runs(text)}`;
  const active = `select a.pid::text as holders from pg_catalog.pg_stat_activity a where a.state = 'active' and ${mine} limit 1`;
  return watching(database, text, watch, active);
}

/** The server shows no more than the first thousand bytes of what a session runs. */
const SHOWN = 200;
const runs = (text: string): string => `left(a.query, ${SHOWN}) = ${literal([...text].slice(0, SHOWN).join(''))}`;

/** Is the backend that answers the one that greeted us? Behind a transaction pooler a setting would reach whoever comes next. */
export async function isDirect(session: Session): Promise<boolean> {
  if (session.announcedPid === null) return true;
  const known = direct.get(session);
  if (known !== undefined) return known;
  const [answer] = await answered(session, 'select pg_catalog.pg_backend_pid()::text as pid');
  const is = answer?.rows[0]?.['pid'] === String(session.announcedPid);
  direct.set(session, is);
  return is;
}

/** It is asked once a connection. */
const direct = new WeakMap<Session, boolean>();

/** `atWork` answers in a column `holders`; null there, or no row: nobody is. */
async function watching(database: Database, text: string, watch: Watch, atWork: string): Promise<Result[]> {
  const { session } = database;
  const began = performance.now();
  const work = session.send(text);
  if (!session.can.concurrent) return work;
  const done = work.then(
    () => true,
    () => true,
  );
  let beside: Session | null = null;
  let missed = 0;
  try {
    while (!(await within(done, LOOK_EVERY))) {
      beside ??= await second(database);
      const held = beside ? await look(beside, database, atWork, { ...watch, began }) : null;
      if (held === null) {
        await beside?.close();
        beside = null;
      }
      missed = held || performance.now() - began < PATIENCE + text.length / SLOWEST ? 0 : missed + 1;
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

async function second(database: Database): Promise<Session | null> {
  try {
    return await database.beside();
  } catch (error) {
    // Not to be reached: that is the answer.
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** Is somebody at work? null: no answer. How far the statement is, is told on the way. */
async function look(
  beside: Session,
  { session }: Database,
  atWork: string,
  watch: Watch & { began: number },
): Promise<boolean | null> {
  try {
    const ask = `${atWork}; ${serverProgress(session.announcedPid ?? 0)}`;
    const answer = await within(beside.send(ask), LOOK_EVERY);
    if (answer === undefined) return null;
    const held = (answer[0]?.rows[0]?.['holders'] ?? null) !== null;
    if (held) await tellProgress(watch, answer[1]?.rows[0]);
    return held;
  } catch (error) {
    if (error instanceof ConnectionLost || error instanceof DatabaseError) return null;
    throw error;
  }
}

async function tellProgress(
  { tell, environment, migration, began }: Watch & { began: number },
  row: Record<string, string | null> | undefined,
): Promise<void> {
  const counted = asCounted(row);
  await tell({
    event: 'progress',
    environment,
    ...(migration === undefined ? {} : { migration }),
    seconds: Math.round((performance.now() - began) / 1000),
    ...(counted ?? {}),
  });
}
