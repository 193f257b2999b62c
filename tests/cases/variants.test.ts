/** Does each rule see the same damage in a project that looks different? */
import { afterAll, describe, expect, test } from 'vitest';
import { type Case, findCases } from './case.ts';
import { asked } from './laws.ts';
import { pgliteEngine } from './pglite-engine.ts';
import { makePlace } from './place.ts';
import { variants } from './variants.ts';

const engine = pgliteEngine();
afterAll(() => engine.close());

/** One case a rule, the one of which most variants can be made; `VARIANTS=all` takes every case. */
function chosen(): Case[] {
  const all = findCases().filter((one) => one.rule !== null && one.engines !== 'pg' && !one.fails);
  if (process.env['VARIANTS'] === 'all') return all;
  const possible = (one: Case): number => variants.filter((variant) => variant.of(one) !== null).length;
  const best = new Map<string, Case>();
  for (const one of all) {
    const had = best.get(one.rule ?? '');
    if (!had || possible(one) > possible(had)) best.set(one.rule ?? '', one);
  }
  return [...best.values()];
}

const cases = chosen();
for (const one of cases) {
  describe(one.name, () => {
    for (const variant of variants) {
      const made = variant.of(one);
      if (made === null) continue;
      test(variant.name, async () => {
        const place = await makePlace(made.one, engine, made.otherwise);
        try {
          const { findings, problem } = await asked(place, ['doctor']);
          expect(problem).toBeUndefined();
          expect(findings.map((f) => f.rule)).toContain(one.rule);
        } finally {
          place.remove();
        }
      });
    }
  });
}
