/** Does the server read each of the texts that our parser refuses? Asked before anything is committed, so that none is found too late. */
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError } from '../../drivers/session.ts';
import { messageOf, migrationText, type Piece } from '../../plans/transaction.ts';
import { READS, raiseReads } from '../../sql/guard.ts';
import { refusal } from './refusal.ts';
import { runOf, type Task } from './sending.ts';

/**
 * The server decides: its major, its settings and its make may know what our parser does not. It reads a whole message before
 * it executes the first statement of it, and gives the rest up when that one fails, as ours does.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
export async function parseFirst(tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) {
    const run = runOf(task.unit);
    const [first] = task.unit.steps;
    // A message over HTTP is no simple query; the first of all is refused with nothing before it.
    if (!run?.doubt || task.done === 0 || first?.step.kind !== 'sql' || !task.database.session.can.session) continue;
    const { text } = first.step;
    const pieces: Piece[] = [
      { text: raiseReads(), step: null },
      { text: migrationText(text), step: first.place, from: { text, offset: 0 } },
    ];
    const began = performance.now();
    try {
      await answered(task.database.session, messageOf(pieces));
    } catch (error) {
      if (error instanceof ConnectionLost) throw lost(task, error);
      if (!(error instanceof DatabaseError)) throw error;
      if (error.sqlstate === READS) continue;
      throw refusal({ ...task, done: 0, pieces, holders: [] }, error, performance.now() - began);
    }
    throw new Error('a statement that fails always did not');
  }
}

const lost = ({ database }: Task, error: ConnectionLost): Problem =>
  new Problem('connection-lost', `The connection to ${database.place.environment.name} was lost.`, {
    why: `${error.message} Nothing was changed.`,
    fix: 'Run the same command again.',
  });
