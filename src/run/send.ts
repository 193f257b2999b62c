/** One transaction on the wire: tried until the lock is free, its refusals told in words, a lost connection looked into. */
import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import { LOCK_HELD } from '../sql/guard.ts';
import { committed } from './outcome.ts';
import { refusal } from './refusal.ts';
import type { Sending } from './sending.ts';

/** lock_not_available, deadlock, serialization, and the lock of ours: the same transaction may pass a moment later. */
const PASSES_LATER = new Set(['55P03', '40P01', '40001', LOCK_HELD]);

export async function sendUnit(sending: Sending): Promise<void> {
  const { database, tell, unit, plan } = sending;
  const { environment } = database.place;
  const run = unit.steps.length === 1 && unit.steps[0]?.step.kind === 'sql' ? unit.steps[0].step.migration : undefined;
  const names = { environment: environment.name, ...(run ? { migration: run.name } : {}) };
  const began = performance.now();
  let told = 0;
  for (let attempt = 0; ; attempt += 1) {
    await tell({ event: 'running', says: unit.steps[0]?.step.says ?? plan.command, ...names });
    try {
      await database.session.send(sending.text);
      await tell({ event: 'committed', milliseconds: Math.round(performance.now() - began), ...names });
      return;
    } catch (error) {
      if (error instanceof ConnectionLost) return await afterLoss(sending, error);
      if (!(error instanceof DatabaseError)) throw error;
      await rollback(database.session);
      if (database.interrupt.asked) throw interrupted(sending);
      const waited = performance.now() - began;
      if (!PASSES_LATER.has(error.sqlstate) || waited > environment.lockBudget) throw refusal(sending, error, waited);
      const seconds = Math.round(waited / 1000);
      if (attempt === 0 || seconds >= told + 5) {
        told = seconds;
        await tell({
          event: 'waiting',
          for: error.sqlstate === LOCK_HELD ? 'another Tidemark' : 'a lock that somebody holds',
          seconds,
        });
      }
      await pause(Math.min(3000, 100 * 2 ** Math.min(attempt, 5)) * (0.5 + Math.random()));
    }
  }
}

/** A failed session stays in its aborted transaction until it is told otherwise; a dead one cannot be told. */
async function rollback(session: Session): Promise<void> {
  try {
    await session.send('rollback');
  } catch (error) {
    if (!(error instanceof ConnectionLost || error instanceof DatabaseError)) throw error;
  }
}

/** The commit may have been done: a new connection takes the lock, then looks. */
async function afterLoss(sending: Sending, error: ConnectionLost): Promise<void> {
  const { plan, unit, receipt, database, done } = sending;
  const outcome = await committed(plan, unit, receipt, database);
  if (outcome === 'yes') {
    await sending.tell({ event: 'committed', environment: database.place.environment.name, milliseconds: 0 });
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

function interrupted({ done, database }: Sending): Problem {
  const before = done > 0 ? `${done} before it are committed; this` : 'This';
  return new Problem('interrupted', `Interrupted in ${database.place.environment.name}.`, {
    why: `${before} transaction was cancelled and rolled back.`,
    fix: 'Run the same command again.',
    exit: done > 0 ? 3 : 2,
  });
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
