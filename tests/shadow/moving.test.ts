/** What moved is read again and nothing else: the same effects as when everything is read behind each statement. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kinds } from '../../src/catalog/kinds.ts';
import type { Effect, Migration } from '../../src/model/index.ts';
import { sqlParser } from '../../src/read/folder/sql-parser.ts';
import { type Ran, runAll } from '../../src/read/replay/run.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import { factsOf } from '../../src/sql/facts.ts';
import { HISTORY, migrationsFrom } from './migrations.ts';

const MOVING = readFileSync(new URL('moving.sql', import.meta.url), 'utf8');

async function run(shadow: Shadow, migrations: readonly Migration[], whole: boolean): Promise<Ran> {
  await shadow.reset(['pg_trgm']);
  const parser = await sqlParser();
  const facts = (m: Migration) => Promise.resolve(factsOf(m.sql.ok ? m.sql.value.text : '', parser));
  const running = { shadow, migrations, facts, kinds, history: HISTORY, histories: [HISTORY.table] };
  return runAll(whole ? { ...running, whole } : running);
}

const sorted = (effects: readonly Effect[]): Effect[] => effects.toSorted((a, b) => (a.key < b.key ? -1 : 1));

describe('statements of all kinds', () => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await openShadow({ major: null, extensions: ['pg_trgm'], root: '.' });
  });
  afterAll(() => shadow.end());

  test('each has the effects that a reading of everything finds', async () => {
    // As one migration, where every statement sees what the one before left uncommitted, and as many.
    const migrations = migrationsFrom(MOVING);
    const some = await run(shadow, migrations, false);
    const all = await run(shadow, migrations, true);
    expect(all.failure).toBeUndefined();
    expect(some.failure).toBeUndefined();
    const texts = (ran: Ran) =>
      ran.migrations.flatMap((m) =>
        m.statements.map((s) => ({
          text: MOVING.slice(s.offset, s.offset + s.length),
          tag: s.tag,
          touches: s.touches,
          wrote: s.wrote,
          effects: sorted(s.effects),
        })),
      );
    const [a, b] = [texts(some), texts(all)];
    expect(a).toHaveLength(b.length);
    for (const [i, one] of a.entries()) expect(one, one.text).toEqual(b[i]);
  }, 400_000);
});
