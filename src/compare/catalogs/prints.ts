/** Which environments are alike by their fingerprints, and in which kinds of object the others are not? */
import { isOtherwise } from '../../catalog/fingerprint.ts';
import { kinds } from '../../catalog/kinds.ts';
import type { FactClass, Hashes, NotCompared, Print, Read } from '../../model/index.ts';
import { listed } from '../history/seen.ts';

/** One that was read. */
export interface Fingerprint {
  environment: string;
  /** `PostgreSQL 15.18` */
  engine: string;
  /** SHA-256 in hex, equal where nothing that counts differs. */
  whole: string;
  /** By kind of object; one without objects is not in it. */
  kinds: Record<string, string>;
  /** Where servers of several majors are held against each other: the hashes of everything, for those of its own major. */
  own?: { whole: string; kinds: Record<string, string> };
  notCompared: NotCompared[];
}

/** A group of environments and the one that it is held against, which is of the first group. */
export interface Otherwise {
  environments: string[];
  from: string;
  /** In words: `columns`, `materialized views`. */
  kinds: string[];
  /** What shows the difference. */
  command: string;
}

export interface Quick {
  fingerprints: Fingerprint[];
  /** The largest first. In a group each is like each other. */
  alike: string[][];
  otherwise: Otherwise[];
  /** What servers of several majors write differently: `texts of rules and views`. */
  leftOut: string[];
  majors: number[];
}

export function held(prints: ReadonlyMap<string, Read<Print>>, counted: readonly FactClass[]): Quick {
  const read = new Map([...prints].flatMap(([name, print]) => (print.ok ? [[name, print.value] as const] : [])));
  const majors = [...new Set([...read.values()].map((p) => p.major))].sort((a, b) => a - b);
  const alike = groups(read);
  const [first = [], ...others] = alike;
  return {
    fingerprints: [...read].map(([environment, { engine, whole, kinds: of, own, notCompared }]) => ({
      environment,
      engine,
      whole,
      kinds: Object.fromEntries(of),
      ...(own ? { own: { whole: own.whole, kinds: Object.fromEntries(own.kinds) } } : {}),
      notCompared,
    })),
    alike,
    otherwise: others.flatMap((environments) => against(environments, first, read, counted) ?? []),
    leftOut: leftOut(majors, counted),
    majors,
  };
}

/** Texts that two majors write differently make likeness go one way only: so each is held against all of its group. */
function groups(prints: ReadonlyMap<string, Print>): string[][] {
  const found: { name: string; print: Print }[][] = [];
  for (const [name, print] of prints) {
    const group = found.find((members) => members.every((m) => like(m.print, print)));
    if (group) group.push({ name, print });
    else found.push([{ name, print }]);
  }
  return found.map((members) => members.map((m) => m.name)).sort((a, b) => b.length - a.length);
}

function like(a: Print, b: Print): boolean {
  const [left, right] = comparable(a, b);
  return left.whole === right.whole;
}

const comparable = (a: Print, b: Print): [Hashes, Hashes] => (a.major === b.major ? [a.own ?? a, b.own ?? b] : [a, b]);

/** The first two of the groups that are not alike. */
function against(
  environments: string[],
  first: readonly string[],
  prints: ReadonlyMap<string, Print>,
  counted: readonly FactClass[],
): Otherwise | null {
  for (const from of first)
    for (const name of environments) {
      const [a, b] = [prints.get(from), prints.get(name)];
      if (!a || !b || like(a, b)) continue;
      const [left, right] = comparable(a, b);
      const differing = kinds.filter((k) => left.kinds.get(k.name) !== right.kinds.get(k.name)).map((k) => k.plural);
      return { environments, from, kinds: differing, command: `npx tidemark diff ${from} ${name}${counting(counted)}` };
    }
  return null;
}

function counting(counted: readonly FactClass[]): string {
  const more = counted.filter((c) => c !== 'structural');
  return more.length === 4 ? ' --count all' : more.map((c) => ` --count ${c}`).join('');
}

function leftOut(majors: readonly number[], counted: readonly FactClass[]): string[] {
  const [oldest, newest] = [majors[0], majors.at(-1)];
  if (oldest === undefined || newest === undefined || oldest === newest) return [];
  const missing = kinds.flatMap(({ plural, facts: of }) =>
    Object.values(of).flatMap((fact) =>
      counted.includes(fact.class) && isOtherwise(fact, newest, oldest) ? [{ plural, fact }] : [],
    ),
  );
  const texts = [...new Set(missing.flatMap(({ plural, fact }) => (fact.deparsed ? [plural] : [])))];
  const facts = [...new Set(missing.flatMap(({ fact }) => (fact.deparsed ? [] : [fact.says])))];
  return [...(texts.length > 0 ? [`texts of ${listed(texts)}`] : []), ...facts];
}
