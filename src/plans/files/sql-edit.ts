/** Text edits of migration files that leave every other byte as it is. */
import type { Change, SqlFacts, TextEdit } from '../../model/index.ts';
import { BREAKPOINT } from '../../sql/breakpoints.ts';
import { commentedOut } from '../../sql/commented-out.ts';
import { tokenAt } from '../../sql/lexer.ts';

export const edited = (path: string, edits: readonly TextEdit[], says: string): Change[] =>
  edits.map((edit) => ({ kind: 'edit', path, edit, says }));

/** A breakpoint behind each statement that another one follows in the same chunk, as drizzle-kit writes it. */
export function breakpointsBetween(text: string, { statements }: SqlFacts): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const [i, { chunk, offset, length }] of statements.entries()) {
    if (statements[i + 1]?.chunk !== chunk) continue;
    const end = semicolonAfter(text, offset + length);
    if (end !== null) edits.push({ offset: end, was: '', now: BREAKPOINT });
  }
  return edits;
}

/** Each statement with its semicolon, taken out. */
export function withoutStatements(text: string, statements: readonly SqlFacts['statements'][number][]): TextEdit[] {
  return statements.map(({ offset, length }) => {
    const end = semicolonAfter(text, offset + length) ?? offset + length;
    return { offset, was: text.slice(offset, end), now: '' };
  });
}

/** The offset behind the semicolon that ends a statement; only space and comments may stand before it. */
function semicolonAfter(text: string, from: number): number | null {
  for (let at = from; at < text.length; ) {
    const token = tokenAt(text, at);
    if (text[token.start] === ';') return token.end;
    if (token.kind !== 'space' && token.kind !== 'comment') return null;
    at = token.end;
  }
  return null;
}

/** Takes the two marks of the comment away, each with the line break behind it. */
export function uncommented(text: string): TextEdit[] {
  const found = commentedOut(text);
  if (!found) return [];
  const mark = (offset: number): TextEdit => {
    const tail = text.startsWith('\r\n', offset + 2) ? 2 : text[offset + 2] === '\n' ? 1 : 0;
    return { offset, was: text.slice(offset, offset + 2 + tail), now: '' };
  };
  return [mark(found.open), mark(found.close)];
}
