/** After a lost connection: is what was sent in? Asked under the lock, so that a commit still under way is waited for. */
import { flagOf } from '../../base/flag.ts';
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Session } from '../../drivers/session.ts';
import type { MigrationRun } from '../../model/index.ts';
import { keepsReceipt, type Place } from '../../plans/transaction.ts';
import { LOCK_HELD, refuseStandby, STANDBY, tryLock } from '../../sql/guard.ts';
import { identityOf } from '../../sql/history.ts';
import { literal, qualified } from '../../sql/quote.ts';
import { stepDone } from '../../sql/steps.ts';
import type { Listener } from '../progress.ts';
import { leftBy, said, stateOf } from './failed.ts';
import { runOf, type Task } from './sending.ts';

/** Milliseconds at least: a server that restarts or fails over may be back within the time that locks are tried for. */
const LEAST = 5_000;
const patienceFor = ({ environment }: Place): number => Math.max(LEAST, environment.lockBudget);

const TELL_AFTER = 2_000;

export type Outcome = { is: 'in' } | { is: 'out' } | { is: 'unknown'; why: string };

/** Classes of SQLSTATE that pass: connection, transaction, resources, locks, operator. */
const PASSING = ['08', '40', '53', '55', '57'];
/** No history table, or no schema: whatever was to be committed would have made it. */
const NOTHING_THERE = ['42P01', '3F000'];

/** What tells that it is in: SELECTs whose column `n` counts rows, any of them. A row may move on from the first to the next. */
export type Questions = readonly string[];

export async function outcomeOf(
  questions: Questions,
  { reopen, place }: { reopen: () => Promise<Session>; place: Place },
  tell: Listener,
): Promise<Outcome> {
  const { name, table } = place.environment;
  const began = performance.now();
  const locked = `begin isolation level read committed; set local lock_timeout = 5000; ${tryLock(table)}; ${refuseStandby()}`;
  let why = 'It was not asked.';
  let told = 0;
  while (performance.now() - began < patienceFor(place)) {
    const looked = await look(questions, locked, reopen);
    if (looked.is !== 'unknown') return looked;
    why = looked.why;
    if (!looked.passes) return { is: 'unknown', why };
    const waited = performance.now() - began;
    if (waited > TELL_AFTER + told) {
      told = waited;
      await tell({
        event: 'waiting',
        for: `${name} to answer whether the last transaction is in`,
        seconds: Math.round(waited / 1000),
        until: Math.round(patienceFor(place) / 1000),
      });
    }
    await new Promise((done) => setTimeout(done, 500));
  }
  return { is: 'unknown', why };
}

type Look = { is: 'in' } | { is: 'out' } | { is: 'unknown'; why: string; passes: boolean };

async function look(questions: Questions, locked: string, reopen: () => Promise<Session>): Promise<Look> {
  let session: Session | null = null;
  try {
    session = await reopen();
    // A row that is there is an answer whoever holds the lock, and on a standby too.
    for (const question of questions) if ((await countOf(session, question)) > 0) return { is: 'in' };
    // One that is not there is an answer only when nobody can be about to commit it: the lock first, then a new snapshot.
    for (const question of questions) if ((await countOf(session, `${locked}; ${question}; commit`)) > 0) return { is: 'in' };
    return { is: 'out' };
  } catch (error) {
    if (error instanceof DatabaseError) {
      const passes = [LOCK_HELD, STANDBY].includes(error.sqlstate) || PASSING.includes(error.sqlstate.slice(0, 2));
      return { is: 'unknown', why: `${error.message} (${stateOf(error.sqlstate)}).`, passes };
    }
    if (error instanceof ConnectionLost) return { is: 'unknown', why: error.message, passes: true };
    if (error instanceof Problem) return { is: 'unknown', why: `${error.message}. ${error.why}`, passes: true };
    throw error;
  } finally {
    await session?.close();
  }
}

/** No table, or no schema: whatever was to be committed would have made it. Statements before the question have passed by then. */
async function countOf(session: Session, text: string): Promise<number> {
  try {
    const results = await answered(session, text);
    return Number(results.find((r) => r.rows[0] && 'n' in r.rows[0])?.rows[0]?.['n'] ?? 0);
  } catch (error) {
    if (!(error instanceof DatabaseError) || !NOTHING_THERE.includes(error.sqlstate)) throw error;
    await answered(session, 'rollback');
    return 0;
  }
}

/** What a unit leaves when it is in: its history row, or its receipt. Empty: nothing that could be looked for. */
export function questionsFor({ plan, unit, receipt, database: { place }, parts }: Omit<Task, 'tell' | 'done' | 'ran'>): string[] {
  const run = runOf(unit);
  if (!run)
    return unit.last && keepsReceipt(plan, place)
      ? [`select count(*) as n from tidemark.receipt where id = ${literal(receipt.id)}`]
      : [];
  const row = questionOf(run);
  // The last part leaves the row itself.
  if (parts === undefined || parts + 1 >= (run.parts?.length ?? 0)) return [row];
  const step = `select count(*) as n from (${stepDone({ history: run.table, migration: run.name, place: parts })}) s`;
  return [step, row];
}

const questionOf = (run: MigrationRun): string => `select count(*) as n from ${qualified(run.table)} where ${identityOf(run)}`;

/** Resolves when it is in; otherwise a Problem that says that it is not, or that nobody knows. */
export async function settle(task: Task, error: ConnectionLost): Promise<void> {
  const { plan, unit, database, tell, parts } = task;
  const { environment } = database.place;
  const questions = questionsFor(task);
  const outcome: Outcome =
    questions.length === 0
      ? { is: 'unknown', why: 'It leaves nothing behind by which it could be told.' }
      : await outcomeOf(questions, database, tell);
  if (outcome.is === 'in') return;
  const run = runOf(unit);
  const last = error.cause instanceof DatabaseError ? error.cause : null;
  const left = leftBy(task);
  const details = {
    ...(last ? said(last, environment.name) : { environment: environment.name, says: error.message }),
    ...(run ? { migration: run.name, file: run.file } : {}),
    committed: left.committed,
  };
  const what = run ? `${parts === undefined ? '' : `part ${parts + 1} of `}${run.name}` : 'the change';
  const reason = last ? `${error.message} (SQLSTATE ${stateOf(last.sqlstate)}).` : ended(error.message);
  const command = `npx tidemark ${plan.command}${flagOf(environment.name)}`;
  if (outcome.is === 'out') {
    throw new Problem('connection-lost', `The connection to ${environment.name} was lost${run ? ` during ${what}` : ''}.`, {
      why: `${reason}\nWe looked again over a new connection: ${what} is not in, all of it was rolled back. ${left.says}`,
      fix: `Run it again: ${command}`,
      exit: left.exit,
      details: { ...details, state: left.state },
    });
  }
  const row = run ? questionOf(run) : null;
  throw new Problem(
    'outcome-unknown',
    `The connection to ${environment.name} was lost, and whether ${what} is in is not known.`,
    {
      why: `${reason}\nWe asked for ${Math.round(patienceFor(database.place) / 1000)} s and got no answer that can be relied on. Last: ${ended(outcome.why)}\nIt is in as a whole, or not at all.${left.state === 'part' ? ` ${left.says}` : ''}`,
      fix: [
        ...(row ? [`When ${environment.name} answers, look: ${row}; 1 is in, 0 is not.`] : []),
        `Or run the same command again: it looks first, and does nothing twice: ${command}`,
      ].join('\n'),
      exit: 3,
      details: { ...details, state: 'unknown' },
    },
  );
}

const ended = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
