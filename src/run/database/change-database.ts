/** The database steps of a plan, transaction by transaction, each the way that it can go. */
import { Problem } from '../../base/problem.ts';
import type { LockNeed, MigrationRun, Plan, Receipt } from '../../model/index.ts';
import { isCut } from '../../plans/parts.ts';
import { transactionOf, type Unit, unitsOf } from '../../plans/transaction.ts';
import type { Listener } from '../progress.ts';
import { behind, leftBy } from './failed.ts';
import { parseFirst } from './parse-first.ts';
import { sendParts } from './parts.ts';
import { clocked } from './ran.ts';
import { sendTransaction } from './send.ts';
import { type Database, receiptNow, runOf, type Task, type Transaction } from './sending.ts';

/** Throws a Problem; exit 3 when something of it is committed. */
export async function changeDatabase(plan: Plan, database: Database, receipt: Receipt, tell: Listener): Promise<void> {
  const clock = clocked(plan, tell);
  const more = { plan, database, receipt, ran: clock.ran, tell: clock.tell };
  const tasks = unitsOf(plan).map((unit, done): Task => ({ ...more, unit, done }));
  await parseFirst(tasks);
  for (const task of tasks) {
    clock.begins(task.unit);
    try {
      await sendOne(task);
    } catch (error) {
      const left = leftBy({ done: task.done });
      throw error instanceof Problem && left.exit === 3 ? behind(error, left.says) : error;
    }
  }
}

async function sendOne(task: Task): Promise<void> {
  const { plan, unit, database } = task;
  const run = runOf(unit);
  const [first] = unit.steps;
  await takeSession(run, database);
  if (run?.parts && isCut(run) && first?.step.kind === 'sql') return sendParts(task, run, run.parts, first.step.text);
  const make: Transaction['make'] = (attempt) => transactionOf(plan, unit, database.place, receiptNow(task), attempt);
  return sendTransaction({ ...task, make, needs: needsOf(unit) });
}

/** Over HTTP what no request holds goes over a session that is opened for it, and so does all that comes behind it. */
async function takeSession(run: MigrationRun | undefined, database: Database): Promise<void> {
  if (database.session.can.session || run?.session === undefined) return;
  const session = await database.whole();
  if (session) {
    Object.assign(database, { session, reopen: async () => (await database.whole()) ?? session, beside: database.whole });
    return;
  }
  throw new Problem('not-over-http', `${run.file} cannot run over HTTP.`, {
    why: `${run.session}. Nothing was changed.`,
    fix: 'Run it with the command, over a WebSocket: npx tidemark migrate\nOr hand over a db of drizzle-orm/neon-serverless or node-postgres.',
  });
}

const needsOf = ({ steps }: Unit): LockNeed[] =>
  steps.flatMap(({ step }) => (step.kind === 'sql' ? (step.migration?.locks?.needs ?? []) : []));
