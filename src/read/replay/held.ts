/** The objects that are there now, and how those of one relation or one kind are replaced by what was read again. */
import type { CatalogObject, Effect } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';

export interface Held {
  readonly objects: ReadonlyMap<string, CatalogObject>;
  /** Everything of that kind. */
  ofKind(kind: string): Iterable<CatalogObject>;
  /** What of that kind belongs to a relation, as PostgreSQL writes its name: the relation itself, or what is inside it. */
  ofRelation(kind: string, relation: string): Iterable<CatalogObject>;
  /** Puts `now` in the place of `before`; gives what has really changed. */
  replace(before: readonly CatalogObject[], now: Iterable<CatalogObject>): Effect[];
}

const relationOf = (o: CatalogObject): string => (o.inside ? (o.parent ?? '') : o.id);

export function hold(first: Iterable<CatalogObject>): Held {
  const objects = new Map<string, CatalogObject>();
  const kinds = new Map<string, Map<string, Map<string, CatalogObject>>>();
  const add = (o: CatalogObject): void => {
    objects.set(keyOf(o.kind, o.id), o);
    const relations = kinds.get(o.kind) ?? new Map<string, Map<string, CatalogObject>>();
    kinds.set(o.kind, relations);
    const inside = relations.get(relationOf(o)) ?? new Map<string, CatalogObject>();
    relations.set(relationOf(o), inside);
    inside.set(o.id, o);
  };
  const remove = (o: CatalogObject): void => {
    objects.delete(keyOf(o.kind, o.id));
    const inside = kinds.get(o.kind)?.get(relationOf(o));
    inside?.delete(o.id);
    if (inside?.size === 0) kinds.get(o.kind)?.delete(relationOf(o));
  };
  for (const o of first) add(o);
  return {
    objects,
    *ofKind(kind) {
      for (const inside of kinds.get(kind)?.values() ?? []) yield* inside.values();
    },
    *ofRelation(kind, relation) {
      yield* kinds.get(kind)?.get(relation)?.values() ?? [];
    },
    replace(before, now) {
      const effects: Effect[] = [];
      const left = new Map(before.map((o) => [keyOf(o.kind, o.id), o]));
      const changed: CatalogObject[] = [];
      for (const after of now) {
        const key = keyOf(after.kind, after.id);
        const was = left.get(key) ?? objects.get(key) ?? null;
        left.delete(key);
        if (was && equal(was, after)) continue;
        effects.push({ key, before: was, after });
        changed.push(after);
      }
      for (const [key, was] of left) {
        effects.push({ key, before: was, after: null });
        remove(was);
      }
      for (const { before: was } of effects) if (was) remove(was);
      for (const after of changed) add(after);
      return effects;
    },
  };
}

export function equal(a: CatalogObject, b: CatalogObject): boolean {
  if (a.parent !== b.parent || a.platform !== b.platform || a.inside !== b.inside || a.name !== b.name) return false;
  for (const fact in a.facts) if (a.facts[fact] !== b.facts[fact]) return false;
  return true;
}
