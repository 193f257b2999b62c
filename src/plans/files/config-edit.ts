/** Text edits of drizzle.config, made only where the place is certain. */
import type { TextEdit } from '../../model/index.ts';

/** `key: <was>` becomes `key: <now>`; null unless the key is written once. */
export function setSwitch(text: string, key: string, was: boolean, now: boolean): TextEdit | null {
  const [at, more] = keysIn(text, key);
  if (!at || more) return null;
  const value = skipSpace(text, at.after);
  return text.startsWith(String(was), value) ? { offset: value, was: String(was), now: String(now) } : null;
}

/** The key alone is renamed, its quotes and value stay; null unless it stands exactly once in that line. */
export function renameKey(text: string, key: string, line: number, now: string): TextEdit | null {
  const start = lineStart(text, line);
  if (start === null) return null;
  const end = text.indexOf('\n', start);
  const found = keysIn(text, key).filter(({ offset }) => offset >= start && (end === -1 || offset < end));
  const [at] = found;
  return at && found.length === 1 ? { offset: at.offset, was: key, now } : null;
}

/** Adds one text to a list, or the key with that list; null when neither place is certain. */
export function addToList(text: string, key: string, item: string, json: boolean): TextEdit | null {
  const quote = (name: string): string => (json ? `"${name}"` : `'${name}'`);
  const [at, more] = keysIn(text, key);
  if (more) return null;
  if (at) {
    const value = skipSpace(text, at.after);
    if (text[value] !== '[') return null;
    const rest = skipSpace(text, value + 1);
    return { offset: value + 1, was: '', now: text[rest] === ']' ? quote(item) : `${quote(item)}, ` };
  }
  const [dialect, second] = keysIn(text, 'dialect');
  if (!dialect || second) return null;
  const begin = text[dialect.offset - 1] === '"' || text[dialect.offset - 1] === "'" ? dialect.offset - 1 : dialect.offset;
  const lead = text.slice(text.lastIndexOf('\n', begin) + 1, begin);
  const gap = lead.trim() === '' ? `\n${lead}` : ' ';
  return { offset: begin, was: '', now: `${json ? `"${key}"` : key}: [${quote(item)}],${gap}` };
}

interface KeyPlace {
  /** Of the bare key, behind an opening quote. */
  offset: number;
  /** Behind the colon. */
  after: number;
}

/** Places where the word is written as a key: free or quoted, then a colon. Comments that look so make it uncertain, not wrong. */
function keysIn(text: string, key: string): KeyPlace[] {
  const found: KeyPlace[] = [];
  for (let offset = text.indexOf(key); offset !== -1; offset = text.indexOf(key, offset + 1)) {
    const before = text[offset - 1] ?? ' ';
    const quoted = before === '"' || before === "'";
    const behind = offset + key.length;
    if (quoted ? text[behind] !== before : !' \t\n\r{,'.includes(before)) continue;
    const colon = skipSpace(text, quoted ? behind + 1 : behind);
    if (text[colon] === ':') found.push({ offset, after: colon + 1 });
  }
  return found;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at += 1;
  return at;
}

function lineStart(text: string, line: number): number | null {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) return null;
    start = next + 1;
  }
  return start;
}
