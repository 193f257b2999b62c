/** What is true of each statement, as far as anybody could know it: it is there, it is not, or either may be said. */
import type { Catalog, Effect, ReplayedStatement } from '../../src/model/index.ts';
import { catalogAfter } from '../../src/model/index.ts';
import { type History, readerOf } from './history.ts';
import type { Made } from './ways.ts';

/**
 * yes: it ran, and not all that could be seen of it was taken back by hand. no: it did not run. either: it ran and was undone by hand,
 * or it did not run and somebody made by hand all that it makes. nothing: it changes nothing.
 */
export type Truth = 'yes' | 'no' | 'either' | 'nothing';

export function truthOf(history: History, made: Made, live: Catalog): Truth[][] {
  const { replay } = history;
  const target = made.pushed === null ? null : catalogAfter(replay, replay.migrations[made.pushed]?.migration ?? null);
  const all = replay.migrations.map((m, i) =>
    m.statements.map((s, j): Truth => {
      if (s.touches === 'nothing') return 'nothing';
      if (target)
        return i <= (made.pushed ?? -1) && s.touches !== 'data' && s.wrote.length === 0 ? 'either' : pushedTruth(s, target, live);
      const ran = made.ran[i]?.[j] === true;
      if (!ran && made.typed.has(history.texts[i]?.[j] ?? '')) return 'either';
      return made.before ? changed(s, ran, made.before, live) : ran ? 'yes' : 'no';
    }),
  );
  return made.before ? all.map((truths, i) => withItsSchema(truths, replay.migrations[i]?.statements ?? [])) : all;
}

/** Rows in what a migration made went with it when all that it made was undone by hand. */
function withItsSchema(truths: readonly Truth[], statements: readonly ReplayedStatement[]): Truth[] {
  const made = truths.filter((_, j) => ['schema', 'both'].includes(statements[j]?.touches ?? ''));
  const undone = made.length > 0 && made.every((t) => t === 'either');
  return truths.map((t, j) => (undone && t === 'yes' && statements[j]?.touches === 'data' ? 'either' : t));
}

function pushedTruth(s: ReplayedStatement, target: Catalog, live: Catalog): Truth {
  if (s.touches === 'data' || s.wrote.length > 0) return 'no';
  const reader = readerOf(live.spelledBy, target.spelledBy);
  const facts = s.effects.flatMap((e) => reader.effects(e));
  return facts.every((f) => reader.value(live, f.key) === reader.value(target, f.key)) ? 'either' : 'no';
}

function changed(s: ReplayedStatement, ran: boolean, before: Catalog, live: Catalog): Truth {
  const reader = readerOf(before.spelledBy, live.spelledBy);
  const facts = s.effects.flatMap((e) => reader.effects(e));
  if (ran) {
    const gone = s.wrote.length > 0 && s.wrote.every((w) => !live.objects.has(`table ${w.table}`));
    const seen = facts.filter((f) => reader.value(before, f.key) === f.to);
    // What it worked on is not there any more under its name.
    const away =
      s.effects.length > 0 && s.effects.every((e) => holders(e).some((k) => before.objects.has(k) && !live.objects.has(k)));
    const made = seen.filter((f) => f.to !== undefined);
    const back = s.effects.some((e) => e.after === null && !before.objects.has(e.key) && live.objects.has(e.key));
    const undone = away || (made.length > 0 ? made.every((f) => reader.value(live, f.key) !== f.to) : back);
    return undone || (gone && facts.length === 0) ? 'either' : 'yes';
  }
  const there = facts.length > 0 && facts.every((f) => reader.value(live, f.key) === f.to);
  const byHand = facts.some((f) => reader.value(before, f.key) !== f.to);
  return there && byHand && s.wrote.length === 0 ? 'either' : 'no';
}

/** It, and the table that it is of. */
const holders = ({ key, before, after }: Effect): string[] => [
  key,
  ...[before, after].flatMap((o) => (o?.inside ? [`table ${o.parent}`] : [])),
];
