/** Why will PostgreSQL refuse a migration's text as it stands? One cause a file, the one that hides the others. */
import type { SqlFacts, SqlText } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { commentedOut } from '../../sql/commented-out.ts';
import { split } from '../../sql/split.ts';

export type RefusedFor = 'utf-16' | 'nul' | 'bom' | 'conflict' | 'psql' | 'commented-out' | 'breakpoint' | 'syntax';

export interface RefusedText {
  why: RefusedFor;
  line: number;
  /** PostgreSQL's words, where there are some. */
  message: string;
}

/** Several rules ask of each file. */
const known = new WeakMap<SqlFacts, RefusedText | null>();

/** null: nothing speaks against it, or the parser did not read it. */
export function refusedText(content: SqlText, facts: SqlFacts): RefusedText | null {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const found = causeOf(content, facts);
  known.set(facts, found);
  return found;
}

function causeOf(content: SqlText, facts: SqlFacts): RefusedText | null {
  const { text, encoding } = content;
  const failed = facts.chunks.find((chunk) => chunk.error);
  const message = failed?.error?.message ?? '';
  const line = failed?.error?.line ?? 1;
  if (encoding === 'utf16le' || encoding === 'utf16be') return { why: 'utf-16', line: 1, message };
  const nul = text.indexOf('\0');
  if (nul !== -1) return { why: 'nul', line: text.slice(0, nul).split('\n').length, message };
  if (encoding === 'utf8-bom') return { why: 'bom', line: 1, message };
  const conflict = conflictLine(text);
  if (conflict !== null) return { why: 'conflict', line: conflict, message };
  if (facts.psql[0]) return { why: 'psql', line: facts.psql[0].line, message };
  if (!failed) return null;
  if (commentedOut(text)) return { why: 'commented-out', line, message };
  const chunk = facts.chunks.indexOf(failed);
  const cut = chunk + 1 < facts.chunks.length && split(piecesOf(text)[chunk]?.text ?? '').unfinished;
  if (facts.wholeParses || cut) return { why: 'breakpoint', line, message };
  return { why: 'syntax', line, message };
}

/** git's own marks at the starts of lines; all three, in order. */
function conflictLine(text: string): number | null {
  const marks = ['<<<<<<< ', '=======', '>>>>>>> '];
  if (!marks.every((mark) => text.includes(mark))) return null;
  let first: number | null = null;
  let at = 0;
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.startsWith(marks[at] ?? '')) continue;
    first ??= i + 1;
    at += 1;
    if (at === marks.length) return first;
  }
  return null;
}
