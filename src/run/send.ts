/** One transaction on the wire: tried until the lock is free, its refusals told in words, a lost connection looked into. */
import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import type { LockNeed } from '../model/index.ts';
import { messageOf } from '../plans/transaction.ts';
import { type Holder, holders, readHolders } from '../sql/blockers.ts';
import { committed } from './outcome.ts';
import { refusal } from './refusal.ts';
import { runOf, type Sending, type Transaction } from './sending.ts';
import { waiting } from './waiting.ts';

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
    await tell({ event: 'running', says: unit.steps[0]?.step.says ?? plan.command, ...names });
    const sending: Sending = { ...transaction, pieces: transaction.make(patience.attempt), holders: patience.holders };
    try {
      await database.session.send(messageOf(sending.pieces));
      await tell({ event: 'committed', milliseconds: Math.round(patience.waited()), ...names });
      return;
    } catch (error) {
      if (error instanceof ConnectionLost) return await afterLoss(sending, error);
      if (!(error instanceof DatabaseError)) throw error;
      const seen = await rollback(database.session, transaction.needs, database.wants.showQueries);
      if (database.interrupt.asked) throw interrupted(sending);
      if (!(await patience.again(error, seen)))
        throw refusal({ ...sending, holders: patience.holders }, error, patience.waited());
    }
  }
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
    const results = await session.send([...back, ...ask].join('; '));
    return readHolders(results.at(-1)?.rows[0]?.['holders']);
  } catch (error) {
    if (error instanceof ConnectionLost || error instanceof DatabaseError) return [];
    throw error;
  }
}

/** The commit may have been done: a new connection takes the lock, then looks. */
async function afterLoss(sending: Sending, error: ConnectionLost): Promise<void> {
  const { plan, unit, receipt, database, done } = sending;
  const outcome = await committed(plan, unit, receipt, database);
  if (outcome === 'yes') {
    database.session = await database.reopen();
    const run = runOf(unit);
    const names = { environment: database.place.environment.name, ...(run ? { migration: run.name } : {}) };
    await sending.tell({ event: 'committed', milliseconds: 0, ...names });
    return;
  }
  const target = database.place.environment.name;
  if (outcome === 'no') {
    throw new Problem('connection-lost', `The connection to ${target} was lost.`, {
      why: `${error.message} We looked again over a new connection: this transaction was rolled back${done > 0 ? `, the ${done} before it are committed` : ', nothing was changed'}.`,
      fix: 'Run the same command again.',
      exit: done > 0 ? 3 : 2,
    });
  }
  throw new Problem(
    'outcome-unknown',
    `The connection to ${target} was lost while the change was committed, and ${target} cannot be reached now.`,
    {
      why: `${error.message} Whether the last transaction was committed is not known; it was all of it or nothing.`,
      fix: 'Run the same command again when the database answers: it reads first and does nothing twice.',
      exit: 3,
    },
  );
}

export function interrupted({ done, database }: Pick<Sending, 'done' | 'database'>): Problem {
  const before = done > 0 ? `${done} before it are committed; this` : 'This';
  return new Problem('interrupted', `Interrupted in ${database.place.environment.name}.`, {
    why: `${before} transaction was cancelled and rolled back.`,
    fix: 'Run the same command again.',
    exit: done > 0 ? 3 : 2,
  });
}
