/** What PostgreSQL refused, in words: what it was about, how the database is now, and what to type next. */
import { flagOf } from '../../base/flag.ts';
import { Problem, type ProblemDetails } from '../../base/problem.ts';
import type { DatabaseError } from '../../drivers/session.ts';
import type { Environment, MigrationRun } from '../../model/index.ts';
import { HELD } from '../../sql/blockers.ts';
import { LOCK_HELD, OTHER_ENVIRONMENT, STALE } from '../../sql/guard.ts';
import { countOf, type Located, locate } from '../../sql/locate.ts';
import { createOwnSchema, grantOwnSchema } from '../../sql/own-schema.ts';
import { identifier, qualified } from '../../sql/quote.ts';
import { type Left, leftBy, migrationFailed, said, saidLines, stateOf, whereOf } from './failed.ts';
import { holdersText, holderText } from './holders.ts';
import { runOf, type Sending } from './sending.ts';

const LONGER = 'To let it try for longer: timeouts.lockBudget (milliseconds) of this environment in tidemark.config.';

const GONE = new Set(['42P01', '42703', '3F000']);
/** For these the same transaction is tried again, within a time. */
const PASSES = new Set(['55P03', '40P01', '40001', HELD]);

/** `waited`: milliseconds since the first try; `took`: of this one. */
export function refusal(sending: Sending, error: DatabaseError, waited: number, took = waited): Problem {
  const { database, plan, pieces } = sending;
  const { environment } = database.place;
  const run = runOf(sending.unit);
  const located = sure(sending, run, locate(pieces, error), error);
  const left = leftBy(sending);
  const details: ProblemDetails = { ...said(error, environment.name), state: left.state, committed: left.committed };
  const make = (code: string, message: string, why: string, fix: string, more: ProblemDetails = {}): Problem =>
    new Problem(code, message, { why: `${why} ${left.says}`, fix, exit: left.exit, details: { ...details, ...more } });
  if (error.sqlstate === LOCK_HELD) return lockHeld(sending, error, waited, left);
  if (PASSES.has(error.sqlstate)) return inTheWay(sending, error, waited, left, run, located);
  const step = located.piece === null ? null : (pieces[located.piece]?.step ?? null);
  const known = located.piece !== null;
  const own = known && step === null ? (pieces[located.piece ?? 0]?.text ?? '') : '';
  if (error.sqlstate === STALE)
    return make(
      'stale-plan',
      `${environment.name} is not what the plan was made for.`,
      `${error.message} changed since it was read.`,
      'Run the command again: it makes a new plan from what is there now.',
    );
  if (error.sqlstate === OTHER_ENVIRONMENT)
    return make(
      'other-environment',
      `This database does not call itself ${environment.name}.`,
      `Another environment's name is stored in it (${environment.from}).`,
      `Check the URL. If the database is ${environment.name} now: npx tidemark repair environment-name -e ${environment.name} --on ${environment.name}`,
    );
  if (run && own.startsWith(`insert into ${qualified(run.table)} (`)) return notRecorded(run, error, environment, make);
  if (error.sqlstate === '42501' && own !== '') return mayNot(own, run, error, environment, make);
  // Before any step: the guard itself found no table, no column or no schema where the plan was made with one.
  if (known && step === null && own !== 'commit' && GONE.has(error.sqlstate))
    return make(
      'stale-plan',
      `${environment.name} is not what the plan was made for.`,
      `${error.message}: it was there when it was read.`,
      'Run the command again: it makes a new plan from what is there now.',
    );
  // Several migrations may share the transaction; then only the place tells whose statement it was.
  const sql = step === null ? (run && !known ? sending.unit.steps[0]?.step : undefined) : plan.steps[step];
  if (sql?.kind === 'sql' && sql.migration)
    return migrationFailed(sending, error, { run: sql.migration, text: sql.text, located, left, took });
  if (run && own === 'commit') return atCommit(run, error, environment, left, details);
  return make(
    'database-refused',
    `${environment.name} refused: ${error.message}`,
    `${saidLines(error).join('\n')}${step === null ? '' : `\nIt was the step "${plan.steps[step]?.says}".`}\nRolled back.`,
    'npx tidemark doctor',
  );
}

type Make = (code: string, message: string, why: string, fix: string, more?: ProblemDetails) => Problem;

/** The only statement of a file is the one that failed, unless it was the history row. */
function sure({ pieces, unit }: Sending, run: MigrationRun | undefined, located: Located, error: DatabaseError): Located {
  const text = unit.steps[0]?.step.kind === 'sql' ? unit.steps[0].step.text : '';
  if (located.piece !== null || !run || countOf(text) !== 1) return located;
  if (error.table === run.table.name && error.schema === run.table.schema) return located;
  const piece = pieces.findIndex((p) => p.from !== undefined);
  // One past everything that is ours before it.
  return piece === -1 ? located : locate(pieces, { completed: piece, counted: true, position: null });
}

function waitedIn({ database, holders }: Sending, error: DatabaseError, waited: number, left: Left): ProblemDetails {
  const ours = error.sqlstate === LOCK_HELD || error.sqlstate === HELD;
  return {
    ...said(error, database.place.environment.name),
    // Of our own states the detail is data; who it is stands in `blockers`.
    ...(ours ? { detail: holdersText(holders) } : {}),
    state: left.state,
    committed: left.committed,
    waited: Math.round(waited),
    blockers: holders.map(holderText),
  };
}

function lockHeld(sending: Sending, error: DatabaseError, waited: number, left: Left): Problem {
  const { name } = sending.database.place.environment;
  const who = sending.holders.length > 0 ? ` It is ${holdersText(sending.holders)}.` : '';
  const seconds = Math.round(waited / 1000);
  const says = seconds === 0 ? `is at work on ${name}` : `has been at work on ${name} for at least ${seconds} s`;
  return new Problem('lock-held', `Another Tidemark ${says}.`, {
    why: `It holds the migration lock.${who} ${left.says}`,
    fix: `Wait until it is done.\nThen: npx tidemark ${sending.plan.command}${flagOf(name)}`,
    exit: left.exit,
    details: waitedIn(sending, error, waited, left),
  });
}

function inTheWay(
  sending: Sending,
  error: DatabaseError,
  waited: number,
  left: Left,
  run: MigrationRun | undefined,
  located: Located,
): Problem {
  const { environment } = sending.database.place;
  const clash = error.sqlstate === '40001' || error.sqlstate === '40P01';
  const step = sending.unit.steps[0]?.step;
  const where =
    run && step?.kind === 'sql' && located.statement
      ? whereOf({ run, text: step.text, located })
      : { lines: [], details: run ? { migration: run.name, file: run.file } : {} };
  const seconds = Math.round(waited / 1000);
  const what = run?.name ?? 'The change';
  const see =
    'See who holds it: select pid, state, application_name, xact_start from pg_stat_activity where xact_start is not null order by xact_start;';
  const holders = sending.holders.length > 0;
  return new Problem(
    'lock-not-free',
    `${what} ${clash ? 'met others on the same rows or tables' : 'did not get a lock that it needs'} in ${environment.name}; ${seconds} s of trying were not enough.`,
    {
      why: [
        ...where.lines,
        ...(error.sqlstate === HELD ? [] : [`${error.message} (SQLSTATE ${stateOf(error.sqlstate)}).`]),
        ...(holders ? [`Held by ${holdersText(sending.holders)}.`] : []),
        ...(clash ? [] : [`No reader waited behind us for longer than ${environment.lockTimeout} ms at a time.`]),
        `Rolled back. ${left.says}`,
      ].join('\n'),
      fix: clash
        ? `Run it again when less is going on: npx tidemark ${sending.plan.command}${flagOf(environment.name)}\n${LONGER}`
        : `${holders ? 'Wait for them, or ask whoever runs them to end.' : see}\nThen: npx tidemark ${sending.plan.command}${flagOf(environment.name)}\n${LONGER}`,
      exit: left.exit,
      details: { ...waitedIn(sending, error, waited, left), ...where.details },
    },
  );
}

function notRecorded(run: MigrationRun, error: DatabaseError, { name, target }: Environment, make: Make): Problem {
  const table = qualified(run.table);
  return make(
    'not-recorded',
    `${run.name} ran in ${name}, and could not be recorded: ${error.message}`,
    `${saidLines(error).join('\n')}\nIt is the row in ${run.table.schema}.${run.table.name} that was refused, so the migration was rolled back with it.`,
    error.sqlstate === '42501'
      ? `An administrator runs:\n${grantHistory(run, target.role)}\nThen: npx tidemark migrate${flagOf(name)}`
      : `Look at what ${table} asks of its rows (columns, constraints, triggers): npx tidemark doctor${flagOf(name)}`,
    { migration: run.name, file: run.file },
  );
}

const grantHistory = ({ table }: MigrationRun, role: string): string => {
  const to = role === '' ? '…' : identifier(role);
  return `grant usage on schema ${identifier(table.schema)} to ${to};\ngrant select, insert, update on ${qualified(table)} to ${to};\ngrant usage on all sequences in schema ${identifier(table.schema)} to ${to};`;
};

/** A right is missing for something that we do ourselves. */
function mayNot(
  own: string,
  run: MigrationRun | undefined,
  error: DatabaseError,
  { name, target }: Environment,
  make: Make,
): Problem {
  const role = target.role || 'of this URL';
  const receipt = own === createOwnSchema() || own.includes('tidemark.');
  if (receipt || !run)
    return make(
      'no-own-schema',
      `Role ${role} may not create what the receipt needs in ${name}.`,
      `${error.message}. A change is only made where a receipt can say how to take it back.`,
      `An administrator runs this once, then the same command works:\n${grantOwnSchema(target.role)}`,
    );
  const makes = own.startsWith('create ');
  const database = target.database === '' ? '…' : identifier(target.database);
  return make(
    'history-forbidden',
    `Role ${role} may not ${makes ? 'create' : 'lock and write'} ${run.table.schema}.${run.table.name} in ${name}.`,
    `${error.message} (SQLSTATE ${stateOf(error.sqlstate)}).`,
    `An administrator runs:\n${makes ? `grant create on database ${database} to ${identifier(target.role)};` : grantHistory(run, target.role)}\nThen: npx tidemark migrate${flagOf(name)}`,
  );
}

/** Deferred constraints are looked at when everything is done; no statement is named then. */
function atCommit(run: MigrationRun, error: DatabaseError, { name }: Environment, left: Left, details: ProblemDetails): Problem {
  const what = error.constraint === null ? 'a deferred constraint' : error.constraint;
  return new Problem('migration-failed', `${run.name} failed in ${name}, when it was to be committed: ${error.message}`, {
    why: [
      `${run.file}: all of its statements ran, and then ${what} refused their rows.`,
      ...saidLines(error),
      `Rolled back. ${left.says}`,
    ].join('\n'),
    fix: `Correct the rows, by hand or in ${run.file}.\nThen: npx tidemark migrate${flagOf(name)}`,
    exit: left.exit,
    details: { ...details, migration: run.name, file: run.file },
  });
}
