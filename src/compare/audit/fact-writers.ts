/** Which statements of a folder write which fact, and which could have written it had others not been there before them? */
import type { Effect, ReplayedStatement } from '../../model/index.ts';
import type { FactReader, FactValue } from './effect-facts.ts';

export interface Writer {
  /** Place among all statements of the folder. */
  at: number;
  from: FactValue;
  to: FactValue;
  /** It left this value only where others had not run before it: enough to doubt who wrote it, and no word about what followed. */
  perhaps?: true;
}

export interface Written {
  says: string;
  object: string;
  /** The table that it is in: `public.users`. */
  holder: string | null;
  writers: Writer[];
}

/** In order. */
export function writersOf(
  statements: readonly ReplayedStatement[],
  texts: readonly string[],
  reader: FactReader,
): Map<string, Written> {
  const written = new Map<string, Written>();
  const names = new Map<string, string[]>();
  const within = new Map<string, Set<string>>();
  statements.forEach((statement, at) => {
    const { tag, effects } = statement;
    for (const effect of effects) {
      const holder = holderOf(effect);
      const facts = new Map(replaces(tag, effect) ? reader.effects({ ...effect, before: null }).map((f) => [f.key, f]) : []);
      for (const fact of reader.effects(effect)) facts.set(fact.key, fact);
      for (const { key, says, object, from, to } of facts.values()) {
        const had = written.get(key);
        if (had) had.writers.push({ at, from, to });
        else written.set(key, { says, object, holder, writers: [{ at, from, to }] });
        names.set(key, namesOf(effect));
        if (holder !== null) within.set(holder, (within.get(holder) ?? new Set()).add(key));
      }
    }
    // What was in a table goes with it, also where the folder had taken it out before.
    for (const { before, after } of effects) {
      if (!before || after) continue;
      for (const key of within.get(before.id) ?? []) {
        const writers = written.get(key)?.writers ?? [];
        const from = writers.at(-1)?.to;
        if (writers.at(-1)?.at !== at) writers.push({ at, from, to: undefined, perhaps: true });
      }
    }
    if (!mayBeIdle(statement)) return;
    const text = texts[at] ?? '';
    const named = ([, all]: readonly [string, readonly string[]]): boolean => all.every((name) => text.includes(name));
    const keys = new Set([...names].filter(named).map(([key]) => key));
    // With a table come a primary key and sequences whose names PostgreSQL makes up.
    for (const [i, { tag: of, effects: its }] of statements.slice(0, at).entries())
      if (of === tag && its.some((e) => e.before === null && keys.has(`${e.key}\n`)))
        for (const [key, { writers }] of written) if (writers.some((w) => w.at === i)) keys.add(key);
    for (const key of keys) {
      const writers = written.get(key)?.writers ?? [];
      const to = writers.findLast((w) => !w.perhaps)?.to;
      const earlier = new Set(writers.map((w) => w.to).filter((value) => value !== to));
      writers.push({ at, from: to, to });
      for (const value of earlier) writers.push({ at, from: to, to: value, perhaps: true });
    }
  });
  return written;
}

/** It leaves the same object where there was none: CREATE OR REPLACE, and whatever decides for itself. */
const replaces = (tag: string, { before, after }: Effect): boolean =>
  before !== null && after !== null && !CHANGES.some((word) => tag.startsWith(word));

/** What these do to an object they do only where there is one. */
const CHANGES = ['ALTER ', 'COMMENT', 'GRANT', 'REVOKE', 'DROP ', 'CREATE INDEX'];

/**
 * It has done nothing because it was done already (IF NOT EXISTS, a default that was that already): without those before it, it may
 * have been the one who did it. What it names is all that it could have touched; rows are not asked about here.
 */
const mayBeIdle = ({ tag, effects }: ReplayedStatement): boolean =>
  effects.length === 0 && !ROWS.some((word) => tag.startsWith(word));

const ROWS = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'SET', 'RESET', 'SHOW', 'BEGIN', 'COMMIT', 'COPY'];

/** Of what is in a table, the table. */
function holderOf({ before, after }: Effect): string | null {
  const object = after ?? before;
  return object?.inside ? object.parent : null;
}

/** As they would have to stand in a text that is about it: its own, and that of what it is inside of. */
function namesOf({ before, after }: Effect): string[] {
  const object = after ?? before;
  if (!object) return [];
  const own = bare(object.name);
  return object.inside && object.parent !== null ? [own, bare(lastPart(object.parent))] : [own];
}

const bare = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

/** `public."odd.name"` ends with a quoted name. */
function lastPart(id: string): string {
  if (!id.endsWith('"')) return id.slice(id.lastIndexOf('.') + 1);
  return id.slice(id.lastIndexOf('."') + 1);
}
