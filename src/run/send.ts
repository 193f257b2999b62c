/** One transaction on the wire: tried until the lock is free, its refusals told in words, a lost connection looked into. */
import { Problem } from '../base/problem.ts';
import { answered } from '../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import type { LockNeed } from '../model/index.ts';
import { messageOf } from '../plans/transaction.ts';
import { type Holder, holders, readHolders } from '../sql/blockers.ts';
import { settle } from './outcome.ts';
import { refusal } from './refusal.ts';
import { runOf, type Sending, type Transaction } from './sending.ts';
import { waiting } from './waiting.ts';
import { watched } from './watched.ts';

/** Resolves when it is committed. */
export async function sendTransaction(transaction: Transaction): Promise<void> {
  const { database, tell, unit, plan } = transaction;
  const run = runOf(unit);
  const names = {
    environment: database.place.environment.name,
    ...(run ? { migration: run.name } : {}),
    ...(transaction.part === undefined ? {} : { part: transaction.part }),
  };
  const patience = waiting(transaction);
  for (;;) {
    if (database.interrupt.asked) throw interrupted(transaction);
    await tell({ event: 'running', says: unit.steps[0]?.step.says ?? plan.command, ...names });
    const sending: Sending = { ...transaction, pieces: transaction.make(patience.attempt), holders: patience.holders };
    try {
      await watched(database, messageOf(sending.pieces), { tell, ...names });
      break;
    } catch (error) {
      if (error instanceof ConnectionLost) {
        // The commit may have been done: where it was, the run goes on over a new connection.
        await settle({ ...sending, ...(transaction.part === undefined ? {} : { part: transaction.part }) }, error);
        database.session = await database.reopen();
        break;
      }
      if (!(error instanceof DatabaseError)) throw error;
      const seen = await rollback(database.session, transaction.needs, database.wants.showQueries);
      if (database.interrupt.asked) throw interrupted(sending);
      if (!(await patience.again(error, seen)))
        throw refusal({ ...sending, holders: patience.holders }, error, patience.waited());
    }
  }
  await tell({ event: 'committed', milliseconds: Math.round(patience.waited()), ...names });
}

/**
 * A failed session stays in its aborted transaction until it is told otherwise; a dead one cannot be told. Resolves with those
 * who hold what the transaction needs, asked in the same message.
 */
export async function rollback(session: Session, needs: readonly LockNeed[] = [], queries = false): Promise<Holder[]> {
  // Over HTTP nothing is left open.
  const back = session.can.session ? ['rollback'] : [];
  const ask = needs.length === 0 ? [] : [holders(needs, queries)];
  if (back.length + ask.length === 0) return [];
  try {
    const results = await answered(session, [...back, ...ask].join('; '));
    return readHolders(results.at(-1)?.rows[0]?.['holders']);
  } catch (error) {
    if (error instanceof ConnectionLost || error instanceof DatabaseError) return [];
    throw error;
  }
}

export function interrupted({ done, database }: Pick<Sending, 'done' | 'database'>): Problem {
  const before = done > 0 ? `${done} before it are committed; this` : 'This';
  return new Problem('interrupted', `Interrupted in ${database.place.environment.name}.`, {
    why: `${before} transaction was cancelled and rolled back.`,
    fix: 'Run the same command again.',
    exit: done > 0 ? 3 : 2,
  });
}
