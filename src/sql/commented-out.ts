/** Is everything that a text would do inside one comment, as `drizzle-kit pull` writes its first migration? */
import { BREAKPOINT } from './breakpoints.ts';
import { tokenAt } from './lexer.ts';
import { type Span, split } from './split.ts';

export interface CommentedOut {
  /** UTF-16 offsets of the two marks. */
  open: number;
  close: number;
  /** Statements inside; offsets within the comment. */
  statements: Span[];
}

/** Breakpoints inside the comment count as text of it: whoever wrote the comment put them there to be uncommented with the rest. */
export function commentedOut(text: string): CommentedOut | null {
  const blank = text.replaceAll(BREAKPOINT, ' '.repeat(BREAKPOINT.length));
  let found: { start: number; end: number } | null = null;
  for (let at = 0; at < blank.length; ) {
    const token = tokenAt(blank, at);
    at = token.end;
    if (token.kind === 'space') continue;
    if (token.kind !== 'comment' || token.open) return null;
    if (!blank.startsWith('/*', token.start)) continue;
    if (found) return null;
    found = { start: token.start, end: token.end };
  }
  if (!found) return null;
  const inside = split(text.slice(found.start + 2, found.end - 2));
  const does = inside.statements.filter(({ head }) => STARTS.has(head[0] ?? ''));
  return does.length > 0 && does.length === inside.statements.length && inside.unfinished === null
    ? { open: found.start, close: found.end - 2, statements: inside.statements }
    : null;
}

/** Words of statements, so that prose in a comment is not taken for SQL. */
const STARTS = new Set(['create', 'alter', 'drop', 'insert', 'update', 'delete', 'do', 'grant', 'comment', 'set', 'revoke']);
