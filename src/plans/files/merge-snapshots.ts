/** The snapshots of two folders that become one: a chain that ends in what schema.ts said before. */
import { NOBODY } from '../../compare/folder/snapshot-chain.ts';
import type { Merging, Woven } from '../../model/index.ts';
import { uuidOf } from './baseline-snapshot.ts';

type Json = Record<string, unknown>;

export interface Chain {
  /** Text of the snapshot, by the new name of its migration; one whose own folder has none gets none. */
  texts: Map<string, string>;
  /** Of the other folder: as they were, and those that get what schema.ts said at that place instead. */
  kept: string[];
  carried: string[];
}

/**
 * drizzle-kit compares schema.ts with the newest snapshot alone, so that one says what the own folder's newest said. A snapshot of
 * the other folder stays where it fits between its neighbours; else its migration is to this folder what `generate --custom` makes:
 * SQL that schema.ts does not know, with the state before it.
 */
export function chainOf({ own, other }: Pick<Merging, 'own' | 'other'>, woven: readonly Woven[]): Chain {
  const texts = new Map<string, string>();
  const chain: Chain = { texts, kept: [], carried: [] };
  const textOf = ({ from, was }: Woven): string | undefined => (from === 'other' ? other : own).snapshots.get(was.name);
  const ours = woven.filter((w) => w.from !== 'other').flatMap((w) => textOf(w) ?? []);
  const [first] = ours;
  if (first === undefined) return chain;
  let state = emptied(parsed(first));
  let parent = NOBODY;
  const seen = new Set<unknown>();
  for (const [i, one] of woven.entries()) {
    const text = textOf(one);
    const name = one.migration.name;
    let own1: Json | null = text === undefined ? null : parsed(text);
    let whole = text;
    if (one.from === 'other') {
      const next = woven
        .slice(i + 1)
        .filter((w) => w.from !== 'other')
        .flatMap((w) => textOf(w) ?? [])[0];
      const fits = own1 !== null && next !== undefined && holds(own1, state) && holds(parsed(next), own1);
      chain[fits ? 'kept' : 'carried'].push(name);
      if (!fits) own1 = { ...state, id: uuidOf(`${name}\n${parent}`) };
      if (!fits) whole = undefined;
    }
    if (own1 === null) continue;
    const id = typeof own1['id'] === 'string' && !seen.has(own1['id']) ? own1['id'] : uuidOf(`${name}\n${parent}`);
    texts.set(name, whole === undefined ? written({ ...own1, id, prevId: parent }) : linked(whole, own1, id, parent));
    seen.add(id);
    state = own1;
    parent = id;
  }
  return chain;
}

const parsed = (text: string): Json => JSON.parse(text) as Json;

/** As drizzle-kit writes it. */
const written = (json: Json): string => JSON.stringify(json, null, 2);

/** Only the two ids change, where each stands at one place. */
function linked(text: string, json: Json, id: string, prevId: string): string {
  const placed = (into: string, key: string, was: unknown, now: string): string | null => {
    const pair = `"${key}": ${JSON.stringify(was)}`;
    const at = into.indexOf(pair);
    if (at === -1 || into.includes(pair, at + 1)) return null;
    return `${into.slice(0, at)}"${key}": ${JSON.stringify(now)}${into.slice(at + pair.length)}`;
  };
  const first = placed(text, 'prevId', json['prevId'], prevId);
  return (first !== null ? placed(first, 'id', json['id'], id) : null) ?? written({ ...json, id, prevId });
}

/** What a snapshot of 0.x holds, each by name. */
const HOLDS = ['tables', 'enums', 'schemas', 'sequences', 'roles', 'policies', 'views'];

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

const emptied = (json: Json): Json => ({
  ...json,
  ...Object.fromEntries(HOLDS.filter((key) => key in json).map((key) => [key, {}])),
  ...('_meta' in json ? { _meta: { columns: {}, schemas: {}, tables: {} } } : {}),
});

/** Every table, column, type and so on of `less` is in `more` too, in a snapshot of the same version. */
function holds(more: Json, less: Json): boolean {
  if (more['version'] !== less['version']) return false;
  const columns = (json: Json, table: string): string[] => Object.keys(record(record(record(json['tables'])[table])['columns']));
  return (
    HOLDS.every((key) => Object.keys(record(less[key])).every((name) => name in record(more[key]))) &&
    Object.keys(record(less['tables'])).every((table) => columns(less, table).every((c) => columns(more, table).includes(c)))
  );
}
