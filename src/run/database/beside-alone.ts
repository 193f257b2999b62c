/** What is told when something goes wrong beside a statement that runs alone: what is in, and what to type. */
import { flagOf } from '../../base/flag.ts';
import { Problem } from '../../base/problem.ts';
import type { ConnectionLost, DatabaseError } from '../../drivers/session.ts';
import { literal } from '../../sql/quote.ts';
import type { Alone } from './alone.ts';
import { type Left, leftBy, said, saidLines } from './failed.ts';
import type { Step } from './parts.ts';
import type { Task } from './sending.ts';

/** How far the statement itself came, as far as this run knows. */
export type Came = 'not begun' | 'taken back' | 'open' | 'run';

const CAME: Record<Came, string> = {
  'not begun': 'The statement was not begun.',
  'taken back': 'The statement was cancelled, and nothing of it is left.',
  open: 'How far the statement came is noted in tidemark.step, and the catalog shows the rest.',
  run: 'The statement has run; that it has is not recorded yet.',
};

/** Everything before this statement; what the statement itself left makes it exit 3. */
function leftBeside(task: Task, came: Came): Left {
  const left = leftBy(task);
  const nothing = came === 'not begun' || came === 'taken back';
  if (nothing) return left;
  return { ...left, state: 'part', exit: 3, says: left.exit === 2 ? '' : left.says };
}

const why = (first: string, came: Came, left: Left): string =>
  [first, CAME[came], left.says].filter((text) => text !== '').join(' ');

const AGAIN = 'Run the same command again: it takes the migration up at this statement.';

export function lostBeside(task: Task, alone: Alone, error: ConnectionLost, came: Came): Problem {
  const { name } = task.database.place.environment;
  const left = leftBeside(task, came);
  return new Problem(
    'connection-lost',
    `The connection to ${name} was lost beside a statement of ${alone.run.name} that runs outside of a transaction.`,
    { why: why(error.message, came, left), fix: AGAIN, exit: left.exit },
  );
}

export function interruptedBeside(task: Task, alone: Alone, came: Came): Problem {
  const left = leftBeside(task, came);
  const { name } = task.database.place.environment;
  return new Problem(
    'interrupted',
    `Interrupted in ${name}, at a statement of ${alone.run.name} that runs outside of a transaction.`,
    {
      why: why('', came, left),
      fix: AGAIN,
      exit: left.exit,
    },
  );
}

/** A question or a note of ours was refused, not the statement. */
export function refusedBeside(task: Task, alone: Alone, error: DatabaseError, came: Came): Problem {
  const { name } = task.database.place.environment;
  const left = leftBeside(task, came);
  return new Problem('database-refused', `${name} refused what goes with a statement of ${alone.run.name}: ${error.message}`, {
    why: `${saidLines(error).join('\n')}\n${why('', came, left)}`,
    fix: `${AGAIN}\nnpx tidemark migrate${flagOf(name)}`,
    exit: left.exit,
    details: { ...said(error, name), state: left.state, committed: left.committed },
  });
}

export const undecided = ({ database }: Task, { run, alone, intent }: Alone, seen: Step): Problem =>
  new Problem(
    'outcome-unknown',
    `Whether part ${intent.place + 1} of ${run.name} was done in ${database.place.environment.name} cannot be told.`,
    {
      why: `${seen.by} began it at ${seen.at} UTC and did not come to its end. ${alone.why}, so the server did not take it back, and the catalog does not show what it does.`,
      fix: `Look whether it was done. If it was: insert its end yourself: update tidemark.step set state = 'done' where migration = ${literal(run.name)} and place = ${intent.place};\nIf it was not: delete from tidemark.step where migration = ${literal(run.name)} and place = ${intent.place};\nThen run the same command again.`,
      exit: 3,
    },
  );
