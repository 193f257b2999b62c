/** What another major calls its views and rules, in the words of the shadow's PostgreSQL: it makes them of that text and writes them down. */
import type { Kind } from '../../catalog/kind.ts';
import { SCRATCH } from '../../catalog/kind.ts';
import { kinds as every } from '../../catalog/kinds.ts';
import { DatabaseError } from '../../drivers/session.ts';
import type { Catalog, CatalogObject } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';
import type { OneSession } from '../shadow/shadow.ts';
import { ShadowRefused } from '../shadow/stopped.ts';

/** What the shadow's own major calls them: an object's text, and each that it had on its way. By `keyOf`. */
export type Native = ReadonlyMap<string, ReadonlySet<string>>;

/** The texts of these catalogs, which one major wrote. */
export function nativeOf(catalogs: Iterable<ReadonlyMap<string, CatalogObject>>, kinds: readonly Kind[] = every): Native {
  const native = new Map<string, Set<string>>();
  const facts = deparsedOf(kinds);
  for (const objects of catalogs) {
    for (const [key, object] of objects) {
      const text = textOf(object, facts);
      if (text === null) continue;
      const had = native.get(key);
      if (had) had.add(text);
      else native.set(key, new Set([text]));
    }
  }
  return native;
}

/** Is there any text that only another spelling may make look different? */
export function wanting(live: Catalog, spelledBy: number, native: Native, kinds: readonly Kind[] = every): boolean {
  if (live.spelledBy === spelledBy) return false;
  const facts = deparsedOf(kinds);
  for (const [key, object] of live.objects) {
    const text = textOf(object, facts);
    if (text !== null && native.has(key) && !native.get(key)?.has(text)) return true;
  }
  return false;
}

export interface Ground extends OneSession {
  engine: string;
}

/** By `keyOf`: the text as that server writes it; null: it cannot make it (a column is not there). Of what only the live one has there is none. */
export interface Words {
  /** Who wrote them: `PGlite 18.6`. */
  engine: string;
  texts: ReadonlyMap<string, string | null>;
}

/** `ground` holds what the texts stand on, and is afterwards as before. */
export async function wordsOf(live: Catalog, native: Native, ground: Ground, kinds: readonly Kind[] = every): Promise<Words> {
  const texts = new Map<string, string | null>();
  const work = await scratchOn(ground);
  try {
    await work.stand(missing(live, native));
    for (const [key, { object, text, own }] of asked(live, native, kinds)) {
      const of = kinds.find((k) => k.name === object.kind);
      if (own && of) texts.set(key, await work.words(of, object, text, own));
    }
  } finally {
    await work.end();
  }
  return { engine: ground.engine, texts };
}

/** As if `spelledBy` had written it. What there are no words for stays as it is, and is named in `spelledOtherwise`. */
export function inWords(live: Catalog, native: Native, words: Words, spelledBy: number, kinds: readonly Kind[] = every): Catalog {
  const facts = deparsedOf(kinds);
  const otherwise = new Map<string, number>();
  const objects = new Map(live.objects);
  for (const [key, { object }] of asked(live, native, kinds)) {
    const text = words.texts.get(key);
    const fact = facts.get(object.kind);
    if (text === null || text === undefined || fact === undefined) otherwise.set(key, live.spelledBy);
    else objects.set(key, { ...object, facts: { ...object.facts, [fact]: text } });
  }
  return { ...live, objects, spelledBy, spelledOtherwise: otherwise, respelledOn: words.engine };
}

/** The texts that are not, as they are, what the shadow's major calls them. */
function asked(
  live: Catalog,
  native: Native,
  kinds: readonly Kind[],
): Map<string, { object: CatalogObject; text: string; own: ReadonlySet<string> | undefined }> {
  const facts = deparsedOf(kinds);
  return new Map(
    [...live.objects].flatMap(([key, object]) => {
      const text = textOf(object, facts);
      const own = native.get(key);
      return text === null || own?.has(text) ? [] : [[key, { object, text, own }] as const];
    }),
  );
}

/** All that the words of a catalog depend on beside the ground, for a key. */
export const askedOf = (live: Catalog, native: Native): unknown => [
  live.spelledBy,
  [...asked(live, native, every)].map(([key, { object, text, own }]) => [
    key,
    text,
    object.facts['definition'],
    [...(own ?? [])].sort(),
  ]),
];

/** Views that only the live one has: others may stand on them. */
const missing = (live: Catalog, native: Native): CatalogObject[] =>
  [...live.objects.values()].filter(({ kind, id }) => VIEWS.includes(kind) && !VIEWS.some((k) => native.has(keyOf(k, id))));

const VIEWS: readonly string[] = ['view', 'materialized-view'];

interface Scratch {
  /** As many as can be made: each may stand on another of them. */
  stand(views: readonly CatalogObject[]): Promise<void>;
  /** null: it cannot be made. One of `own` when it means the same. */
  words(kind: Kind, object: CatalogObject, text: string, own: ReadonlySet<string>): Promise<string | null>;
  end(): Promise<void>;
}

async function scratchOn(ground: OneSession): Promise<Scratch> {
  // PostgreSQL does not always write what it reads as it was: a text that was read once is compared with one that was read once.
  const again = new Map<string, string | null>();
  await ground.send(
    `begin; set local search_path = ''; set local check_function_bodies = off; set local quote_all_identifiers = off; create schema ${SCRATCH}`,
  );

  /** The last answer, with the savepoint still there; null: refused, and nothing is left of it. */
  async function tried(statements: readonly string[]): Promise<string | null> {
    try {
      const results = await ground.send(['savepoint tidemark', ...statements.map(bare)].join(';\n'));
      return results.at(-1)?.rows[0]?.['text'] ?? '';
    } catch (error) {
      if (!(error instanceof DatabaseError) && !(error instanceof ShadowRefused)) throw error;
      // What the guard refuses was never sent.
      if (error instanceof DatabaseError) await ground.send('rollback to savepoint tidemark; release savepoint tidemark');
      return null;
    }
  }

  async function anew(kind: Kind, object: CatalogObject, text: string): Promise<string | null> {
    const key = `${keyOf(kind.name, object.id)}\n${text}`;
    const known = again.get(key);
    if (known !== undefined) return known;
    const words = kind.anew ? await tried(kind.anew(object, text)) : null;
    if (words !== null) await ground.send('rollback to savepoint tidemark; release savepoint tidemark');
    again.set(key, words);
    return words;
  }

  return {
    async stand(views) {
      for (let left = [...views], before = -1; left.length !== before; ) {
        before = left.length;
        const rest: CatalogObject[] = [];
        for (const view of left) {
          const made = await tried([`create view ${view.id} as ${view.facts['definition']}`]);
          if (made === null) rest.push(view);
          else await ground.send('release savepoint tidemark');
        }
        left = rest;
      }
    },
    async words(kind, object, text, own) {
      const words = await anew(kind, object, text);
      if (words === null) return null;
      for (const one of own) if ((await anew(kind, object, one)) === words) return one;
      return words;
    },
    end: async () => void (await ground.send('rollback')),
  };
}

/** PostgreSQL writes views and rules with a semicolon behind them. */
const bare = (statement: string): string => {
  const text = statement.trimEnd();
  return text.endsWith(';') ? text.slice(0, -1) : text;
};

/** By kind, the fact that majors write each in their own way. */
function deparsedOf(kinds: readonly Kind[]): Map<string, string> {
  return new Map(
    kinds.flatMap((k) =>
      Object.entries(k.facts).flatMap(([fact, f]): [string, string][] => (f.deparsed ? [[k.name, fact]] : [])),
    ),
  );
}

function textOf(object: CatalogObject, facts: ReadonlyMap<string, string>): string | null {
  const fact = facts.get(object.kind);
  return fact === undefined ? null : (object.facts[fact] ?? null);
}
