/** A statement that no transaction can hold: an intent before it, its outcome after it, and the catalog's word in between. */
import { Problem } from '../base/problem.ts';
import { answered } from '../drivers/answered.ts';
import { ConnectionLost, DatabaseError } from '../drivers/session.ts';
import type { MigrationRun, Part } from '../model/index.ts';
import { beginning, messageOf, notRecorded, type Piece, type Portion } from '../plans/transaction.ts';
import { beginStep, dropEmptySteps, endStep, forgetStep, guardSteps, type Intent } from '../sql/steps.ts';
import { indexesBefore } from '../sql/traces.ts';
import { clear, standing, standingNow } from './catalog-state.ts';
import { leftBy } from './failed.ts';
import { holdLock } from './hold-lock.ts';
import { settle } from './outcome.ts';
import type { Step } from './parts.ts';
import { refusal } from './refusal.ts';
import { interrupted, rollback } from './send.ts';
import type { Database, Task } from './sending.ts';
import { watchedAlone } from './watched.ts';

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
  const release = await holdLock(task);
  let stage: 'looking' | 'begun' | 'ending' = 'looking';
  try {
    const stand = await standing(task, alone);
    const isDone = alone.seen !== undefined && stand === 'done';
    if (alone.seen && stand === 'unknown') throw undecided(task, alone, alone.seen);
    if (task.database.interrupt.asked) throw interrupted(task);
    stage = 'begun';
    await begin(task, alone);
    if (!isDone) await build(task, alone);
    stage = 'ending';
    await end(task, alone);
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    // Whoever looks whether the end is in takes the lock.
    await release();
    if (stage !== 'ending') throw lostBeside(task, alone, error, stage === 'looking' && !alone.seen);
    await settle({ ...task, ...(alone.ends ? {} : { part: alone.intent.place + 1 }) }, error);
    task.database.session = await task.database.reopen();
  } finally {
    await release();
  }
}

function lostBeside({ database, done }: Task, { run }: Alone, error: ConnectionLost, nothing: boolean): Problem {
  const name = database.place.environment.name;
  const left = leftBy(done, 0);
  return new Problem(
    'connection-lost',
    `The connection to ${name} was lost beside a statement of ${run.name} that runs outside of a transaction.`,
    {
      why: `${error.message} ${nothing ? `The statement was not begun. ${left.says}` : 'How far it came is noted in tidemark.step, and the catalog shows the rest.'}`,
      fix: 'Run the same command again: it takes the migration up at this statement.',
      exit: nothing ? left.exit : 3,
    },
  );
}

/** From here on a run that finds the row knows that the statement may have been begun. */
async function begin(task: Task, { run, intent, alone, seen }: Alone): Promise<void> {
  const { environment } = task.database.place;
  const pieces = [
    ...beginning(environment),
    notRecorded(run),
    ...(seen ? [] : [guardSteps(intent)]),
    beginStep(intent, seen?.token ?? null, indexesBefore(alone.trace)),
    // For the session: a build that gives up leaves an invalid index, so it may wait as long as it has to.
    ...((await mayBeSet(task.database))
      ? [`set lock_timeout = 0`, `set statement_timeout = ${environment.statementTimeout}`]
      : []),
    'commit',
  ].map((text) => ({ text, step: null }));
  await send(task, pieces);
}

/** Behind a transaction pooler a setting would reach whoever comes next. */
async function mayBeSet({ session }: Database): Promise<boolean> {
  if (session.announcedPid === null) return true;
  const [answer] = await answered(session, 'select pg_catalog.pg_backend_pid()::text as pid');
  return answer?.rows[0]?.['pid'] === String(session.announcedPid);
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
      await watchedAlone(database, alone.text, watch, await mayBeSet(database));
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
      await forget(database, alone);
      if (database.interrupt.asked) throw interrupted(task);
      throw refusal({ ...task, pieces, holders: [] }, error, waited);
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

async function end(task: Task, { intent, ends, record }: Alone): Promise<void> {
  const { environment } = task.database.place;
  const reset = (await mayBeSet(task.database)) ? ['reset lock_timeout', 'reset statement_timeout'] : [];
  const done = [...beginning(environment), endStep(intent), 'commit'].map((text) => ({ text, step: null }));
  await send(task, [...reset.map((text) => ({ text, step: null })), ...(ends ? record({ record: intent }) : done)]);
}

/** One short transaction under the lock that the other session holds. */
async function send(task: Task, pieces: Piece[]): Promise<void> {
  const { session } = task.database;
  try {
    await answered(session, messageOf(pieces));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await rollback(session);
    throw refusal({ ...task, pieces, holders: [] }, error, 0);
  }
}

const undecided = ({ database }: Task, { run, alone, intent }: Alone, seen: Step): Problem =>
  new Problem(
    'outcome-unknown',
    `Whether part ${intent.place + 1} of ${run.name} was done in ${database.place.environment.name} cannot be told.`,
    {
      why: `${seen.by} began it at ${seen.at} UTC and did not come to its end. ${alone.why}, so the server did not take it back, and the catalog does not show what it does.`,
      fix: `Look whether it was done. If it was: insert its end yourself: update tidemark.step set state = 'done' where migration = '${run.name}' and place = ${intent.place};\nIf it was not: delete from tidemark.step where migration = '${run.name}' and place = ${intent.place};\nThen run the same command again.`,
      exit: 3,
    },
  );
