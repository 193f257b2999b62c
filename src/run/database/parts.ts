/** A migration that no single transaction can hold: its parts in order, each recorded, so that a run that stops is taken up where it stopped. */
import { randomUUID } from 'node:crypto';
import { sha256 } from '../../base/fingerprint.ts';
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Result } from '../../drivers/session.ts';
import type { MigrationRun, Part } from '../../model/index.ts';
import { editedPart, partEdited } from '../../plans/noted-parts.ts';
import { type Attempt, beginning, notRecorded, type Portion, transactionOf } from '../../plans/transaction.ts';
import { tryLock } from '../../sql/guard.ts';
import { grantOwnSchema } from '../../sql/own-schema.ts';
import { createSteps, type Intent, readSteps } from '../../sql/steps.ts';
import { runAlone } from './alone.ts';
import { behind, leftBy } from './failed.ts';
import { refusal } from './refusal.ts';
import { interrupted, rollback, sendTransaction } from './send.ts';
import { receiptNow, type Task } from './sending.ts';
import { waiting } from './waiting.ts';

/** What an earlier run, or another one, says about a part. */
export interface Step {
  place: number;
  print: string;
  state: 'running' | 'done';
  token: string;
  by: string;
  at: string;
  /** Names of the indexes that the table had. */
  before: string[];
}

export async function sendParts(task: Task, run: MigrationRun, parts: readonly Part[], text: string): Promise<void> {
  const { database, receipt, tell } = task;
  const token = randomUUID();
  const textOf = ({ offset, length }: Part): string => text.slice(offset, offset + length);
  const began = performance.now();
  const steps = await stepsSoFar(task, run);
  const edited = editedPart(run, text, steps);
  if (edited) throw partEdited(run, edited, database.place.environment.name);
  for (const [place, part] of parts.entries()) {
    const intent: Intent = { history: run.table, migration: run.name, place, print: sha256(textOf(part)), token, by: receipt.by };
    const seen = steps.find((s) => s.place === place);
    if (seen?.state === 'done') continue;
    const at: Task = { ...task, parts: place };
    const ends = place === parts.length - 1;
    await tell({
      event: 'part',
      environment: database.place.environment.name,
      migration: run.name,
      part: place + 1,
      parts: parts.length,
    });
    try {
      await sendPart(at, { run, part, text: textOf(part), intent, seen, ends });
    } catch (error) {
      const left = leftBy(at);
      throw error instanceof Problem && left.exit === 3 ? behind(error, left.says) : error;
    }
  }
  const milliseconds = Math.round(performance.now() - began);
  await tell({ event: 'committed', environment: database.place.environment.name, migration: run.name, milliseconds });
}

interface OnePart {
  run: MigrationRun;
  part: Part;
  text: string;
  intent: Intent;
  seen: Step | undefined;
  ends: boolean;
}

async function sendPart(task: Task, { part, ...one }: OnePart): Promise<void> {
  const { plan, unit, database } = task;
  const of = (attempt: Attempt | undefined, portion: Portion) =>
    transactionOf(plan, unit, database.place, receiptNow(task), attempt, portion);
  if (part.alone) return runAlone(task, { ...one, alone: part.alone, record: (portion) => of(undefined, portion) });
  const { run, intent, ends } = one;
  const make = (attempt: Attempt) => of(attempt, { intent, part, ends });
  return sendTransaction({ ...task, make, needs: run.locks?.needs ?? [] });
}

/** Makes the table of steps when it is not there, and reads it, under the lock: so nobody is in the middle of a part. */
async function stepsSoFar(task: Task, run: MigrationRun): Promise<Step[]> {
  const { database } = task;
  const { environment } = database.place;
  const patience = waiting(task);
  const text = [
    ...beginning(environment),
    tryLock(environment.table),
    // Another run may have done all of it while this one waited.
    notRecorded(run),
    createSteps(),
    readSteps({ history: run.table, migration: run.name }),
    'commit',
  ].join(';\n');
  for (;;) {
    try {
      return stepsOf(await answered(database.session, text));
    } catch (error) {
      if (error instanceof ConnectionLost) throw lostBefore(task, error);
      if (!(error instanceof DatabaseError)) throw error;
      await rollback(database.session);
      if (error.sqlstate === '42501') throw noPlaceForSteps(task, run, error);
      if (database.interrupt.asked) throw interrupted(task);
      const pieces = [{ text, step: null }];
      if (!(await patience.again(error, [])))
        throw refusal({ ...task, pieces, holders: patience.holders }, error, patience.waited());
    }
  }
}

const stepsOf = (results: Result[]): Step[] =>
  (results.findLast((r) => r.tag.startsWith('SELECT'))?.rows ?? []).map((row) => ({
    place: Number(row['place']),
    print: row['print'] ?? '',
    state: row['state'] === 'done' ? 'done' : 'running',
    token: row['token'] ?? '',
    by: row['by'] ?? '',
    at: row['at'] ?? '',
    before: row['before'] ? (JSON.parse(row['before']) as string[]) : [],
  }));

const lostBefore = ({ database }: Task, error: ConnectionLost): Problem =>
  new Problem('connection-lost', `The connection to ${database.place.environment.name} was lost.`, {
    why: `${error.message} Nothing was changed.`,
    fix: 'Run the same command again.',
  });

function noPlaceForSteps({ database }: Task, run: MigrationRun, error: DatabaseError): Problem {
  const { environment } = database.place;
  return new Problem(
    'no-own-schema',
    `${run.name} cannot run in one transaction, and there is no place to note how far it came.`,
    {
      why: `${error.message}. Between its parts Tidemark keeps a row in schema tidemark, and takes it away at the end. Nothing was changed.`,
      fix: `An administrator runs this once, then the same command works:\n${grantOwnSchema(environment.target.role)}`,
    },
  );
}
