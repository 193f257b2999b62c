/** What of a trial counts for a proof: structure and what is asked for, never what belongs to the place. */
import { expect, test } from 'vitest';
import { proofOf } from '../../src/compare/catalogs/way-proof.ts';
import type { CatalogObject, Comparison, Difference, FactClass, Way } from '../../src/model/index.ts';

const object = (kind: string, id: string): CatalogObject => ({
  kind,
  id,
  parent: null,
  inside: false,
  name: id,
  platform: false,
  facts: {},
});

const changed = (
  kind: string,
  id: string,
  fact: string,
  of: FactClass,
  left: string | null,
  right: string | null,
): Difference => ({
  kind,
  id,
  is: 'changed',
  class: of,
  facts: [{ fact, class: of, says: fact, left, right }],
  left: object(kind, id),
  right: object(kind, id),
  within: false,
});

const way = (reached: Comparison | null, copy: Difference[] = [], refused?: 'copy' | 'way'): Way => ({
  statements: [],
  unmodelled: [],
  roles: [],
  writer: 'somebody',
  trial: {
    ok: true,
    value: {
      engine: 'PGlite 18.6',
      copy: { differences: copy, notCompared: [] },
      reached,
      ...(refused ? { refused: { of: refused, sql: 'select', says: 'no' } } : {}),
    },
  },
});

const proven = (...differences: Difference[]): string =>
  proofOf(way({ differences, notCompared: [] }), ['structural', 'access'], 'a').confidence;

test('structure that remains is no proof', () => {
  expect(proven()).toBe('proven');
  expect(proven(changed('table', 'public.a', 'persistence', 'structural', 'a', 'b'))).toBe('unproven');
  expect(proven(changed('table', 'public.a', 'comment', 'cosmetic', 'a', 'b'))).toBe('proven');
  expect(proven(changed('sequence', 'public.s', 'position', 'position', '1', '2'))).toBe('proven');
});

test('owners are never part of a way, grants are where they count', () => {
  expect(proven(changed('table', 'public.a', 'owner', 'access', 'a', 'b'))).toBe('proven');
  expect(proven(changed('table', 'public.a', 'grants', 'access', null, 'reader: SELECT'))).toBe('unproven');
});

test('what everybody may do in schema public is the place’s, what a role may is not', () => {
  const grants = (left: string | null, right: string | null) =>
    proven(changed('schema', 'public', 'grants', 'access', left, right));
  expect(grants('as PostgreSQL makes it', 'PUBLIC: CREATE\nPUBLIC: USAGE')).toBe('proven');
  expect(grants('as PostgreSQL makes it', 'PUBLIC: USAGE\nreader: USAGE')).toBe('unproven');
});

test('a copy that is not like the original proves nothing, nor does a refusal', () => {
  const other = changed('table', 'public.a', 'persistence', 'structural', 'a', 'b');
  const equal: Comparison = { differences: [], notCompared: [] };
  expect(proofOf(way(equal, [other]), ['structural'], 'dev')).toMatchObject({
    confidence: 'unproven',
    why: 'the copy of dev was not like it',
  });
  expect(proofOf(way(null, [], 'way'), ['structural'], 'dev')).toMatchObject({
    confidence: 'unproven',
    why: 'a statement was refused: no',
  });
  expect(proofOf(way(null, [], 'copy'), ['structural'], 'dev').why).toBe('no copy of dev could be made there: no');
});
