/** After a lost connection: is what was sent in? Asked under the lock, so that a commit still under way is waited for. */
import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import type { Plan, Receipt } from '../model/index.ts';
import { keepsReceipt, type Place, type Unit } from '../plans/transaction.ts';
import { LOCK_HELD, tryLock } from '../sql/guard.ts';
import { doBlock, literal, qualified } from '../sql/quote.ts';
import { flagOf, leftBy, said, stateOf } from './failed.ts';
import type { Listener } from './progress.ts';
import { runOf, type Sending } from './sending.ts';

/** Milliseconds at least: a server that restarts or fails over may be back within the time that locks are tried for. */
const LEAST = 5_000;
const patienceFor = ({ environment }: Place): number => Math.max(LEAST, environment.lockBudget);

/** For one look; a connection that says nothing is given up. */
const PATIENCE_OF_ONE = 10_000;
const TELL_AFTER = 2_000;

export type Outcome = { is: 'in' } | { is: 'out' } | { is: 'unknown'; why: string };

/** A standby shows what reached it, so what it does not show may be in all the same. */
const STANDBY = 'TM005';
const refuseStandby = doBlock(
  `if pg_catalog.pg_is_in_recovery() then raise exception using errcode = '${STANDBY}', message = 'the server that answers is a standby'; end if;`,
);

/** Classes of SQLSTATE that pass: connection, transaction, resources, locks, operator. */
const PASSING = ['08', '40', '53', '55', '57'];
/** No history table, or no schema: whatever was to be committed would have made it. */
const NOTHING_THERE = ['42P01', '3F000'];

/** `question`: a SELECT whose column `n` counts what the transaction would have left. */
export async function outcomeOf(
  question: string,
  { reopen, place }: { reopen: () => Promise<Session>; place: Place },
  tell: Listener,
): Promise<Outcome> {
  const { name, table } = place.environment;
  const began = performance.now();
  let why = 'It was not asked.';
  let told = 0;
  while (performance.now() - began < patienceFor(place)) {
    const looked = await look();
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
      });
    }
    await new Promise((done) => setTimeout(done, 500));
  }
  return { is: 'unknown', why };

  async function look(): Promise<Exclude<Outcome, { is: 'unknown' }> | { is: 'unknown'; why: string; passes: boolean }> {
    let session: Session | null = null;
    try {
      session = await reopen();
      // A row that is there is an answer whoever holds the lock, and on a standby too.
      if ((await countOf(session, question)) !== '0') return { is: 'in' };
      // One that is not there is an answer only when nobody can be about to commit it: the lock first, then a new snapshot.
      const locked = `begin isolation level read committed; set local lock_timeout = 5000; ${tryLock(table)}; ${refuseStandby}; ${question}; commit`;
      return (await countOf(session, locked)) === '0' ? { is: 'out' } : { is: 'in' };
    } catch (error) {
      if (error instanceof DatabaseError) {
        if (NOTHING_THERE.includes(error.sqlstate)) return await nothingThere(session, table, error);
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
}

/** The same two conditions hold for a table that is not there. */
async function nothingThere(
  session: Session | null,
  table: Place['environment']['table'],
  missing: DatabaseError,
): Promise<{ is: 'out' } | { is: 'in' } | { is: 'unknown'; why: string; passes: boolean }> {
  const again = { is: 'unknown' as const, why: `${missing.message} (${stateOf(missing.sqlstate)}).`, passes: true };
  if (session === null) return again;
  try {
    await answered(session, 'rollback');
    const there = `select count(*) as n from (select pg_catalog.to_regclass(${literal(qualified(table))}) as c) t where c is not null`;
    const locked = `begin isolation level read committed; set local lock_timeout = 5000; ${tryLock(table)}; ${refuseStandby}; ${there}; commit`;
    return (await countOf(session, locked)) === '0' ? { is: 'out' } : again;
  } catch (error) {
    if (error instanceof DatabaseError || error instanceof ConnectionLost) return { ...again, why: error.message };
    throw error;
  }
}

async function countOf(session: Session, text: string): Promise<string | null> {
  const results = await answered(session, text);
  return results.find((r) => r.rows[0] && 'n' in r.rows[0])?.rows[0]?.['n'] ?? null;
}

async function answered(session: Session, text: string): ReturnType<Session['send']> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silent = new Promise<never>((_, reject) => {
    const seconds = PATIENCE_OF_ONE / 1000;
    timer = setTimeout(() => reject(new ConnectionLost(`The server did not answer within ${seconds} s.`)), PATIENCE_OF_ONE);
  });
  try {
    return await Promise.race([session.send(text), silent]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a unit leaves when it is in: its history row, or its receipt. null: nothing that could be looked for. */
export function questionFor(plan: Plan, unit: Unit, receipt: Receipt, place: Place): string | null {
  const run = runOf(unit);
  if (run) {
    const identity =
      run.line === '1.0'
        ? `name = ${literal(run.name)}`
        : `hash = ${literal(run.hash)} and created_at::text = ${literal(run.when)}`;
    return `select count(*) as n from ${qualified(run.table)} where ${identity}`;
  }
  return unit.last && keepsReceipt(plan, place)
    ? `select count(*) as n from tidemark.receipt where id = ${literal(receipt.id)}`
    : null;
}

/** Resolves when it is in; otherwise a Problem that says that it is not, or that nobody knows. `question`: of a part of a migration. */
export async function settle(sending: Sending, error: ConnectionLost, question?: string): Promise<void> {
  const { plan, unit, receipt, database, done, tell } = sending;
  const { environment } = database.place;
  const asks = question ?? questionFor(plan, unit, receipt, database.place);
  const outcome: Outcome =
    asks === null
      ? { is: 'unknown', why: 'It leaves nothing behind by which it could be told.' }
      : await outcomeOf(asks, database, tell);
  if (outcome.is === 'in') return;
  const run = runOf(unit);
  const last = error.cause instanceof DatabaseError ? error.cause : null;
  const details = {
    ...(last ? said(last, environment.name) : { environment: environment.name, says: error.message }),
    ...(run ? { migration: run.name, file: run.file } : {}),
    committed: done,
  };
  const what = run ? run.name : 'the change';
  const reason = last ? `${error.message} (SQLSTATE ${stateOf(last.sqlstate)}).` : ended(error.message);
  const command = `npx tidemark ${plan.command}${flagOf(environment.name)}`;
  if (outcome.is === 'out') {
    const left = leftBy(done, 0);
    throw new Problem('connection-lost', `The connection to ${environment.name} was lost${run ? ` during ${run.name}` : ''}.`, {
      why: `${reason}\nWe looked again over a new connection: ${what} is not in, all of it was rolled back. ${left.says}`,
      fix: `Run it again: ${command}`,
      exit: left.exit,
      details: { ...details, state: left.state },
    });
  }
  const row = run
    ? `select count(*) from ${qualified(run.table)} where ${run.line === '1.0' ? `name = ${literal(run.name)}` : `hash = ${literal(run.hash)}`};`
    : null;
  throw new Problem(
    'outcome-unknown',
    `The connection to ${environment.name} was lost, and whether ${what} is in is not known.`,
    {
      why: `${reason}\nWe asked for ${Math.round(patienceFor(database.place) / 1000)} s and got no answer that can be relied on. Last: ${ended(outcome.why)}\nIt is in as a whole, or not at all.${done > 0 ? ` ${leftBy(done, 0).says}` : ''}`,
      fix: [
        ...(row ? [`When ${environment.name} answers, look: ${row} 1 is in, 0 is not.`] : []),
        `Or run the same command again: it looks first, and does nothing twice: ${command}`,
      ].join('\n'),
      exit: 3,
      details: { ...details, state: 'unknown' },
    },
  );
}

const ended = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

/** As `outcomeOf`, for a unit of a plan. */
export async function committed(
  plan: Plan,
  unit: Unit,
  receipt: Receipt,
  database: { reopen: () => Promise<Session>; place: Place },
): Promise<'yes' | 'no' | 'unknown'> {
  const question = questionFor(plan, unit, receipt, database.place);
  if (question === null) return 'unknown';
  const outcome = await outcomeOf(question, database, () => undefined);
  return outcome.is === 'in' ? 'yes' : outcome.is === 'out' ? 'no' : 'unknown';
}
