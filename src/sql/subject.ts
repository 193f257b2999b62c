/** What does a statement make, change or read, in a word for people? By the lexer: for messages only, nothing is decided by it. */
import { type Word, wordsOf } from './words.ts';

export interface Subject {
  verb: string;
  /** `table`, `type`, `schema` …; '' when the statement has none. */
  kind: string;
  /** As PostgreSQL reads it, with its schema when that is written; null: not found. */
  name: string | null;
  /** Of an index, trigger, policy or rule: the table that it is on. */
  on: string | null;
  /** A column that the statement adds. */
  adds: string | null;
  /** The privilege that rows need: `select`, `insert`, `update`, `delete`. */
  rows: 'select' | 'insert' | 'update' | 'delete' | 'truncate' | null;
}

/** Words between the verb and the kind. */
const BETWEEN = new Set([
  ...['or', 'replace', 'global', 'local', 'temp', 'temporary', 'unlogged', 'unique', 'recursive', 'constraint', 'trusted'],
  ...['foreign', 'default', 'procedural', 'event'],
]);
/** Words between the kind and the name. */
const AFTER = new Set(['if', 'not', 'exists', 'only', 'concurrently']);
const ROWS = { select: 'select', insert: 'insert', update: 'update', delete: 'delete', truncate: 'truncate' } as const;

export function subjectOf(sql: string): Subject {
  const words = wordsOf(sql).filter((w) => w.kind === 'word');
  const verb = words[0]?.text ?? '';
  const nothing: Subject = { verb, kind: '', name: null, on: null, adds: null, rows: null };
  const rows = Object.hasOwn(ROWS, verb) ? ROWS[verb as keyof typeof ROWS] : null;
  if (rows) {
    const from = rows === 'insert' ? 'into' : rows === 'delete' || rows === 'select' ? 'from' : verb;
    const at = words.findIndex((w) => w.text === from);
    const start = at === -1 ? words.length : past(words, at + 1, new Set(['only', 'table']));
    return { ...nothing, kind: 'table', name: nameAt(sql, words, start), rows };
  }
  if (!['create', 'alter', 'drop', 'comment', 'reindex', 'refresh', 'cluster', 'lock'].includes(verb)) return nothing;
  let at = past(words, 1, verb === 'comment' ? new Set(['on']) : BETWEEN);
  let kind = words[at]?.text ?? '';
  if (kind === 'materialized') {
    at += 1;
    kind = 'materialized view';
  }
  at = past(words, at + 1, AFTER);
  const on = words.findIndex((w, i) => i >= at && w.text === 'on');
  const unnamed = kind === 'index' && on === at;
  const adds = words.findIndex((w, i) => i > at && w.text === 'add' && words[i + 1]?.text === 'column');
  return {
    ...nothing,
    kind,
    name: unnamed ? null : nameAt(sql, words, at),
    on:
      on === -1 || !['index', 'trigger', 'policy', 'rule'].includes(kind) ? null : nameAt(sql, words, past(words, on + 1, AFTER)),
    adds: adds === -1 ? null : (words[past(words, adds + 2, AFTER)]?.text ?? null),
  };
}

function past(words: readonly Word[], from: number, skip: ReadonlySet<string>): number {
  let at = from;
  while (at < words.length && skip.has(words[at]?.text ?? '')) at += 1;
  return at;
}

/** `schema.name` when a dot stands behind the first word. */
function nameAt(sql: string, words: readonly Word[], at: number): string | null {
  const [first, second] = [words[at], words[at + 1]];
  if (!first) return null;
  if (!second) return first.text;
  const between = sql.slice(first.offset, second.offset).trimEnd();
  return between.endsWith('.') ? `${first.text}.${second.text}` : first.text;
}

/** The name that stands at an offset: as it is written, and as PostgreSQL reads it. null: no name stands there. */
export function nameStandingAt(sql: string, offset: number): { written: string; read: string } | null {
  const word = wordsOf(sql.slice(offset)).at(0);
  if (word?.offset !== 0 || word.kind !== 'word') return null;
  const quoted = sql[offset] === '"';
  const written = quoted ? `"${word.text.replaceAll('"', '""')}"` : sql.slice(offset, offset + word.text.length);
  return { written, read: word.text };
}
