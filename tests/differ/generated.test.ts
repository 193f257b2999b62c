/** What PostgreSQL 18 can and its printed definitions tempt to get wrong: virtual generated columns, indexes of partitioned tables. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proofOf } from '../../src/compare/catalogs/way-proof.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import type { Place } from '../../src/read/way/place.ts';
import { placeOn } from '../../src/read/way/place.ts';
import { wayBetween } from '../../src/read/way/way.ts';

let shadow: Shadow;
beforeAll(async () => {
  shadow = await openShadow({ major: null, extensions: [], root: process.cwd() });
});
afterAll(() => shadow.end());

async function made(sql: string): Promise<Place> {
  await shadow.reset();
  await shadow.send(sql);
  return placeOn(shadow, []);
}

async function way(from: string | null, to: string) {
  const [start, end] = [from === null ? null : await made(from), await made(to)];
  const found = await wayBetween(start, end, { histories: [], access: true }, shadow);
  const proof = proofOf(found, ['structural', 'access'], 'the one');
  expect(proof.why).toBeNull();
  return found.statements;
}
const texts = (statements: readonly { sql: string }[]): string => statements.map((s) => s.sql).join('\n');

const BEFORE = 'create table notes (id integer primary key, word text);';

test('a virtual column stays virtual, a stored one stored', async () => {
  const statements = await way(
    null,
    `create table notes (id integer primary key, word text, low text generated always as (lower(word)) virtual not null,
      high text collate "C" generated always as (upper(word)) stored, ") STORED" integer generated always as (id * 2))`,
  );
  const text = texts(statements);
  expect(text).toContain('GENERATED ALWAYS AS (lower(word)) VIRTUAL');
  expect(text).toContain('GENERATED ALWAYS AS (upper(word)) STORED');
  expect(text).toContain('")STORED"'.replace(')', ') '));
});

test('added to a table it writes nothing anew', async () => {
  const statements = await way(BEFORE, `${BEFORE} alter table notes add low text generated always as (lower(word)) virtual`);
  expect(texts(statements)).toContain('VIRTUAL');
  expect(statements.some((s) => s.rewrites)).toBe(false);
});

test('stored becomes virtual, and back', async () => {
  const [stored, virtual] = ['stored', 'virtual'].map(
    (kind) => `${BEFORE} alter table notes add low text generated always as (lower(word)) ${kind}`,
  );
  expect(texts(await way(stored ?? '', virtual ?? ''))).toContain('VIRTUAL');
  expect(texts(await way(virtual ?? '', stored ?? ''))).toContain('STORED');
});

test('an index called "a ON ONLY b" of a partitioned table keeps its name and reaches the partitions', async () => {
  const statements = await way(
    null,
    `create table days (day date not null, n integer, t text) partition by range (day);
     create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
     create index "a ON ONLY b" on days (n);
     create index said on days ((t || ' ON ONLY '))`,
  );
  expect(texts(statements)).toContain('"a ON ONLY b" ON public.days');
});
