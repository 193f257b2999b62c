/** How do two catalogs differ, object by object and fact by fact? */
import type { Kind } from '../catalog/kind.ts';
import type { Catalog, CatalogObject, Comparison, Difference, FactClass, FactDifference, NotCompared } from '../model/index.ts';
import { keyOf } from '../model/index.ts';
import { CLASSES } from './classes.ts';

export function compareCatalogs(left: Catalog, right: Catalog, kinds: readonly Kind[]): Comparison {
  const spelled = left.spelledBy === right.spelledBy;
  const otherwise = new Map<string, number>();
  const holding = kinds.filter((k) => k.holds).map((k) => k.name);
  const differences = kinds.flatMap((kind) => {
    const lefts = ofKind(left, kind);
    const rights = ofKind(right, kind);
    const found: Difference[] = [];
    for (const object of lefts.values()) {
      const other = rights.get(object.id) ?? (kind.sparse ? nothing(object) : undefined);
      if (!other) found.push(alone(object, 'left-only', right, holding));
      else changed(kind, object, other);
    }
    for (const object of rights.values()) {
      if (lefts.has(object.id)) continue;
      if (kind.sparse) changed(kind, nothing(object), object);
      else found.push(alone(object, 'right-only', left, holding));
    }
    return kind.nameIsCosmetic ? renamed(kind, found) : found;

    function changed(k: Kind, a: CatalogObject, b: CatalogObject): void {
      const facts = factsOf(k, a, b).filter((f) => {
        if (spelled || !k.facts[f.fact]?.deparsed) return true;
        otherwise.set(k.plural, (otherwise.get(k.plural) ?? 0) + 1);
        return false;
      });
      if (facts.length > 0)
        found.push({
          kind: k.name,
          id: a.id,
          is: 'changed',
          class: classOf(facts, a, b),
          facts,
          left: a,
          right: b,
          within: false,
        });
    }
  });
  const spellings: NotCompared[] = [...otherwise].map(([what, count]) => ({
    what: `texts of ${what}`,
    count,
    why: `PostgreSQL ${left.spelledBy} and ${right.spelledBy} do not write it alike`,
  }));
  return { differences, notCompared: [...merged(left.notCompared, right.notCompared), ...spellings] };
}

/** A difference counts when its class is among those that count. */
export const counting = (differences: readonly Difference[], classes: ReadonlySet<FactClass>): Difference[] =>
  differences.filter((d) => classes.has(d.class));

function ofKind(catalog: Catalog, kind: Kind): Map<string, CatalogObject> {
  const objects = new Map<string, CatalogObject>();
  for (const object of catalog.objects.values()) if (object.kind === kind.name) objects.set(object.id, object);
  return objects;
}

const nothing = (like: CatalogObject): CatalogObject => ({ ...like, facts: {} });

const alone = (
  object: CatalogObject,
  is: 'left-only' | 'right-only',
  other: Catalog,
  holding: readonly string[],
): Difference => ({
  kind: object.kind,
  id: object.id,
  is,
  class: object.platform ? 'platform' : 'structural',
  facts: [],
  left: is === 'left-only' ? object : null,
  right: is === 'right-only' ? object : null,
  within: object.inside && !holding.some((kind) => other.objects.has(keyOf(kind, object.parent ?? ''))),
});

function factsOf(kind: Kind, a: CatalogObject, b: CatalogObject): FactDifference[] {
  const differences: FactDifference[] = [];
  for (const [fact, { class: of, says }] of Object.entries(kind.facts)) {
    const left = a.facts[fact] ?? null;
    const right = b.facts[fact] ?? null;
    if (left !== right) differences.push({ fact, class: of, says, left, right });
  }
  return differences;
}

function classOf(facts: readonly FactDifference[], a: CatalogObject, b: CatalogObject): FactClass {
  if (a.platform && b.platform) return 'platform';
  return CLASSES.find((c) => facts.some((f) => f.class === c)) ?? 'structural';
}

/** Two of the same parent that differ in nothing but their names, and perhaps in what is only cosmetic, are one. */
function renamed(kind: Kind, found: readonly Difference[]): Difference[] {
  const rest: Difference[] = [];
  const waiting = new Map<string, CatalogObject[]>();
  const sign = (o: CatalogObject): string =>
    JSON.stringify([
      o.parent,
      ...Object.entries(kind.facts).map(([fact, f]) => (f.class === 'cosmetic' ? null : (o.facts[fact] ?? null))),
    ]);
  for (const { is, right } of found) {
    if (is !== 'right-only' || !right) continue;
    const key = sign(right);
    waiting.set(key, [...(waiting.get(key) ?? []), right]);
  }
  const taken = new Set<CatalogObject>();
  for (const difference of found) {
    const { left } = difference;
    const other = difference.is === 'left-only' && left ? waiting.get(sign(left))?.shift() : undefined;
    if (!left || !other) {
      rest.push(difference);
      continue;
    }
    taken.add(other);
    const facts = factsOf(kind, left, other);
    rest.push({
      kind: kind.name,
      id: left.id,
      is: 'renamed',
      class: left.platform && other.platform ? 'platform' : 'cosmetic',
      facts,
      left,
      right: other,
      within: false,
    });
  }
  return rest.filter((d) => d.is !== 'right-only' || !d.right || !taken.has(d.right));
}

/** Of the same thing the larger count. */
function merged(left: readonly NotCompared[], right: readonly NotCompared[]): NotCompared[] {
  const all = new Map<string, NotCompared>();
  for (const one of [...left, ...right]) {
    const had = all.get(one.what);
    if (!had || had.count < one.count) all.set(one.what, one);
  }
  return [...all.values()];
}
