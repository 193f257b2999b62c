/** Every case on one engine: its transcript, what it changed, and the laws. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { sampled } from '../sample.ts';
import { asText, before, changes, keep, kept } from './after.ts';
import { type Case, findCases } from './case.ts';
import type { Engine } from './engine.ts';
import { livesThrough, refused, unchanged } from './laws.ts';
import { makePlace, type Place } from './place.ts';
import { CHECKS, disagreements } from './stock-law.ts';
import { played, repairLine, unwrapped } from './transcript.ts';

const UPDATE = process.env['UPDATE_CASES'] === '1';

export function suite(engine: Engine): void {
  afterAll(() => engine.close());
  // PGlite plays every case; a server plays those that need one, and a sample of the others.
  const cases = findCases().filter(
    (one) => one.engines === engine.name || (one.engines === 'both' && (engine.name === 'pglite' || sampled(one.name, 3))),
  );
  for (const one of cases) describe(one.name, () => oneCase(one, engine));
  test.skip('law 6: not checked of any case (the command rehearse is not built yet)');
}

function oneCase(one: Case, engine: Engine): void {
  const line = repairLine(one);
  const only = one.engines === engine.name;
  const law = one.fails ? test.fails : test;
  const fresh = async (): Promise<Place> => {
    const place = await makePlace(one, engine);
    onTestFinished(() => place.remove());
    return place;
  };
  const holds =
    one.majors === null || engine.major === null || (one.majors.from <= engine.major && engine.major <= one.majors.to);
  if (!holds) test.skip(`transcript: it is of PostgreSQL ${one.majors?.text}`);
  else
    law('transcript', async () => {
      const place = await fresh();
      const was = await before(place);
      const text = await played(one, place);
      const after = await changes(was, place);
      const path = join(one.folder, 'transcript.txt');
      // One engine writes; the others are held to it.
      if (UPDATE) {
        if (engine.name !== 'pglite' && !only) return;
        writeFileSync(path, text);
        keep(one, after);
      }
      const written = existsSync(path) ? readFileSync(path, 'utf8') : 'there is no transcript.txt: UPDATE_CASES=1 writes one';
      if (engine.name === 'pglite' || only) expect(text).toBe(written);
      else expect(unwrapped(text)).toBe(unwrapped(written));
      expect(asText(after)).toEqual(asText(kept(one)));
    });
  if (line === null) return;
  if (one.remedy === 'none') {
    law('repair changes nothing', async () => unchanged(await fresh(), line));
    return;
  }
  const stock = engine.name === 'pg' ? ', and the stock tools agree (8)' : '';
  law(
    `laws: what was repaired is silent (1), nothing is left to plan (2), undo restores (3), the plan applies again (4)${stock}`,
    async () => {
      const place = await fresh();
      await livesThrough(place, line, one);
      if (engine.name !== 'pg') return;
      const found = await disagreements(one, place);
      const told = Object.fromEntries(found);
      expect(told, 'what does not hold, and is not named by `remains`').toEqual(
        Object.fromEntries([...found].filter(([check]) => one.remains.includes(check))),
      );
      expect(
        CHECKS.filter((check) => one.remains.includes(check) && !found.has(check)),
        'named by `remains`, and holds',
      ).toEqual([]);
    },
  );
  if (engine.name === 'pglite' || only)
    law('law 5: a plan is refused when anything it assumes changed', () => refused(fresh, line));
}
