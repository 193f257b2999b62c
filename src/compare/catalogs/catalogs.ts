/** How do two catalogs differ, object by object and fact by fact? */
import type { Kind } from '../../catalog/kind.ts';
import type {
  Catalog,
  CatalogObject,
  Comparison,
  Difference,
  FactClass,
  FactDifference,
  NotCompared,
} from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';
import { CLASSES } from './classes.ts';

export function compareCatalogs(left: Catalog, right: Catalog, kinds: readonly Kind[]): Comparison {
  const spelled = (key: string): boolean => spellerOf(left, key) === spellerOf(right, key);
  const oldest = Math.floor(Math.min(left.versionNumber, right.versionNumber) / 10_000);
  const otherwise = new Map<string, number>();
  const holding = kinds.filter((k) => k.holds).map((k) => k.name);
  const onlyLeft = (object: CatalogObject): Difference => alone(object, 'left-only', right, holding);
  const onlyRight = (object: CatalogObject): Difference => alone(object, 'right-only', left, holding);
  const [leftOf, rightOf] = [byKind(left), byKind(right)];
  const differences = kinds.flatMap((kind) => {
    const lefts = leftOf.get(kind.name) ?? NONE;
    const rights = rightOf.get(kind.name) ?? NONE;
    const facts = Object.entries(kind.facts);
    const found: Difference[] = [];
    for (const object of lefts.values()) {
      const other = rights.get(object.id) ?? (kind.sparse ? nothing(object) : undefined);
      if (!other) found.push(onlyLeft(object));
      else changed(object, other);
    }
    for (const object of rights.values()) {
      if (lefts.has(object.id)) continue;
      if (kind.sparse) changed(nothing(object), object);
      else found.push(onlyRight(object));
    }
    return kind.nameIsCosmetic ? renamed(kind, found, onlyLeft, onlyRight) : found;

    function changed(a: CatalogObject, b: CatalogObject): void {
      const told = factsOf(facts, a, b).filter((f) => {
        const { deparsed = false, since = 0 } = kind.facts[f.fact] ?? {};
        if (since > oldest) return false;
        if (!deparsed || spelled(keyOf(kind.name, a.id))) return true;
        otherwise.set(kind.plural, (otherwise.get(kind.plural) ?? 0) + 1);
        return false;
      });
      if (told.length === 0) return;
      found.push({
        kind: kind.name,
        id: a.id,
        is: 'changed',
        class: classOf(told, a, b),
        facts: told,
        left: a,
        right: b,
        within: false,
      });
    }
  });
  const spellings: NotCompared[] = [...otherwise].map(([what, count]) => ({
    what: `texts of ${what}`,
    count,
    why: `${majors(left, right)} do not write it alike${anew(left, right)}`,
  }));
  return { differences, notCompared: [...merged(left.notCompared, right.notCompared), ...spellings] };
}

/** Which major wrote the texts of that object. */
export const spellerOf = ({ spelledBy, spelledOtherwise }: Catalog, key: string): number =>
  spelledOtherwise?.get(key) ?? spelledBy;

const majorOf = ({ versionNumber }: Catalog): number => Math.floor(versionNumber / 10_000);
const majors = (left: Catalog, right: Catalog): string => `PostgreSQL ${majorOf(left)} and ${majorOf(right)}`;
const anew = ({ respelledOn: left }: Catalog, { respelledOn: right }: Catalog): string =>
  left || right ? `, and ${left ?? right} could not make it anew` : '';

/** A difference counts when its class does, or that of one of its facts. */
export const counting = (differences: readonly Difference[], classes: ReadonlySet<FactClass>): Difference[] =>
  differences.filter((d) => classes.has(d.class) || (d.class !== 'platform' && d.facts.some((f) => classes.has(f.class))));

const NONE: ReadonlyMap<string, CatalogObject> = new Map();

function byKind(catalog: Catalog): Map<string, Map<string, CatalogObject>> {
  const kinds = new Map<string, Map<string, CatalogObject>>();
  for (const object of catalog.objects.values()) {
    const had = kinds.get(object.kind);
    if (had) had.set(object.id, object);
    else kinds.set(object.kind, new Map([[object.id, object]]));
  }
  return kinds;
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

function factsOf(facts: readonly [string, Kind['facts'][string]][], a: CatalogObject, b: CatalogObject): FactDifference[] {
  const differences: FactDifference[] = [];
  for (const [fact, { class: of, says }] of facts) {
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

/** Two of the same parent that are structurally the same are one, whatever they are called: also where another has taken the name. */
function renamed(
  kind: Kind,
  found: readonly Difference[],
  onlyLeft: (object: CatalogObject) => Difference,
  onlyRight: (object: CatalogObject) => Difference,
): Difference[] {
  const all = Object.entries(kind.facts);
  const structural = all.flatMap(([fact, f]) => (f.class === 'structural' ? [fact] : []));
  const sign = (o: CatalogObject): string => JSON.stringify([o.parent, ...structural.map((fact) => o.facts[fact] ?? null)]);
  const loose = new Set(found.filter((d) => d.is !== 'changed' || d.facts.some((f) => f.class === 'structural')));
  const waiting = new Map<string, CatalogObject[]>();
  for (const { right } of loose) {
    if (right) waiting.set(sign(right), [...(waiting.get(sign(right)) ?? []), right]);
  }
  const taken = new Set<CatalogObject>();
  const pairs: Difference[] = [];
  for (const { left } of loose) {
    const other = left ? waiting.get(sign(left))?.shift() : undefined;
    if (!left || !other) continue;
    taken.add(left).add(other);
    const facts = factsOf(all, left, other);
    const of =
      left.platform && other.platform ? 'platform' : CLASSES.find((c) => c === 'cosmetic' || facts.some((f) => f.class === c));
    pairs.push({
      kind: kind.name,
      id: left.id,
      is: 'renamed',
      class: of ?? 'cosmetic',
      facts,
      left,
      right: other,
      within: false,
    });
  }
  const rest = found.flatMap((d) => {
    const left = d.left && !taken.has(d.left) ? d.left : null;
    const right = d.right && !taken.has(d.right) ? d.right : null;
    if (left === d.left && right === d.right) return [d];
    return [...(left ? [onlyLeft(left)] : []), ...(right ? [onlyRight(right)] : [])];
  });
  return [...rest, ...pairs];
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
