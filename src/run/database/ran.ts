/** When did a plan's migrations run, for how long, and whom did they wait for? What a receipt keeps of it. */
import type { Plan, Ran } from '../../model/index.ts';
import type { Unit } from '../../plans/transaction.ts';
import type { Listener } from '../progress.ts';
import { recorder, type Waited } from '../recorder.ts';
import { holdersText } from './holders.ts';

export interface Clocked {
  tell: Listener;
  /** A unit begins. */
  begins(unit: Unit): void;
  /** By now; undefined for a plan that runs no migrations. */
  ran(): Ran | undefined;
}

export function clocked(plan: Plan, tell: Listener): Clocked {
  const seen = recorder(tell);
  const units: { names: string[]; at: string; began: number; ended: number | null }[] = [];
  return {
    tell: seen.tell,
    begins(unit) {
      const now = performance.now();
      const before = units.at(-1);
      if (before) before.ended ??= now;
      const names = unit.steps.flatMap(({ step }) => (step.kind === 'sql' && step.migration ? [step.migration.name] : []));
      units.push({ names, at: new Date().toISOString(), began: now, ended: null });
    },
    ran() {
      if (!plan.steps.some((step) => step.kind === 'sql' && step.migration)) return undefined;
      const migrations = units
        .filter(({ names }) => names.length > 0)
        .map(({ names, at, began, ended }) => ({
          names,
          at,
          milliseconds: Math.round((ended ?? performance.now()) - began),
        }));
      return { migrations, waited: seen.waited().map(forWhom) };
    },
  };
}

/** Without what they were running, which was to be seen and not to be kept. */
function forWhom({ for: whom, seconds, holders }: Waited): Ran['waited'][number] {
  const [what = ''] = whom.split(':', 1);
  const who = holdersText(holders.map((holder) => ({ ...holder, query: null })));
  return { for: who === '' ? what : `${what}: ${who}`, seconds };
}
