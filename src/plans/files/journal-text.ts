/** A journal written anew: from two sides of a merge, from files and rows, or from a text that is nearly JSON. */
import { createScanner, type SyntaxKind } from 'jsonc-parser';
import { FIRST, rowMillis } from '../../compare/history/seen.ts';
import type { Change, Folder, History, JournalFile, TextEdit } from '../../model/index.ts';
import { applyEdits, narrow } from './edit.ts';

export interface Entry {
  [field: string]: unknown;
  tag: string;
  when: number;
}

interface Root {
  [field: string]: unknown;
  entries: Entry[];
}

/** Null when the text is no journal whose entries all have a tag and a stamp. */
export function rootOf(text: string): Root | null {
  const value = parsed(text);
  if (value === null || typeof value !== 'object' || !('entries' in value) || !Array.isArray(value.entries)) return null;
  const whole = value.entries.every(
    (e: unknown) =>
      e !== null && typeof e === 'object' && 'tag' in e && typeof e.tag === 'string' && 'when' in e && typeof e.when === 'number',
  );
  return whole ? (value as Root) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export interface Merged {
  text: string;
  entries: Entry[];
  /** Entries of the side that comes second. */
  added: string[];
  restamped: string[];
}

/**
 * All entries of both sides: first the side that a database recorded (else the earlier one), then what the other adds,
 * numbered anew, its stamps raised where they would not increase. Recorded stamps stay.
 */
export function mergedJournal(first: string, second: string, recorded: ReadonlySet<number>): Merged | null {
  const [a, b] = [rootOf(first), rootOf(second)];
  if (!a || !b) return null;
  const own = (mine: Root, other: Root): Entry[] => mine.entries.filter((e) => !other.entries.some((o) => o.tag === e.tag));
  const [onlyA, onlyB] = [own(a, b), own(b, a)];
  const known = (list: Entry[]): number => list.filter((e) => recorded.has(e.when)).length;
  const swap = known(onlyA) === known(onlyB) ? (onlyA[0]?.when ?? 0) > (onlyB[0]?.when ?? 0) : known(onlyB) > known(onlyA);
  const [base, extra] = swap ? [b, onlyA] : [a, onlyB];
  const above = Math.max(FIRST, ...recorded);
  const restamped: string[] = [];
  const entries: Entry[] = [];
  for (const [i, e] of [...base.entries, ...extra].entries()) {
    const added = i >= base.entries.length;
    const least = Math.max(entries.at(-1)?.when ?? 0, added ? above : 0) + 1;
    const raised = !recorded.has(e.when) && e.when < least && added;
    if (raised) restamped.push(e.tag);
    entries.push({ ...e, idx: i, when: raised ? least : e.when });
  }
  return { text: rewritten({ ...base, entries }, first), entries, added: extra.map((e) => e.tag), restamped };
}

/** With the indentation and line ends of the other text. */
export const rewritten = (root: Record<string, unknown>, like: string): string => {
  const line = like.split('\n').find((l) => l.startsWith(' ') || l.startsWith('\t')) ?? '  ';
  const text = JSON.stringify(root, null, line.slice(0, line.length - line.trimStart().length));
  return `${like.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text}${like.endsWith('\n') ? '\n' : ''}`;
};

/** Null when not every environment was read: then the stamps cannot be known. */
export function rebuiltJournal(folder: Folder, histories: readonly History[]): { text: string; recorded: number } | null {
  const rows = histories.flatMap((h) => h.table?.rows ?? []);
  const free = new Set(rows);
  const files = folder.files.filter((f) => f.content.ok).sort((a, b) => (a.name < b.name ? -1 : 1));
  const stamps = files.map(({ content }) => {
    if (!content.ok) return null;
    const { hash, plainHash, crlfHash } = content.value;
    const mine = [...free].find((r) => r.hash === hash || r.hash === plainHash || r.hash === crlfHash);
    if (!mine) return null;
    for (const row of free) if (row.hash === mine.hash && row.createdAt === mine.createdAt) free.delete(row);
    const ms = rowMillis(mine.createdAt);
    return ms !== null && Number.isInteger(ms) && ms > 1e11 ? ms : null;
  });
  const highest = [...rows.map((r) => rowMillis(r.createdAt) ?? 0), FIRST].reduce((a, b) => Math.max(a, Math.floor(b)));
  const lastKnown = stamps.findLastIndex((s) => s !== null);
  let before = FIRST;
  let next = highest;
  const entries = files.map(({ name }, idx) => {
    const known = stamps[idx] ?? null;
    if (known === null && idx > lastKnown) next += 1000;
    const when = known ?? (idx > lastKnown ? next : before + 1);
    before = when;
    return { idx, version: '7', when, tag: name, breakpoints: true };
  });
  if (entries.length === 0) return null;
  const text = JSON.stringify({ version: '7', dialect: 'postgresql', entries }, null, 2);
  return { text, recorded: stamps.filter((s) => s !== null).length };
}

/** jsonc-parser's tokens; its const enum cannot be read by a compiler that looks at one file at a time. */
const [CLOSE_BRACE, CLOSE_BRACKET, COMMA, LINE_COMMENT, BLOCK_COMMENT, END]: SyntaxKind[] = [2, 4, 5, 12, 13, 17];
const VALUE_STARTS: readonly SyntaxKind[] = [1, 3, 7, 8, 9, 10, 11];
const VALUE_ENDS: readonly SyntaxKind[] = [2, 4, 7, 8, 9, 10, 11];

/** Takes out a byte order mark, comments and commas too many, puts in commas that are missing; null when that does not make it a journal. */
export function mendedJson(text: string): { edits: TextEdit[]; says: string[] } | null {
  const edits: TextEdit[] = [];
  const says = new Set<string>();
  const cut = (offset: number, was: string, why: string) => {
    edits.push({ offset, was, now: '' });
    says.add(why);
  };
  if (text.startsWith('\uFEFF')) cut(0, '\uFEFF', 'the byte order mark');
  const scanner = createScanner(text, false);
  scanner.setPosition(text.startsWith('\uFEFF') ? 1 : 0);
  let comma: number | null = null;
  let last: { kind: SyntaxKind; end: number } | null = null;
  for (let kind = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const offset = scanner.getTokenOffset();
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT)
      cut(offset, text.slice(offset, offset + scanner.getTokenLength()), 'a comment');
    if (kind === 14 || kind === 15 || kind === LINE_COMMENT || kind === BLOCK_COMMENT) continue;
    if (comma !== null && (kind === CLOSE_BRACE || kind === CLOSE_BRACKET)) cut(comma, ',', 'a comma too many');
    if (last && VALUE_ENDS.includes(last.kind) && VALUE_STARTS.includes(kind)) {
      edits.push({ offset: last.end, was: '', now: ',' });
      says.add('a missing comma');
    }
    comma = kind === COMMA ? offset : null;
    last = { kind, end: offset + scanner.getTokenLength() };
  }
  edits.sort((x, y) => x.offset - y.offset);
  const mended = applyEdits(text, edits);
  return edits.length > 0 && mended !== null && rootOf(mended) ? { edits, says: [...says] } : null;
}

/** The whole journal, as one edit that says only what changes. */
export const rewrite = (file: JournalFile, now: string, says: string): Change => ({
  kind: 'edit',
  path: file.path,
  says,
  edit: narrow({ offset: 0, was: file.text, now }),
});
