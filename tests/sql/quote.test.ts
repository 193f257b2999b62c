import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, test } from 'vitest';
import { identifier, literal, qualified } from '../../src/sql/quote.ts';

const db = await PGlite.create();
afterAll(() => db.close());

const PARTS = [
  "'",
  '"',
  '\\',
  '\\\\',
  '$$',
  ';',
  '--',
  '/*',
  '\n',
  '\r\n',
  '\t',
  '😀',
  'é',
  'a',
  'select',
  ' ',
  '%',
  '\ufeff',
  'E',
  '\u0001',
];
let seed = 3;
const random = (below: number): number => {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return Math.floor((seed / 4294967296) * below);
};
const some = (): string => Array.from({ length: 1 + random(8) }, () => PARTS[random(PARTS.length)]).join('');

test.each(['on', 'off'])('values come back as they were, standard_conforming_strings %s', async (setting) => {
  const values = Array.from({ length: 300 }, some);
  const sql = `set standard_conforming_strings = ${setting}; select encode(convert_to(v, 'UTF8'), 'hex') v from unnest(array[${values.map(literal).join(',')}]::text[]) with ordinality u(v, n) order by n`;
  // As hex: PGlite's decoder drops a U+FEFF at the start of a value.
  const results = await db.exec(sql);
  expect(results.at(-1)?.rows.map((row) => row['v'])).toEqual(values.map((v) => Buffer.from(v).toString('hex')));
  expect(literal(null)).toBe('NULL');
});

test('names come back as they were', async () => {
  const names = Array.from({ length: 300 }, some);
  for (let i = 0; i < names.length; i += 50) {
    const wanted = names.slice(i, i + 50);
    const results = await db.exec(
      `select * from (values ${`(${wanted.map(() => '1').join(',')})`}) as t (${wanted.map((n, k) => identifier(`${k}${n}`)).join(',')})`,
    );
    expect(results[0]?.fields.map((f) => f.name)).toEqual(wanted.map((n, k) => `${k}${n}`));
  }
  await db.exec(`create schema ${identifier('a"b.c')}; create table ${qualified({ schema: 'a"b.c', name: 'd"' })} ()`);
  expect(qualified({ schema: 'a"b.c', name: 'd"' })).toBe('"a""b.c"."d"""');
});

test('what PostgreSQL cannot hold is refused', () => {
  expect(() => literal('a\0')).toThrow(RangeError);
  expect(() => identifier('a\0')).toThrow(RangeError);
  expect(() => identifier('')).toThrow(RangeError);
});
