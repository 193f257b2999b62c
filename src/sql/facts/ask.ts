/** What does the parser say to a text, for its line ends and comments must not change the answer? */
import { tokenAt } from '../lexer.ts';
import { unixLines } from '../walk.ts';
import type { Parsed, Parser } from './tree.ts';

/** Tree positions refer to `unixLines(source)`; an error's to `unixLines` of the text that was given. */
export interface Asked {
  parsed: Parsed;
  source: string;
}

/**
 * libpg-query refuses a comment where PostgreSQL looks one word ahead (`timestamp with -- x ⏎ time zone`, `not` comment `in`),
 * which PostgreSQL itself accepts: what it refuses is asked again without comments.
 */
export function ask(text: string, parser: Parser): Asked {
  const parsed = parser.parse(unixLines(text));
  if (parsed.ok) return { parsed, source: text };
  const source = withoutComments(text);
  if (source === text) return { parsed, source };
  const again = parser.parse(unixLines(source));
  return again.ok ? { parsed: again, source } : { parsed, source: text };
}

/** Closed comments become as many spaces: a line break left of one would join two literals. */
function withoutComments(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const { kind, start, end, open } = tokenAt(text, at);
    out += kind === 'comment' && !open ? ' '.repeat(end - start) : text.slice(start, end);
    at = end;
  }
  return out;
}
