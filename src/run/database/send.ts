/** One transaction on the wire: tried until the lock is free, its refusals told in words, a lost connection looked into. */
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Session } from '../../drivers/session.ts';
import type { LockNeed } from '../../model/index.ts';
import { messageOf } from '../../plans/transaction.ts';
import { type Holder, holders, readHolders } from '../../sql/blockers.ts';
import { leftBy } from './failed.ts';
import { settle } from './outcome.ts';
import { refusal } from './refusal.ts';
import { runOf, type Sending, type Task, type Transaction } from './sending.ts';
import { waiting } from './waiting.ts';
import { watched } from './watched.ts';

/** Resolves when it is committed. */
export async function sendTransaction(transaction: Transaction): Promise<void> {
  const { database, tell, unit, plan } = transaction;
  const run = runOf(unit);
  const names = {
    environment: database.place.environment.name,
    ...(run ? { migration: run.name } : {}),
    ...(transaction.parts === undefined ? {} : { part: transaction.parts + 1 }),
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
        await settle(sending, error);
        database.session = await database.reopen();
        break;
      }
      if (!(error instanceof DatabaseError)) throw error;
      const seen = await rollback(database.session, transaction.needs, database.wants.showQueries);
      if (database.interrupt.asked) throw interrupted(transaction);
      if (!(await patience.again(error, seen ?? [])))
        throw refusal({ ...sending, holders: patience.holders }, error, patience.waited());
      // It was refused, so nothing of it is in whatever became of the connection since.
      if (seen === null) database.session = await database.reopen();
    }
  }
  await tell({ event: 'committed', milliseconds: Math.round(patience.waited()), ...names });
}

/**
 * A failed session stays in its aborted transaction until it is told otherwise; a dead one cannot be told. Resolves with those
 * who hold what the transaction needs, asked in the same message; null: the session is dead.
 */
export async function rollback(session: Session, needs: readonly LockNeed[] = [], queries = false): Promise<Holder[] | null> {
  // Over HTTP nothing is left open.
  const back = session.can.session ? ['rollback'] : [];
  const ask = needs.length === 0 ? [] : [holders(needs, queries)];
  if (back.length + ask.length === 0) return [];
  try {
    const results = await answered(session, [...back, ...ask].join('; '));
    return readHolders(results.at(-1)?.rows[0]?.['holders']);
  } catch (error) {
    if (error instanceof ConnectionLost) return null;
    if (error instanceof DatabaseError) return [];
    throw error;
  }
}

export function interrupted(task: Task): Problem {
  const left = leftBy(task);
  return new Problem('interrupted', `Interrupted in ${task.database.place.environment.name}.`, {
    why: `What was under way was cancelled and rolled back. ${left.says}`,
    fix: 'Run the same command again.',
    exit: left.exit,
  });
}
