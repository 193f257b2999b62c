/** Does each rule see the same damage in a project that looks different? */
import { afterAll, describe, expect, test } from 'vitest';
import { FULL, sampled } from '../sample.ts';
import { type Case, findCases } from './case.ts';
import { asked } from './laws.ts';
import { pgliteEngine } from './pglite-engine.ts';
import { makePlace } from './place.ts';
import { lookOf } from './transcript.ts';
import { variants } from './variants.ts';

const engine = pgliteEngine();
afterAll(() => engine.close());

/** One case a rule, the one of which most variants can be made; TIDEMARK_FULL=1 takes every case and every variant. */
function chosen(): Case[] {
  const all = findCases().filter((one) => one.rule !== null && one.engines !== 'pg' && !one.fails);
  if (FULL) return all;
  const possible = (one: Case): number => variants.filter((variant) => variant.of(one) !== null).length;
  const best = new Map<string, Case>();
  for (const one of all) {
    const had = best.get(one.rule ?? '');
    if (!had || possible(one) > possible(had)) best.set(one.rule ?? '', one);
  }
  return [...best.values()];
}

for (const one of chosen()) {
  const made = variants
    .filter((variant) => sampled(`${one.name} ${variant.name}`, 3))
    .flatMap((variant) => {
      const of = variant.of(one);
      return of === null ? [] : [{ name: variant.name, ...of }];
    });
  if (made.length === 0) continue;
  describe(one.name, () => {
    test.each(made)('$name', async ({ one: changed, otherwise }) => {
      const place = await makePlace(changed, engine, otherwise);
      try {
        const { findings, problem } = await asked(place, lookOf(one));
        expect(problem).toBeUndefined();
        expect(findings.map((f) => f.rule)).toContain(one.rule);
      } finally {
        place.remove();
      }
    });
  });
}
