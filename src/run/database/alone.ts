/** A statement that no transaction can hold: an intent before it, its outcome after it, and the catalog's word in between. */
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Result } from '../../drivers/session.ts';
import type { MigrationRun, Part } from '../../model/index.ts';
import { beginning, messageOf, notRecorded, type Piece, type Portion } from '../../plans/transaction.ts';
import { beginStep, dropEmptySteps, endStep, forgetStep, guardSteps, type Intent } from '../../sql/steps.ts';
import { indexesBefore } from '../../sql/traces.ts';
import { type Came, interruptedBeside, lostBeside, refusedBeside, undecided } from './beside-alone.ts';
import { clear, standing, standingNow } from './catalog-state.ts';
import { holdLock } from './hold-lock.ts';
import { settle } from './outcome.ts';
import type { Step } from './parts.ts';
import { refusal } from './refusal.ts';
import { rollback } from './send.ts';
import type { Database, Task } from './sending.ts';
import { waiting } from './waiting.ts';
import { isDirect, watchedAlone } from './watched.ts';

export interface Alone {
  run: MigrationRun;
  alone: NonNullable<Part['alone']>;
  text: string;
  intent: Intent;
  /** An earlier run began it, and nobody knows how it ended. */
  seen: Step | undefined;
  /** It is the last part: the history row comes with its end. */
  ends: boolean;
  /** The transaction that writes the history row. */
  record(portion: Portion): Piece[];
}

/** A build that was given up for another's sake, or that met one of its kind: it may pass a moment later. */
const PASSES_LATER = new Set(['40P01', '55P03']);

export async function runAlone(task: Task, alone: Alone): Promise<void> {
  const { database } = task;
  let came: Came = alone.seen ? 'open' : 'not begun';
  let release = async (): Promise<void> => undefined;
  let limits: string | null = null;
  try {
    release = await holdLock(task);
    const stand = await standing(task, alone);
    const isDone = alone.seen !== undefined && stand === 'done';
    if (alone.seen && stand === 'unknown') throw undecided(task, alone, alone.seen);
    if (database.interrupt.asked) throw interruptedBeside(task, alone, came);
    limits = await begin(task, alone);
    came = 'open';
    if (!isDone) await build(task, alone);
    came = 'run';
    await end(task, alone, limits);
    limits = null;
  } catch (error) {
    if (error instanceof DatabaseError)
      throw database.interrupt.asked ? interruptedBeside(task, alone, came) : refusedBeside(task, alone, error, came);
    if (!(error instanceof ConnectionLost)) throw error;
    // Whoever looks whether the end is in takes the lock.
    await release();
    if (came !== 'run') throw lostBeside(task, alone, error, came);
    await settleEnd(task, alone, error);
    database.session = await database.reopen();
  } finally {
    await giveBack(database, limits);
    await release();
  }
}

/** Resolves when the end is in. Where it is not, only the note was rolled back: the statement has run. */
async function settleEnd(task: Task, alone: Alone, error: ConnectionLost): Promise<void> {
  try {
    await settle(task, error);
  } catch (told) {
    throw told instanceof Problem && told.code === 'connection-lost' ? lostBeside(task, alone, error, 'run') : told;
  }
}

/**
 * From here on a run that finds the row knows that the statement may have been begun. Resolves with the statement that gives the
 * session its own limits back: it may be the caller's.
 */
async function begin(task: Task, one: Alone): Promise<string | null> {
  const { run, intent, alone, seen } = one;
  const { environment } = task.database.place;
  const ours = await isDirect(task.database.session);
  const pieces = [
    ...(ours ? [LIMITS] : []),
    ...beginning(environment),
    notRecorded(run),
    ...(seen ? [] : [guardSteps(intent)]),
    beginStep(intent, seen?.token ?? null, indexesBefore(alone.trace)),
    // For the session: a build that gives up leaves an invalid index, so it may wait as long as it has to.
    ...(ours ? [`set lock_timeout = 0`, `set statement_timeout = ${environment.statementTimeout}`] : []),
    'commit',
  ].map((text) => ({ text, step: null }));
  const [limits] = await send(task, one, seen ? 'open' : 'not begun', pieces);
  return ours ? (limits?.rows[0]?.['back'] ?? null) : null;
}

const LIMITS = `select pg_catalog.format('select pg_catalog.set_config(%L, %L, false), pg_catalog.set_config(%L, %L, false)', 'lock_timeout', current_setting('lock_timeout'), 'statement_timeout', current_setting('statement_timeout')) as back`;

/** After a failure. A connection that is gone has no limits any more. */
async function giveBack({ session }: Database, limits: string | null): Promise<void> {
  if (limits === null) return;
  try {
    await answered(session, limits);
  } catch (error) {
    if (!(error instanceof DatabaseError || error instanceof ConnectionLost)) throw error;
  }
}

async function build(task: Task, alone: Alone): Promise<void> {
  const { database } = task;
  const began = performance.now();
  const pieces: Piece[] = [
    { text: alone.text, step: task.unit.steps[0]?.place ?? 0, from: { text: alone.text, offset: offsetOf(alone) } },
  ];
  for (let tries = 0; ; tries += 1) {
    try {
      const watch = { tell: task.tell, environment: database.place.environment.name, migration: alone.run.name };
      await watchedAlone(database, alone.text, watch);
      return;
    } catch (error) {
      if (error instanceof ConnectionLost) return await afterLoss(task, alone, error);
      if (!(error instanceof DatabaseError)) throw error;
      const cleared = await clear(task, alone);
      const waited = performance.now() - began;
      if (
        cleared &&
        !database.interrupt.asked &&
        PASSES_LATER.has(error.sqlstate) &&
        waited < database.place.environment.lockBudget
      ) {
        await task.tell({
          event: 'waiting',
          for: 'another session that works on the same table',
          seconds: Math.round(waited / 1000),
        });
        await new Promise((done) => setTimeout(done, (500 + 500 * tries) * (0.5 + Math.random())));
        continue;
      }
      // What could not be cleared away stays noted: the next run looks at it first.
      if (cleared) await forget(database, alone);
      if (database.interrupt.asked) throw interruptedBeside(task, alone, cleared ? 'taken back' : 'open');
      throw refusal({ ...task, pieces, holders: [], cleared }, error, waited);
    }
  }
}

const offsetOf = ({ run, intent }: Alone): number => run.parts?.[intent.place]?.offset ?? 0;

async function forget(database: Database, { intent }: Alone): Promise<void> {
  try {
    await answered(database.session, `begin; ${forgetStep(intent)}; ${dropEmptySteps()}; commit`);
  } catch (error) {
    // The row that stays is looked at by the next run, which then asks the catalog.
    if (!(error instanceof DatabaseError || error instanceof ConnectionLost)) throw error;
    await rollback(database.session);
  }
}

/** A server that loses its client goes on building: it is waited for, and then the catalog says how it ended. */
async function afterLoss(task: Task, alone: Alone, error: ConnectionLost): Promise<void> {
  const { database } = task;
  const name = database.place.environment.name;
  database.session = await database.reopen();
  const stand = await standingNow(task, alone);
  if (stand === 'done') return;
  throw new Problem(
    'connection-lost',
    `The connection to ${name} was lost while ${alone.run.name} ran a statement outside of a transaction.`,
    {
      why: `${error.message} We looked again over a new connection: ${stand === 'absent' ? 'the statement is not done, and nothing of it is left' : 'whether the statement was done cannot be told from the catalog'}.`,
      fix: 'Run the same command again: it takes the migration up at this statement.',
      exit: 3,
    },
  );
}

async function end(task: Task, alone: Alone, limits: string | null): Promise<void> {
  const { intent, ends, record } = alone;
  const { environment } = task.database.place;
  const done = [...beginning(environment), endStep(intent), 'commit'].map((text) => ({ text, step: null }));
  const back = limits === null ? [] : [{ text: limits, step: null }];
  await send(task, alone, 'run', [...back, ...(ends ? record({ record: intent }) : done)]);
}

/** One short transaction under the lock that the other session holds. */
async function send(task: Task, alone: Alone, came: Came, pieces: Piece[]): Promise<Result[]> {
  const { database } = task;
  const patience = waiting(task);
  const parts = alone.intent.place + (came === 'run' ? 1 : 0);
  for (;;) {
    try {
      return await answered(database.session, messageOf(pieces));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      await rollback(database.session);
      if (database.interrupt.asked) throw interruptedBeside(task, alone, came);
      if (!(await patience.again(error, [])))
        throw refusal({ ...task, pieces, holders: patience.holders, parts }, error, patience.waited());
    }
  }
}
