/** A statement of a migration that PostgreSQL refused: where it stands, what happened, how the database is now, what to type. */
import { flagOf } from '../../base/flag.ts';
import { placeOf } from '../../base/line.ts';
import { Problem, type ProblemDetails } from '../../base/problem.ts';
import type { DatabaseError } from '../../drivers/session.ts';
import type { MigrationRun } from '../../model/index.ts';
import { conditionOf } from '../../sql/conditions.ts';
import { countOf, type Located, numberOf } from '../../sql/locate.ts';
import type { Refused } from '../../sql/meaning.ts';
import { meaningOf } from '../../sql/sqlstate.ts';
import { nameStandingAt, subjectOf } from '../../sql/subject.ts';
import type { Sending, Task } from './sending.ts';

const LONGEST = 300;
/** Of a line that is shown with the place marked in it. */
const WIDEST = 100;

/** How the database is after a refusal, as data and in a sentence. */
export interface Left {
  state: 'unchanged' | 'part';
  /** Units that are in, this one not counted. */
  committed: number;
  /** Parts of this migration that are in. */
  parts: number;
  exit: 2 | 3;
  says: string;
}

const NOTHING = 'Nothing was changed.';

/** What stands when this fails. */
export function leftBy({ done, parts = 0 }: Pick<Task, 'done' | 'parts'>): Left {
  if (done === 0 && parts === 0) return { state: 'unchanged', committed: 0, parts, exit: 2, says: NOTHING };
  const before = done === 1 ? 'The one before it is committed.' : done > 1 ? `The ${done} before it are committed.` : null;
  const own =
    parts === 0
      ? null
      : `Its first ${parts === 1 ? 'part is' : `${parts} parts are`} in; the next run goes on after ${parts === 1 ? 'it' : 'them'}.`;
  return { state: 'part', committed: done, parts, exit: 3, says: [before, own].filter((s) => s !== null).join(' ') };
}

/** A Problem of one piece of work, told by those who know that something before it is committed: `says` in place of that nothing was changed. */
export function behind(problem: Problem, says: string): Problem {
  const { code, message, why, fix, details, exit } = problem;
  if (exit === 3) return problem;
  const told = why.includes(NOTHING) ? why.replace(NOTHING, says) : `${why} ${says}`;
  return new Problem(code, message, { why: told, fix, exit: 3, ...(details ? { details } : {}) });
}

/** What the server said, field by field. */
export function said(error: DatabaseError, environment: string): ProblemDetails {
  const condition = conditionOf(error.sqlstate);
  const { schema, table, column, constraint, dataType } = error;
  const object = Object.entries({ schema, table, column, constraint, dataType }).filter(([, name]) => name !== null);
  return {
    environment,
    sqlstate: error.sqlstate,
    ...(condition ? { condition } : {}),
    says: error.message,
    ...(error.detail ? { detail: error.detail } : {}),
    ...(error.hint ? { hint: error.hint } : {}),
    ...(error.context ? { context: error.context } : {}),
    ...(object.length > 0 ? { object: Object.fromEntries(object) as NonNullable<ProblemDetails['object']> } : {}),
  };
}

/** `23505 unique_violation`. */
export function stateOf(sqlstate: string): string {
  const condition = conditionOf(sqlstate);
  return condition ? `${sqlstate} ${condition}` : sqlstate;
}

/** SQLSTATE, detail, hint and PL/pgSQL's place, a line each. */
export function saidLines(error: DatabaseError): string[] {
  return [
    `SQLSTATE ${stateOf(error.sqlstate)}`,
    ...(error.detail ? [`Detail: ${error.detail}`] : []),
    ...(error.hint ? [`Hint: ${error.hint}`] : []),
    // The guards of ours have a context too, which tells nobody anything.
    ...(error.context ? [`In ${error.context.split('\n')[0]}`] : []),
  ];
}

export interface Failed {
  run: MigrationRun;
  /** The migration's whole text. */
  text: string;
  located: Located;
  left: Left;
  /** Milliseconds of this try. */
  took: number;
}

/** The statement, as lines to show and as data. */
export function whereOf({ run, text, located }: Pick<Failed, 'run' | 'text' | 'located'>): {
  lines: string[];
  details: ProblemDetails;
} {
  const { statement, at } = located;
  const statements = countOf(text);
  const details: ProblemDetails = { migration: run.name, file: run.file, statements };
  if (!statement)
    return { lines: [`${run.file}: one of its ${statements} statements. This driver does not tell which.`], details };
  const own = text.slice(statement.offset, statement.offset + statement.length);
  const { line, column } = placeOf(text, at ?? statement.offset);
  const nth = numberOf(text, statement.offset);
  return {
    lines: [
      `${run.file}:${line}:${column}, statement ${nth} of ${statements}:`,
      ...shown(own, at === undefined ? null : at - statement.offset),
    ],
    details: { ...details, line, column, statement: short(own), nth },
  };
}

export function migrationFailed(sending: Sending, error: DatabaseError, failed: Failed): Problem {
  const { run, left } = failed;
  const { environment } = sending.database.place;
  const refused = refusedOf(sending, error, failed);
  const meaning = meaningOf(error.sqlstate);
  const where = whereOf(failed);
  return new Problem('migration-failed', `${run.name} failed in ${environment.name}: ${error.message}`, {
    why: [
      ...where.lines,
      ...saidLines(error),
      ...(meaning ? [meaning.says(refused)] : []),
      `${isAlone(failed) ? (sending.cleared ? CLEARED : ALONE) : 'Rolled back.'} ${left.says}`,
    ].join('\n'),
    fix: [
      ...(meaning?.next(refused) ?? [`Mend ${run.file} (it is not recorded as applied).`]),
      ...(left.parts > 0 ? [`What stands before this statement in ${run.file} has run: leave it as it is there.`] : []),
      `Then: npx tidemark migrate${flagOf(environment.name)}`,
    ].join('\n'),
    exit: left.exit,
    details: { ...said(error, environment.name), ...where.details, state: left.state, committed: left.committed },
  });
}

const ALONE =
  'It runs outside of a transaction, so nothing rolls it back: what it left half done is looked for and taken away before it is run again.';

const CLEARED =
  'It runs outside of a transaction, so nothing rolls it back: what it left half done was looked for and taken away.';

const isAlone = ({ run, located }: Pick<Failed, 'run' | 'located'>): boolean =>
  run.parts?.some((part) => part.alone !== undefined && part.offset === located.statement?.offset) === true;

function refusedOf({ database }: Sending, error: DatabaseError, { run, text, located, left, took }: Failed): Refused {
  const { statement, at } = located;
  const own = statement ? text.slice(statement.offset, statement.offset + statement.length) : '';
  const { target, statementTimeout } = database.place.environment;
  return {
    migration: run.name,
    file: run.file,
    on: flagOf(database.place.environment.name),
    subject: subjectOf(own),
    statement: own,
    ran: left.parts > 0 && isAlone({ run, located }),
    name: at === undefined ? null : nameStandingAt(text, at),
    schema: error.schema,
    table: error.table,
    column: error.column,
    constraint: error.constraint,
    role: target.role,
    database: target.database,
    statementTimeout,
    took,
  };
}

const short = (sql: string): string => (sql.length > LONGEST ? `${sql.slice(0, LONGEST)} …` : sql);

/** Indented, so that it is shown as it is. With a position: its line, the place marked below. */
function shown(sql: string, at: number | null): string[] {
  const indented = (line: string): string => `    ${line.replaceAll('\t', '  ')}`;
  if (at === null) {
    const lines = short(sql).split('\n');
    return [...lines.slice(0, 6), ...(lines.length > 6 ? ['…'] : [])].map(indented);
  }
  const start = sql.lastIndexOf('\n', at - 1) + 1;
  const end = sql.indexOf('\n', at);
  const line = sql.slice(start, end === -1 ? sql.length : end);
  const from = line.length > WIDEST ? Math.max(0, at - start - WIDEST / 2) : 0;
  const cut = (from > 0 ? '…' : '') + line.slice(from, from + WIDEST) + (line.length > from + WIDEST ? '…' : '');
  const mark = indented(`${from > 0 ? '…' : ''}${line.slice(from, at - start)}`).length;
  const first = start === 0 ? [] : [short(sql.slice(0, sql.indexOf('\n'))), ...(sql.indexOf('\n') + 1 < start ? ['…'] : [])];
  return [...first.map(indented), indented(cut), `${' '.repeat(mark)}^`];
}
