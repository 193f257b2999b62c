/** What the files of another migration system make beside the folder: objects that are no drift, though no migration of ours makes them. */
import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { weighing } from '../../compare/catalogs/way-proof.ts';
import type { Catalog, Migration, Reconciliation, TableName } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';
import { namesIn } from '../../sql/names.ts';
import { type ReplayOptions, replayOf } from '../replay/replay.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { mixedFacts, placeOf } from './mixed-facts.ts';
import type { Place } from './place.ts';
import { sent } from './way.ts';

export interface Beside {
  shadow: Shadow;
  /** The other system's files, as far as they are SQL. */
  migrations: readonly Migration[];
  replaying: ReplayOptions;
  /** The project's own folder, made on the shadow. */
  makeFolder(): Promise<void>;
  place(): Promise<Place>;
}

export interface SystemMade {
  /** What they make: on an empty database, and what does not run there, on what the folder makes. */
  places: Place[];
  leftOut: NonNullable<Reconciliation['beside']>['leftOut'];
}

export async function systemMade({ shadow, migrations, replaying, makeFolder, place }: Beside): Promise<SystemMade> {
  const { failure } = await replayOf(shadow, migrations, replaying);
  if (!failure) return { places: [await place()], leftOut: [] };
  // What the failed one had begun is not to be there.
  const first = migrations.findIndex((m) => m.name === failure.migration);
  await replayOf(shadow, migrations.slice(0, first), replaying);
  const alone = await place();
  await makeFolder();
  const leftOut: SystemMade['leftOut'] = [];
  for (const { name, file, sql } of migrations) {
    if (!sql.ok) continue;
    const refused = await sent(shadow, [{ sql: sql.value.text, alone: false }], true);
    if (refused && migrations.findIndex((m) => m.name === name) >= first) leftOut.push({ file: file ?? name, why: refused.says });
  }
  return { places: [alone, await place()], leftOut };
}

/** Keys of live objects that are as these files make them. */
export function asMade({ places }: SystemMade, live: Catalog): Set<string> {
  return new Set(
    places.flatMap(({ catalog }) => {
      const { differences } = compareCatalogs(catalog, live, kinds);
      const unlike = new Set(weighing({ differences, notCompared: [] }, ['structural']).map((d) => keyOf(d.kind, d.id)));
      return [...catalog.objects.keys()].filter((key) => live.objects.has(key) && !unlike.has(key));
    }),
  );
}

/** What the folder makes, with those of their objects besides that the live schema has, as they make them. */
export async function withSystem(folder: Place, { places }: SystemMade, live: Catalog): Promise<Place['facts']> {
  let { facts } = folder;
  const had = new Set(folder.catalog.objects.keys());
  for (const { facts: other, catalog } of places) {
    const taken = new Map<string, 'other' | 'gone'>();
    for (const [key, { kind, id }] of catalog.objects) {
      if (had.has(key)) continue;
      taken.set(placeOf(kind, id), live.objects.has(key) ? 'other' : 'gone');
      if (live.objects.has(key)) had.add(key);
    }
    facts = await mixedFacts(facts, other, (place) => taken.get(place));
  }
  return facts;
}

/** What they make, and neither the folder makes nor the database has. */
export function absentOf({ places }: SystemMade, folder: Catalog, live: Catalog): string[] {
  const absent = new Map(
    places.flatMap(({ catalog }) => [...catalog.objects].filter(([key]) => !live.objects.has(key) && !folder.objects.has(key))),
  );
  const ids = new Set([...absent.values()].map((o) => o.id));
  const roots = [...absent.values()].filter((o) => !o.inside || o.parent === null || !ids.has(o.parent));
  return [...new Set(roots.map(({ kind, id }) => `${kind.replaceAll('-', ' ')} ${id}`))];
}

/** A catalog without these tables, all that is theirs, and schemas that hold nothing else. */
export function withoutTables(catalog: Catalog, tables: readonly TableName[]): Catalog {
  const isOne = (id: string): boolean => {
    const [schema, name] = namesIn(id);
    return tables.some((t) => t.schema === schema && t.name === name);
  };
  const theirs = new Set([...catalog.objects.values()].flatMap((o) => (o.kind === 'table' && isOne(o.id) ? [o.id] : [])));
  const objects = new Map(
    [...catalog.objects].filter(([, { id, parent, facts }]) => {
      const of = facts['belongs_to']?.replace('identity of ', '');
      return !(
        theirs.has(id) ||
        (parent !== null && theirs.has(parent)) ||
        (of && [...theirs].some((t) => of === t || of.startsWith(`${t}.`)))
      );
    }),
  );
  const schemas = new Set(tables.map((t) => t.schema));
  const held = new Set([...objects.values()].flatMap((o) => (o.kind === 'schema' ? [] : [namesIn(o.id)[0]])));
  for (const [key, { kind, id }] of objects) {
    const [schema] = namesIn(id);
    if (kind === 'schema' && schema !== undefined && schema !== 'public' && schemas.has(schema) && !held.has(schema))
      objects.delete(key);
  }
  return { ...catalog, objects };
}
