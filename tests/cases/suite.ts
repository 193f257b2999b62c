/** Every case on one engine: its transcript, what it changed, and the laws. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { sampled } from '../sample.ts';
import { asText, before, changes, keep, kept } from './after.ts';
import { type Case, findCases } from './case.ts';
import type { Engine } from './engine.ts';
import { again, empty, refused, repair, silent, unchanged, undone } from './laws.ts';
import { makePlace, type Place } from './place.ts';
import { CHECKS, disagreements } from './stock-law.ts';
import { played, repairLine } from './transcript.ts';

const UPDATE = process.env['UPDATE_CASES'] === '1';

export function suite(engine: Engine): void {
  afterAll(() => engine.close());
  // PGlite plays every case; a server plays those that need one, and a sample of the others.
  const cases = findCases().filter(
    (one) => one.engines === engine.name || (one.engines === 'both' && (engine.name === 'pglite' || sampled(one.name, 3))),
  );
  for (const one of cases) describe(one.name, () => oneCase(one, engine));
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
      expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : 'there is no transcript.txt: UPDATE_CASES=1 writes one');
      expect(asText(after)).toEqual(asText(kept(one)));
    });
  if (line === null) return;
  if (one.remedy === 'none') {
    law('repair changes nothing', async () => unchanged(await fresh(), line));
    return;
  }
  if (engine.name === 'pglite' || only) {
    law('law 1: what was repaired is silent, nothing new speaks', async () => silent(await fresh(), line, one));
    law('law 2: planning again is empty', async () => empty(await fresh(), line));
    law('law 4: after undo the same plan applies again', async () => again(await fresh(), line));
    law('law 5: a plan is refused when anything it assumes changed', () => refused(fresh, line));
    test.skip('law 6: not checked (the command rehearse is not built yet)');
  }
  law('law 3: undo restores folder, history and catalog', async () => undone(await fresh(), line));
  if (engine.name === 'pg') {
    law('law 8: the stock tools agree', async () => {
      const place = await fresh();
      await repair(place, line);
      const found = await disagreements(one, place);
      const told = Object.fromEntries(found);
      expect(told, 'what does not hold, and is not named by `remains`').toEqual(
        Object.fromEntries([...found].filter(([check]) => one.remains.includes(check))),
      );
      expect(
        CHECKS.filter((check) => one.remains.includes(check) && !found.has(check)),
        'named by `remains`, and holds',
      ).toEqual([]);
    });
  }
}
