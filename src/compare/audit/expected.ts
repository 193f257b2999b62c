/** What a database should hold that has run certain migrations of the folder, and nothing else. */
import { type Catalog, type CatalogObject, fold, type Replay } from '../../model/index.ts';

export interface Expected {
  catalog: Catalog;
  /** In words: `0007_wide_hulk`, `0007_wide_hulk without 0004_odd`, `no migration`. */
  says: string;
}

/** What was there from the start was not made by the folder, so no live database is held against it, unless some migration changes it. */
export function expectedAfter(replay: Replay, executed: ReadonlySet<string>): Expected {
  const objects = new Map(replay.empty.objects);
  for (const m of replay.migrations) if (executed.has(m.migration)) fold(objects, m.effects);
  const touched = touchedBy(replay);
  for (const key of replay.empty.objects.keys()) if (!touched.has(key)) objects.delete(key);
  const names = replay.migrations.map((m) => m.migration);
  const last = names.findLast((n) => executed.has(n));
  const without = last === undefined ? [] : names.slice(0, names.indexOf(last)).filter((n) => !executed.has(n));
  const says = last === undefined ? 'no migration' : without.length === 0 ? last : `${last} without ${without.join(', ')}`;
  return { catalog: { ...replay.empty, objects }, says };
}

/** A live catalog without what the replay took for granted: roles’ schemas, an auth.users that a provider makes. */
export function withoutGiven(live: Catalog, replay: Pick<Replay, 'empty' | 'migrations'>): Catalog {
  const given = new Set(replay.empty.objects.keys());
  const touched = touchedBy(replay);
  const schemas = new Set(
    [...replay.empty.objects.values()].flatMap((o) => (o.kind === 'schema' && o.id !== 'public' ? [o.id] : [])),
  );
  const ours = (key: string, object: CatalogObject): boolean =>
    touched.has(key) || !(given.has(key) || (object.parent !== null && schemas.has(schemaOf(object))));
  return { ...live, objects: new Map([...live.objects].filter(([key, object]) => ours(key, object))) };
}

const schemaOf = ({ inside, parent, id }: CatalogObject): string => firstPart(inside ? (parent ?? id) : id);

/** `"odd.schema".users` begins with a quoted name. */
function firstPart(id: string): string {
  if (!id.startsWith('"')) return id.split('.', 1)[0] ?? id;
  for (let i = 1; i < id.length; i += 1) {
    if (id[i] !== '"') continue;
    if (id[i + 1] === '"') i += 1;
    else return id.slice(0, i + 1);
  }
  return id;
}

const touchedBy = ({ migrations }: Pick<Replay, 'migrations'>): Set<string> =>
  new Set(migrations.flatMap((m) => m.effects.map((e) => e.key)));
