/** How is a statement that PostgreSQL wrote itself read back as the same? It writes the cast of a whole array, and reads it as a cast of each element. */
import { type Token, tokenAt } from './lexer.ts';

/**
 * `x IN ('a', 'b')` on a varchar is kept as a comparison with an array that is cast as a whole, and written so by pg_get_constraintdef and its like:
 * `(x)::text = ANY ((ARRAY['a'::character varying, …])::text[])`. The parser moves an explicit cast of ARRAY[…] into its elements
 * (transformArrayExpr), so that reading this text makes another expression. Without the cast PostgreSQL finds it by itself, as the first time.
 */
export function withoutArrayCasts(sql: string): string {
  const tokens = tokensOf(sql);
  const cuts = tokens.flatMap((token, at) => (token.text === 'ANY' || token.text === 'ALL' ? castAround(tokens, at + 1) : []));
  return cuts.sort((a, b) => b.start - a.start).reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), sql);
}

interface Cut {
  start: number;
  end: number;
}

type Tokens = readonly (Token & { text: string })[];

/** `at`: what stands behind ANY. */
function castAround(tokens: Tokens, at: number): Cut[] {
  const is = (i: number, text: string): boolean => tokens[i]?.text === text;
  const close = is(at, '(') ? closing(tokens, at) : -1;
  const wrapped = is(at + 1, '(');
  const array = at + (wrapped ? 2 : 1);
  if (close === -1 || !is(array, 'ARRAY') || !is(array + 1, '[')) return [];
  const last = closing(tokens, array + 1) + (wrapped ? 1 : 0);
  const isCast = is(last, wrapped ? ')' : ']') && is(last + 1, ':') && is(last + 2, ':') && is(close - 1, ']');
  if (!isCast || tokens.slice(last + 3, close).some((t) => !isOfType(t))) return [];
  const [open, from, to] = [tokens[at + 1], tokens[last], tokens[close]];
  if (!open || !from || !to) return [];
  return [...(wrapped ? [{ start: open.start, end: open.end }] : []), { start: wrapped ? from.start : from.end, end: to.start }];
}

/** `character varying(20)[]`, `public."Kind"[]` */
const isOfType = ({ kind, text }: Token & { text: string }): boolean =>
  kind === 'word' || kind === 'quoted' || kind === 'number' || ['[', ']', '(', ')', '.', ','].includes(text);

/** Where the bracket at `at` ends; -1: nowhere. */
function closing(tokens: Tokens, at: number): number {
  for (let i = at, depth = 0; i < tokens.length; i += 1) {
    const { text } = tokens[i] ?? { text: '' };
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}

function tokensOf(sql: string): Tokens {
  const tokens: (Token & { text: string })[] = [];
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at);
    at = token.end;
    if (token.kind !== 'space' && token.kind !== 'comment') tokens.push({ ...token, text: sql.slice(token.start, token.end) });
  }
  return tokens;
}
