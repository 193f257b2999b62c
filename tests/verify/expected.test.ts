/** What was there from the start is held against nothing, unless a migration changes it. */
import { expect, test } from 'vitest';
import { expectedAfter, withoutGiven } from '../../src/compare/audit/expected.ts';
import type { Catalog, CatalogObject, Replay } from '../../src/model/index.ts';
import { keyOf } from '../../src/model/index.ts';

const schema = (id: string, grants: string | null): CatalogObject => ({
  kind: 'schema',
  id,
  parent: null,
  inside: false,
  name: id,
  platform: false,
  facts: { grants },
});
const catalog = (...objects: CatalogObject[]): Catalog => ({
  versionNumber: 180_006,
  engine: 'PGlite 18.6',
  spelledBy: 18,
  notCompared: [],
  objects: new Map(objects.map((o) => [keyOf(o.kind, o.id), o])),
});

test('a schema on which a migration grants rights is compared, whether that one ran or not', () => {
  const [before, after] = [schema('public', null), schema('public', 'reader: USAGE')];
  const effects = [{ key: 'schema public', before, after }];
  const replay: Replay = {
    engine: 'PGlite 18.6',
    versionNumber: 180_006,
    migrations: [{ migration: '0000_grant', statements: [], effects, seeds: [] }],
    assumed: [],
    empty: catalog(before, schema('auth', null)),
    final: catalog(after, schema('auth', null)),
  };
  const keys = (c: Catalog): string[] => [...c.objects.keys()];
  expect(expectedAfter(replay, new Set(['0000_grant'])).catalog.objects.get('schema public')).toBe(after);
  expect(expectedAfter(replay, new Set()).catalog.objects.get('schema public')).toBe(before);
  expect(keys(withoutGiven(replay.final, replay))).toEqual(['schema public']);
  expect(keys(withoutGiven(catalog(before, schema('auth', null), schema('own', null)), replay))).toEqual([
    'schema public',
    'schema own',
  ]);
});
