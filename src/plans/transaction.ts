/** The one message that makes a unit of a plan true in a database, or leaves everything as it was. */
import type { Environment, HistoryTable, MigrationRun, Part, Plan, Receipt, Step, TableName } from '../model/index.ts';
import { lockAll, refuseWhileHeld, waitForAutovacuum } from '../sql/blockers.ts';
import { piecesOf } from '../sql/breakpoints.ts';
import { guard, guardEnvironment, lockHistory, STALE, tryLock } from '../sql/guard.ts';
import {
  contentPrint,
  createHistoryTable,
  createHistoryTableIfAbsent,
  identityOf,
  PLAIN_OUTPUT,
  rowStatement,
  sequencePosition,
  setSequence,
} from '../sql/history.ts';
import { JOINT, type SentPiece } from '../sql/locate.ts';
import { createOwnSchema, insertReceipt, type OwnTables, storeEnvironment } from '../sql/own-schema.ts';
import { doBlock, identifier, literal, qualified } from '../sql/quote.ts';
import { dropEmptySteps, endStep, forgetSteps, guardSteps, guardUncut, type Intent, insertDoneStep } from '../sql/steps.ts';

/** A piece of the message. `step` is the place in plan.steps; a migration's piece holds many statements, the others one. */
export interface Piece extends SentPiece {
  step: number | null;
}

/** Steps that share a transaction: a migration alone, everything else together. */
export interface Unit {
  steps: { place: number; step: Exclude<Step, { kind: 'file' }> }[];
  first: boolean;
  last: boolean;
}

/** One transaction of a migration that is cut into parts; `record`: only its history row is left to write. */
export type Portion = { intent: Intent; part: Part; ends: boolean } | { record: Intent };

/** How a transaction is tried, after what came of the tries before. */
export interface Attempt {
  /** Pids that kept us waiting before. */
  known: readonly number[];
  /** Several tables are locked at once or not at all; after many tries one waits for each. */
  nowait: boolean;
  passAutovacuum: boolean;
  /** Name what the holders of locks are running. */
  queries: boolean;
}

export const FIRST: Attempt = { known: [], nowait: true, passAutovacuum: false, queries: false };

export interface Place {
  environment: Environment;
  /** As it was read; null: there is none yet. */
  table: HistoryTable | null;
  tables: HistoryTable[];
  /** The history table's schema exists. */
  schemaExists: boolean;
  /** What exists of schema tidemark. */
  own: OwnTables;
}

export function unitsOf(plan: Plan): Unit[] {
  const units: Unit['steps'][] = [];
  let open: Unit['steps'] | null = null;
  plan.steps.forEach((step, place) => {
    if (step.kind === 'file') return;
    if (step.kind === 'sql' && step.migration && !plan.together) {
      units.push([{ place, step }]);
      open = null;
    } else if (open) open.push({ place, step });
    else {
      open = [{ place, step }];
      units.push(open);
    }
  });
  return units.map((steps, i) => ({ steps, first: i === 0, last: i === units.length - 1 }));
}

/** A receipt goes into the database when the plan can be undone, wherever our schema already is, and where another system's files are run. */
export const keepsReceipt = (plan: Plan, place: Place): boolean =>
  place.own.receipt || plan.undo.by === 'receipt' || plan.command === 'adopt';

export function transactionOf(
  plan: Plan,
  unit: Unit,
  place: Place,
  receipt: Receipt,
  attempt: Attempt = FIRST,
  portion?: Portion,
): Piece[] {
  const { environment } = place;
  const pieces: Piece[] = [];
  const add: Add = (text, step = null, from) => pieces.push({ text, step, ...(from ? { from } : {}) });
  const recordsAlone = portion !== undefined && 'record' in portion;
  const ends = portion === undefined || recordsAlone || portion.ends;
  const keeps = unit.last && ends && keepsReceipt(plan, place);
  for (const text of beginning(environment)) add(text);
  // Beside a statement that runs alone another session of ours holds the lock.
  if (!recordsAlone) add(tryLock(environment.table));
  if (keeps) add(createOwnSchema());
  const claimed = unit.steps
    .map(({ step }) => (step.kind === 'sql' ? step.claims : undefined))
    .find((name) => name !== undefined);
  if (place.own.environment && environment.named) add(guardEnvironment(claimed ?? environment.name));
  if (keeps && environment.named) add(storeEnvironment(environment.name));
  for (const a of plan.assumes) {
    if (a.kind !== 'history') continue;
    if (a.print !== null) add(lockHistory(a.table));
    if (!unit.first || portion !== undefined) continue;
    add(guard(a, place.tables.find((t) => t.schema === a.table.schema && t.name === a.table.name)?.sequence ?? null));
  }
  for (const [nth, { place: at, step }] of unit.steps.entries()) {
    if (step.kind === 'history') for (const row of step.rows) add(rowStatement(step.table, row), at);
    else if (step.migration)
      migration(step, step.migration, at, unit.first && nth === 0, runBefore(plan, at), place, attempt, portion, add);
    else add(step.text, at, { text: step.text, offset: 0 });
  }
  const runs = unit.steps.some(({ step }) => step.kind === 'sql' && step.migration);
  if (keeps) add(insertReceipt(receipt, printsOf(plan, place), place.own.ran || !place.own.receipt ? { open: runs } : null));
  for (const { place: at, step } of unit.steps) if (step.kind === 'history' && step.sequence) add(setSequence(step.sequence), at);
  add('commit');
  return pieces;
}

type Add = (text: string, step?: number | null, from?: SentPiece['from']) => void;

/** What every transaction of ours starts with. */
export const beginning = (environment: Environment): string[] => [
  'begin',
  `set local lock_timeout = ${environment.lockTimeout}`,
  `set local statement_timeout = ${environment.statementTimeout}`,
  'set local idle_in_transaction_session_timeout = 60000',
  ...PLAIN_OUTPUT.split(';')
    .map((t) => t.trim())
    .filter((t) => t !== ''),
];

function migration(
  step: Extract<Step, { kind: 'sql' }>,
  run: MigrationRun,
  at: number,
  first: boolean,
  before: MigrationRun | undefined,
  place: Place,
  attempt: Attempt,
  portion: Portion | undefined,
  add: Add,
): void {
  if (before === undefined && place.table === null) {
    if (!place.schemaExists) add(`create schema if not exists ${identifier(run.table.schema)}`);
    // A part before this one may have made it.
    add(portion ? createHistoryTableIfAbsent(run.table, run.line) : createHistoryTable(run.table, run.line));
  }
  for (const text of nobodyElse(run, before, first, place, portion)) add(text);
  if (portion && 'record' in portion) add(endStep(portion.record));
  else {
    if (portion) add(guardSteps(portion.intent));
    else if (place.own.step) add(guardUncut({ history: run.table, migration: run.name }));
    const { needs = [], first: atOnce = false } = run.locks ?? {};
    if (needs.length > 0) {
      if (attempt.passAutovacuum) add(waitForAutovacuum());
      add(refuseWhileHeld(needs, { ...attempt, lockTimeout: place.environment.lockTimeout, query: attempt.queries }));
      if (atOnce && needs.filter((n) => n.stops === 'readers').length > 1)
        add(lockAll(needs, attempt.nowait && !attempt.passAutovacuum));
    }
    // One part alone: the file's own BEGIN and COMMIT stand around it, and ours take their place.
    const { offset, length } = portion?.part ?? run.parts?.[0] ?? { offset: 0, length: step.text.length };
    const text = step.text.slice(offset, offset + length);
    add(migrationText(text), at, { text, offset });
    if (portion && !portion.ends) {
      add(insertDoneStep(portion.intent));
      return;
    }
  }
  add(historyRow(run));
  if (portion) {
    const key = { history: run.table, migration: run.name };
    add(forgetSteps(key));
    add(dropEmptySteps());
  }
}

const runBefore = (plan: Plan, at: number): MigrationRun | undefined =>
  plan.steps
    .slice(0, at)
    .flatMap((s) => (s.kind === 'sql' && s.migration ? [s.migration] : []))
    .at(-1);

/**
 * Nobody wrote into the history meanwhile. Before the first migration the table's print was compared; behind it the newest row has
 * to be the one that we wrote, which takes one look into an index where the search for a migration reads the whole table.
 */
function nobodyElse(
  run: MigrationRun,
  before: MigrationRun | undefined,
  first: boolean,
  { table }: Place,
  portion?: Portion,
): string[] {
  if (portion) return [notRecorded(run)];
  if (first) return [];
  const { sequence = null, rows = [] } = table ?? {};
  const risesById = table === null || (sequence !== null && rows.every((r) => Number(r.id) <= Number(sequence.lastValue)));
  if (!before || !risesById) return [notRecorded(run)];
  return [
    doBlock(
      `if (select hash from ${qualified(run.table)} order by id desc limit 1) is distinct from ${literal(before.hash)} then raise exception using errcode = '${STALE}', message = ${literal(run.name)}; end if;`,
    ),
  ];
}

/** Nobody recorded it meanwhile. */
export function notRecorded(run: MigrationRun): string {
  // Before the first migration of all there is no table to look into.
  return doBlock(
    `if pg_catalog.to_regclass(${literal(qualified(run.table))}) is not null then if exists (select from ${qualified(run.table)} where ${identityOf(run)}) then raise exception using errcode = '${STALE}', message = ${literal(run.name)}; end if; end if;`,
  );
}

function historyRow(run: MigrationRun): string {
  const columns = run.line === '1.0' ? 'hash, created_at, name' : 'hash, created_at';
  const values = [literal(run.hash), `${literal(run.when)}::bigint`, ...(run.line === '1.0' ? [literal(run.name)] : [])];
  return `insert into ${qualified(run.table)} (${columns}) values (${values.join(', ')})`;
}

/** Breakpoints separate statements although the text between them may lack its semicolon. */
export const migrationText = (text: string): string =>
  piecesOf(text)
    .map((piece) => piece.text)
    .join(JOINT);

/** The sequence moves after this is computed, so its position is the plan's, the content PostgreSQL's. */
function printsOf(plan: Plan, place: Place): { table: string; expression: string }[] {
  return plan.assumes.flatMap((a) => {
    if (a.kind !== 'history') return [];
    const found = place.tables.find((t) => same(t, a.table));
    const made = plan.steps.some(
      (s) => s.kind === 'sql' && !s.migration && s.text.startsWith(`create table ${qualified(a.table)}`),
    );
    const dropped = plan.steps.some((s) => s.kind === 'sql' && s.text === `drop table ${qualified(a.table)}`);
    if (dropped || (!found && !made)) return [];
    const step = plan.steps.find((s) => s.kind === 'history' && same(s.table, a.table));
    const sequence = (step?.kind === 'history' ? step.sequence?.after : undefined) ?? found?.sequence ?? null;
    const position = sequencePosition(a.table, sequence ? `${sequence.lastValue} ${sequence.isCalled}` : null);
    return [{ table: `${a.table.schema}.${a.table.name}`, expression: `${contentPrint(a.table)} || ':' || ${position}` }];
  });
}

const same = (a: TableName, b: TableName): boolean => a.schema === b.schema && a.name === b.name;

export const messageOf = (pieces: readonly Piece[]): string => pieces.map((p) => p.text).join(JOINT);
