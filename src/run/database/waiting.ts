/** May a refused transaction be tried again, when, and how? */
import type { DatabaseError } from '../../drivers/session.ts';
import type { Attempt } from '../../plans/transaction.ts';
import { HELD, type Holder, readHolders } from '../../sql/blockers.ts';
import { LOCK_HELD } from '../../sql/guard.ts';
import { holdersText } from './holders.ts';
import type { Task } from './sending.ts';

/** lock_not_available, deadlock, serialization, and two states of ours: the same transaction may pass a moment later. */
const PASSES_LATER = new Set(['55P03', '40P01', '40001', LOCK_HELD, HELD]);

/** Tries with NOWAIT; on a table that is always read there may never be a moment without a reader. */
const NOWAITS = 8;
/** Milliseconds after which an autovacuum that alone is in the way is asked to give way. */
const AUTOVACUUM = 5_000;
const TELL_EVERY = 5_000;

export interface Waiting {
  readonly attempt: Attempt;
  readonly holders: Holder[];
  /** Milliseconds since the first try. */
  waited(): number;
  /** Sleeps and resolves true, or false when it is of no use to go on. `seen`: who holds what we need, as asked after the refusal. */
  again(error: DatabaseError, seen: Holder[]): Promise<boolean>;
}

export function waiting({ database, tell }: Task): Waiting {
  const { lockBudget } = database.place.environment;
  const began = performance.now();
  const known = new Set<number>();
  let holders: Holder[] = [];
  let tries = 0;
  let told = Number.NEGATIVE_INFINITY;
  let pass: 'not yet' | 'now' | 'was' = 'not yet';
  const waited = (): number => performance.now() - began;
  return {
    waited,
    get holders() {
      return holders;
    },
    get attempt() {
      return { known: [...known], nowait: tries < NOWAITS, passAutovacuum: pass === 'now', queries: database.wants.showQueries };
    },
    async again(error, seen) {
      if (!PASSES_LATER.has(error.sqlstate)) return false;
      holders = error.sqlstate === LOCK_HELD || error.sqlstate === HELD ? readHolders(error.detail) : seen;
      const mine = error.sqlstate === LOCK_HELD;
      if (waited() > lockBudget || (mine && database.wants.noWait)) return false;
      tries += 1;
      // Who made us wait once is waited for outside of the queue from now on, whatever its times say.
      for (const { pid, kind } of holders) if (!mine && pid !== null && kind === 'session') known.add(pid);
      const onlyVacuum = holders.length > 0 && holders.every((h) => h.kind === 'autovacuum');
      pass = pass === 'now' ? 'was' : pass === 'not yet' && onlyVacuum && waited() > AUTOVACUUM ? 'now' : pass;
      if (pass === 'now')
        await tell({
          event: 'waiting',
          for: 'autovacuum to give way, which it does after deadlock_timeout',
          seconds: whole(waited()),
          holders,
        });
      else if (waited() - told >= TELL_EVERY) {
        told = waited();
        await tell({ event: 'waiting', for: waitedFor(mine, holders), seconds: whole(told), until: whole(lockBudget), holders });
      }
      // While nobody queues behind us asking again is cheap; after a lock that ran out it is not.
      const cap = error.sqlstate === HELD || mine ? 500 : 3_000;
      await new Promise((done) => setTimeout(done, Math.min(cap, 100 * 2 ** Math.min(tries - 1, 5)) * (0.5 + Math.random())));
      return true;
    },
  };
}

const whole = (milliseconds: number): number => Math.round(milliseconds / 1000);

function waitedFor(mine: boolean, holders: readonly Holder[]): string {
  const who = holders.length > 0 ? `: ${holdersText(holders)}` : '';
  return mine ? `another Tidemark${who}` : `a lock that somebody holds${who}`;
}
