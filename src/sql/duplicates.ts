/** Which rows keep a unique index or key from being made? A query that shows them, from the statement that was refused; for messages only. */
import { type Token, tokenAt } from './lexer.ts';

interface Key {
  /** As they are written. */
  columns: string[];
  /** The predicate of a partial index. */
  where: string | null;
  nullsAreEqual: boolean;
}

/** null: the statement makes nothing unique, or it is not seen of which columns. `table`, `constraint`: as the server named them, the first ready to be written. */
export function duplicatesQuery(sql: string, table: string, constraint: string | null): string | null {
  const key = keyOf(sql, constraint);
  if (!key) return null;
  const { columns, where, nullsAreEqual } = key;
  const conditions = [
    ...(where === null ? [] : [`(${where})`]),
    ...(nullsAreEqual ? [] : columns.map((column) => `${column} is not null`)),
  ];
  const only = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  return `select ${columns.join(', ')}, count(*) from ${table}${only} group by ${columns.map((_, i) => i + 1).join(', ')} having count(*) > 1 limit 20;`;
}

type Tokens = readonly (Token & { text: string })[];

function keyOf(sql: string, constraint: string | null): Key | null {
  const tokens = tokensOf(sql);
  const is = (at: number, ...words: string[]): boolean => words.every((w, i) => tokens[at + i]?.text === w);
  let from = -1;
  if (is(0, 'create', 'unique', 'index')) from = tokens.findIndex((t, i) => i > 2 && t.text === 'on');
  else if (is(0, 'alter', 'table')) {
    const adds = tokens.flatMap((_, i) => (is(i, 'unique') || is(i, 'primary', 'key') ? [i] : []));
    const named = adds.find((i) => constraint !== null && is(i - 2, 'constraint') && nameOf(tokens[i - 1]) === constraint);
    from = named ?? adds[0] ?? -1;
  }
  const open = from === -1 ? -1 : tokens.findIndex((t, i) => i > from && t.text === '(');
  const close = open === -1 ? -1 : closing(tokens, open);
  // A column's own `unique` has no list behind it.
  const stray = is(0, 'alter') && tokens.slice(from, open).some((t) => !BEFORE_LIST.has(t.text));
  if (close === -1 || stray) return null;
  const columns = elements(tokens, open + 1, close).map((part) => expression(sql, part));
  if (columns.some((c) => c === null)) return null;
  const at = tokens.findIndex((t, i) => i > close && t.text === 'where');
  const distinct = tokens.findIndex((_, i) => i > from && is(i, 'nulls', 'not', 'distinct'));
  const end = tokens.at(-1)?.text === ';' ? tokens.at(-1)?.start : sql.length;
  return {
    columns: columns as string[],
    where: at === -1 ? null : sql.slice(tokens[at]?.end, end).trim(),
    nullsAreEqual: distinct !== -1,
  };
}

const BEFORE_LIST = new Set(['unique', 'primary', 'key', 'nulls', 'not', 'distinct']);

function tokensOf(sql: string): Tokens {
  const tokens: (Token & { text: string })[] = [];
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at);
    at = token.end;
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const raw = sql.slice(token.start, token.end);
    tokens.push({ ...token, text: token.kind === 'word' ? raw.toLowerCase() : raw });
  }
  return tokens;
}

const nameOf = (token: Tokens[number] | undefined): string | undefined =>
  token?.kind === 'quoted' ? token.text.slice(1, -1).replaceAll('""', '"') : token?.text;

/** Of the parenthesis at `open`. */
function closing(tokens: Tokens, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') depth += 1;
    if (tokens[at]?.text === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Cut at the commas outside of parentheses. */
function elements(tokens: Tokens, from: number, to: number): Tokens[] {
  const parts: Tokens[] = [];
  let start = from;
  for (let at = from; at < to; at += 1) {
    if (tokens[at]?.text === '(') at = closing(tokens, at);
    else if (tokens[at]?.text === ',') {
      parts.push(tokens.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, tokens.slice(start, to)];
}

/** A column, a call or an expression in parentheses, without collation, operator class and order. */
function expression(sql: string, part: Tokens): string | null {
  const [first, second] = part;
  if (!first) return null;
  const called = first.text === '(' ? 0 : second?.text === '(' ? 1 : -1;
  const last = called === -1 ? first : part[closing(part, called)];
  return last && (called !== -1 || first.kind === 'word' || first.kind === 'quoted') ? sql.slice(first.start, last.end) : null;
}
