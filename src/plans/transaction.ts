/** The one message that makes a unit of a plan true in a database, or leaves everything as it was. */
import type { Environment, HistoryTable, Plan, Receipt, Step, TableName } from '../model/index.ts';
import { piecesOf } from '../sql/breakpoints.ts';
import { guard, guardEnvironment, lockHistory, STALE, tryLock } from '../sql/guard.ts';
import { contentPrint, createHistoryTable, PLAIN_OUTPUT, rowStatement, sequencePosition, setSequence } from '../sql/history.ts';
import { createOwnSchema, insertReceipt, storeEnvironment } from '../sql/own-schema.ts';
import { doBlock, identifier, literal, qualified } from '../sql/quote.ts';

/** A piece of the message. `step` is the place in plan.steps; a migration's piece holds many statements, the others one. */
export interface Piece {
  text: string;
  step: number | null;
}

/** Steps that share a transaction: a migration alone, everything else together. */
export interface Unit {
  steps: { place: number; step: Exclude<Step, { kind: 'file' }> }[];
  first: boolean;
  last: boolean;
}

export interface Place {
  environment: Environment;
  /** As it was read; null: there is none yet. */
  table: HistoryTable | null;
  tables: HistoryTable[];
  /** The history table's schema exists. */
  schemaExists: boolean;
  /** What exists of schema tidemark. */
  own: { environment: boolean; receipt: boolean };
}

export function unitsOf(plan: Plan): Unit[] {
  const units: Unit['steps'][] = [];
  let open: Unit['steps'] | null = null;
  plan.steps.forEach((step, place) => {
    if (step.kind === 'file') return;
    if (step.kind === 'sql' && step.migration) {
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

/** A receipt goes into the database when the plan can be undone, and wherever our schema already is. */
export const keepsReceipt = (plan: Plan, place: Place): boolean => place.own.receipt || plan.undo.by === 'receipt';

export function transactionOf(plan: Plan, unit: Unit, place: Place, receipt: Receipt): Piece[] {
  const { environment } = place;
  const pieces: Piece[] = [];
  const add = (text: string, step: number | null = null) => pieces.push({ text, step });
  const keeps = unit.last && keepsReceipt(plan, place);
  add('begin');
  add(`set local lock_timeout = ${environment.lockTimeout}`);
  add(`set local statement_timeout = ${environment.statementTimeout}`);
  add('set local idle_in_transaction_session_timeout = 60000');
  for (const text of PLAIN_OUTPUT.split(';').filter((t) => t.trim() !== '')) add(text.trim());
  add(tryLock(environment.table));
  if (keeps) add(createOwnSchema());
  const claimed = unit.steps
    .map(({ step }) => (step.kind === 'sql' ? step.claims : undefined))
    .find((name) => name !== undefined);
  if (place.own.environment && environment.named) add(guardEnvironment(claimed ?? environment.name));
  if (keeps && environment.named) add(storeEnvironment(environment.name));
  for (const a of plan.assumes) {
    if (a.kind !== 'history') continue;
    if (a.print !== null) add(lockHistory(a.table));
    if (!unit.first) continue;
    add(guard(a, place.tables.find((t) => t.schema === a.table.schema && t.name === a.table.name)?.sequence ?? null));
  }
  for (const { place: at, step } of unit.steps) {
    if (step.kind === 'history') for (const row of step.rows) add(rowStatement(step.table, row), at);
    else if (step.migration) migration(step, at, unit, place, add);
    else add(step.text, at);
  }
  if (keeps) add(insertReceipt(receipt, printsOf(plan, place)));
  for (const { place: at, step } of unit.steps) if (step.kind === 'history' && step.sequence) add(setSequence(step.sequence), at);
  add('commit');
  return pieces;
}

function migration(
  step: Extract<Step, { kind: 'sql' }>,
  at: number,
  unit: Unit,
  place: Place,
  add: (text: string, step?: number) => void,
): void {
  const run = step.migration;
  if (!run) return;
  if (unit.first && place.table === null) {
    if (!place.schemaExists) add(`create schema if not exists ${identifier(run.table.schema)}`);
    add(createHistoryTable(run.table, run.line));
  }
  const columns = run.line === '1.0' ? 'hash, created_at, name' : 'hash, created_at';
  const values = [literal(run.hash), `${literal(run.when)}::bigint`, ...(run.line === '1.0' ? [literal(run.name)] : [])];
  const identity =
    run.line === '1.0'
      ? `name = ${literal(run.name)}`
      : `hash = ${literal(run.hash)} and created_at::text = ${literal(run.when)}`;
  add(
    doBlock(
      `if exists (select from ${qualified(run.table)} where ${identity}) then raise exception using errcode = '${STALE}', message = ${literal(run.name)}; end if;`,
    ),
  );
  add(migrationText(step.text), at);
  add(`insert into ${qualified(run.table)} (${columns}) values (${values.join(', ')})`);
}

/** Breakpoints separate statements although the text between them may lack its semicolon. */
export const migrationText = (text: string): string =>
  piecesOf(text)
    .map((piece) => piece.text)
    .join('\n;\n');

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

export const messageOf = (pieces: readonly Piece[]): string => pieces.map((p) => p.text).join('\n;\n');
