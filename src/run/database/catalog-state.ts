/** What the catalog says of a statement that may have been begun, once nobody builds any more and a half state is cleared away. */
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError } from '../../drivers/session.ts';
import { beforeStep } from '../../sql/steps.ts';
import { traceState } from '../../sql/traces.ts';
import type { Alone } from './alone.ts';
import { interruptedBeside } from './beside-alone.ts';
import { leftBy } from './failed.ts';
import type { Database, Task } from './sending.ts';
import { watchedAlone } from './watched.ts';

export type State = 'absent' | 'done' | 'half' | 'building' | 'unknown';

export async function standing(task: Task, alone: Alone, seen: { before: string[] } | undefined = alone.seen): Promise<State> {
  const { trace } = alone.alone;
  // An index without a name is known by being new, so there is nothing to look for before it was begun.
  if (trace.kind === 'index' && trace.name === null && !seen) return 'absent';
  const { session, place } = task.database;
  const began = performance.now();
  for (;;) {
    const [found] = await answered(session, traceState(trace, seen?.before ?? []));
    const state = (found?.rows[0]?.['state'] ?? 'absent') as State;
    const what = found?.rows[0]?.['what'] ?? '';
    const cleanup = found?.rows[0]?.['cleanup'] ?? null;
    if (state === 'building') {
      const waited = performance.now() - began;
      if (task.database.interrupt.asked) throw interruptedBeside(task, alone, 'open');
      if (waited > place.environment.lockBudget) throw stillBuilding(task, alone, what);
      await task.tell({
        event: 'waiting',
        for: `${what}, which is being built by another session`,
        seconds: Math.round(waited / 1000),
      });
      await new Promise((done) => setTimeout(done, 1_000));
    } else if (state === 'half' && cleanup !== null) {
      await task.tell({
        event: 'cleared',
        environment: place.environment.name,
        migration: alone.run.name,
        what,
        statement: cleanup,
      });
      await watchedAlone(task.database, cleanup, {
        tell: task.tell,
        environment: place.environment.name,
        migration: alone.run.name,
      });
      if (trace.kind === 'detached') return 'done';
    } else return state;
  }
}

/** As `standing`, for a statement that this run has begun itself. */
export const standingNow = async (task: Task, alone: Alone): Promise<State> =>
  standing(task, alone, { before: await before(task.database, alone) });

/** What a failed build left is taken away: an invalid index costs every write and helps no query. */
export async function clear(task: Task, alone: Alone): Promise<boolean> {
  try {
    await standingNow(task, alone);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError || error instanceof ConnectionLost || error instanceof Problem) return false;
    throw error;
  }
}

async function before({ session }: Database, { intent }: Alone): Promise<string[]> {
  const [found] = await answered(session, beforeStep(intent));
  return JSON.parse(found?.rows[0]?.['before'] ?? '[]') as string[];
}

function stillBuilding(task: Task, { run }: Alone, what: string): Problem {
  const left = leftBy(task);
  return new Problem('being-built', `${what} is being built by another session in ${task.database.place.environment.name}.`, {
    why: `A session that nobody waits for any more goes on until it is done; ${run.name} is taken up behind it. ${left.says}`,
    fix: 'Look at it: select pid, phase, blocks_done, blocks_total from pg_stat_progress_create_index;\nThen run the same command again.',
    exit: left.exit,
  });
}
