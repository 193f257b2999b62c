/** Lines for schema.ts on both lines of Drizzle: written there, reconciled, and the stock generate has nothing to say. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ReconcileData } from '../../src/commands/reconcile.ts';
import { blocksInto, linesInto } from '../../src/compare/catalogs/schema-lines.ts';
import { findCases } from '../cases/case.ts';
import { asked } from '../cases/laws.ts';
import { pgliteEngine } from '../cases/pglite-engine.ts';
import { makePlace, type Place } from '../cases/place.ts';
import { kitGenerate } from '../stock.ts';

const engine = pgliteEngine();
afterAll(() => engine.close());

const BY_HAND = `
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE journeys (
  id serial PRIMARY KEY,
  "project Id" integer REFERENCES projects (id) ON DELETE CASCADE,
  mood mood NOT NULL DEFAULT 'good',
  said text CHECK (said <> ', (')
);
CREATE INDEX journeys_by_said ON journeys (said DESC);
ALTER TABLE accounts ADD COLUMN "nickName" varchar(20) UNIQUE;
`;

const OF_TWO = `${BY_HAND}CREATE INDEX journeys_by_mood ON journeys (mood, id DESC);`;

const casesOf = { '0.x': 'commands/reconcile/by-hand', '1.0': 'commands/reconcile/hotfix' } as const;

async function placeOf(line: '0.x' | '1.0', sql: string, files?: (project: string) => void): Promise<Place> {
  const one = findCases().find((c) => c.name === casesOf[line]);
  if (!one) throw new Error(`no case ${casesOf[line]}`);
  return makePlace(one, engine, { sql, ...(files ? { files } : {}) });
}

const data = async (place: Place): Promise<ReconcileData> =>
  (await asked(place, ['reconcile', '--into', 'schema'], 0)).data as ReconcileData;

describe.each(['0.x', '1.0'] as const)('%s', (line) => {
  test('what was tried holds', async () => {
    const place = await placeOf(line, line === '0.x' ? BY_HAND : OF_TWO);
    try {
      const { lines } = await data(place);
      if (!lines?.ok) throw new Error(lines?.why);
      // What 0.31 writes of an index with DESC, it generates as another.
      expect(lines.value.without).toEqual(line === '0.x' ? ['index public.journeys_by_said'] : []);
      const path = join(place.project, 'src/schema.ts');
      const within = lines.value.within.reduce<string>(
        (text, table) => {
          const more = linesInto(text, table);
          if (more === null) throw new Error(`no place for the lines of ${table.table}`);
          return more;
        },
        readFileSync(path, 'utf8'),
      );
      writeFileSync(path, blocksInto(within, lines.value));
      const { lacking } = await data(place);
      expect(lacking).toEqual([]);
      await asked(place, ['reconcile', '--yes'], 0);
      await asked(place, ['verify'], 0);
      expect((await kitGenerate(line, place.project)).out).toMatch(/No schema changes/);
    } finally {
      place.remove();
    }
  }, 180_000);
});

test('a table that is written in another way gets no lines, and the reason', async () => {
  const place = await placeOf('0.x', BY_HAND, (project) => {
    const path = join(project, 'src/schema.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace("pgTable('accounts', {", "pgTable(...(['accounts'] as const), {"));
  });
  try {
    const { lines, migration } = await data(place);
    expect(lines).toMatchObject({ ok: false, why: expect.stringContaining('where accounts is declared') });
    expect(migration?.statements.join('\n')).toContain('journeys');
  } finally {
    place.remove();
  }
}, 120_000);

test('what drizzle-kit writes wrongly is found when it is tried', async () => {
  // 0.31 gives the columns of an index the operator classes of others.
  const place = await placeOf('0.x', OF_TWO);
  try {
    const { lines } = await data(place);
    expect(lines).toMatchObject({ ok: false, why: expect.stringContaining('operator class') });
  } finally {
    place.remove();
  }
}, 120_000);
