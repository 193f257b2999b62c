/** What a statement does to a catalog, fact by fact, and what those facts are in a live one. */
import type { Kind } from '../../catalog/kind.ts';
import type { Catalog, CatalogObject, Effect } from '../../model/index.ts';

/** `exists`, or the text of a fact; null: no such value; undefined: no such object. */
export type FactValue = string | null | undefined;

export interface FactEffect {
  /** Object and fact, unique. */
  key: string;
  /** In words: `type of column public.users.bio`; of its existence only the object. */
  says: string;
  /** `column public.users.bio`. */
  object: string;
  from: FactValue;
  to: FactValue;
}

export const EXISTS = 'exists';

/** Reads facts by which two catalogs of possibly different servers can be held against each other. */
export interface FactReader {
  effects(effect: Effect): FactEffect[];
  value(catalog: Catalog, key: string): FactValue;
}

/** Who wrote the texts that majors do not write alike. */
export interface Spelling {
  /** One major wrote those of both catalogs; default: when the servers are of one. */
  alike: boolean;
  /** But for the texts of these objects, by `keyOf`. */
  otherwise?: ReadonlyMap<string, number> | undefined;
}

/** `majors`: of the two servers. Texts that are not in one major's words are no evidence. */
export function factReader(
  kinds: readonly Kind[],
  majors: readonly number[],
  { alike, otherwise = new Map() }: Spelling = { alike: new Set(majors).size === 1 },
): FactReader {
  const oldest = Math.min(...majors);
  const telling = new Map(
    kinds.map(({ name, facts }) => [
      name,
      Object.entries(facts).flatMap(([fact, f]) =>
        (f.class === 'structural' || fact === 'grants' || fact === 'comment') &&
        (alike || !f.deparsed) &&
        (f.since === undefined || f.since <= oldest)
          ? [{ fact, says: f.says, deparsed: f.deparsed ?? false, each: f.each }]
          : [],
      ),
    ]),
  );
  const of = (object: CatalogObject | null | undefined, fact: string): FactValue =>
    object ? (object.facts[fact] ?? null) : undefined;
  return {
    effects({ key, before, after }) {
      const object = after ?? before;
      if (!object) return [];
      const name = `${object.kind.replaceAll('-', ' ')} ${object.id}`;
      const own: FactEffect[] =
        (before === null) === (after === null)
          ? []
          : [{ key: `${key}\n`, says: name, object: name, from: before ? EXISTS : undefined, to: after ? EXISTS : undefined }];
      for (const { fact, says, deparsed, each } of telling.get(object.kind) ?? []) {
        if (deparsed && otherwise.has(key)) continue;
        const [from, to] = [of(before, fact), of(after, fact)];
        // Null facts of an object that comes or goes say no more than that it came or went.
        if (from !== to && (from ?? null) !== (to ?? null))
          own.push({ key: `${key}\n${fact}`, says: `${says} of ${name}`, object: name, from, to });
        if (each !== undefined) own.push(...elements(`${key}\n${fact}`, each, name, linesOf(from), linesOf(to)));
      }
      return own;
    },
    value(catalog, key) {
      const end = key.lastIndexOf('\n');
      const object = catalog.objects.get(key.slice(0, end));
      const [fact = '', element] = key.slice(end + 1).split(ELEMENT);
      if (fact === '') return object ? EXISTS : undefined;
      if (element !== undefined) return linesOf(of(object, fact)).includes(element) ? EXISTS : undefined;
      return of(object, fact);
    },
  };
}

/** Between a fact and one element of its list; no name and no line holds it. */
const ELEMENT = '\0';

const linesOf = (value: FactValue): string[] => value?.split('\n') ?? [];

/** Which elements came and which went: each is there or not, whatever became of the list since. */
function elements(key: string, each: string, object: string, from: readonly string[], to: readonly string[]): FactEffect[] {
  const one = (element: string, was: boolean): FactEffect => ({
    key: `${key}${ELEMENT}${element}`,
    says: `${each} ${element} of ${object}`,
    object: `${each} ${element} of ${object}`,
    from: was ? EXISTS : undefined,
    to: was ? undefined : EXISTS,
  });
  return [
    ...from.filter((e) => !to.includes(e)).map((e) => one(e, true)),
    ...to.filter((e) => !from.includes(e)).map((e) => one(e, false)),
  ];
}
