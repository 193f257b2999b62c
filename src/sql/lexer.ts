/** What are the tokens of a SQL text, as PostgreSQL's own scanner (scan.l, standard_conforming_strings on) cuts them? */
import { BREAKPOINT } from './breakpoints.ts';

/** `word` is unquoted (a keyword or a name), `meta` a psql command up to the end of its line. */
export type TokenKind =
  | 'space'
  | 'comment'
  | 'breakpoint'
  | 'word'
  | 'quoted'
  | 'string'
  | 'dollar'
  | 'number'
  | 'symbol'
  | 'meta';

/** `open`: the text ends inside the token. Offsets are UTF-16. */
export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  open: boolean;
}

/** The token that starts at `start`, which must be less than the text's length. Never throws, never returns an empty token. */
export function tokenAt(text: string, start: number): Token {
  const code = text.charCodeAt(start);
  if (isSpace(code)) return token('space', start, spaceEnd(text, start));
  if (isNameStart(code)) return wordAt(text, start, code);
  if (isDigit(code)) return token('number', start, numberEnd(text, start));
  switch (text[start]) {
    case '-':
      if (text.startsWith(BREAKPOINT, start)) return token('breakpoint', start, start + BREAKPOINT.length);
      return text[start + 1] === '-' ? token('comment', start, lineEnd(text, start)) : token('symbol', start, start + 1);
    case '/':
      return text[start + 1] === '*' ? blockComment(text, start) : token('symbol', start, start + 1);
    case "'":
      return stringAt(text, start, start + 1, false);
    case '"':
      return quotedAt(text, start, start + 1);
    case '$':
      return dollarAt(text, start);
    case '\\':
      return token('meta', start, lineEnd(text, start));
    default:
      return token('symbol', start, start + 1);
  }
}

const token = (kind: TokenKind, start: number, end: number, open = false): Token => ({ kind, start, end, open });

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Every character beyond ASCII counts as a letter, also U+FEFF and U+00A0. */
const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
const isNamePart = (code: number): boolean => isNameStart(code) || isDigit(code) || code === 36;

function spaceEnd(text: string, start: number): number {
  let end = start + 1;
  while (isSpace(text.charCodeAt(end))) end += 1;
  return end;
}

function numberEnd(text: string, start: number): number {
  let end = start + 1;
  for (let code = text.charCodeAt(end); isDigit(code) || isNameStart(code) || code === 46; code = text.charCodeAt(end)) end += 1;
  return end;
}

/** A carriage return alone ends a line for PostgreSQL too. */
function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}

function wordAt(text: string, start: number, first: number): Token {
  const next = text[start + 1];
  const letter = first | 32;
  if (next === "'") {
    if (letter === 101) return stringAt(text, start, start + 2, true);
    if (letter === 98 || letter === 120 || letter === 110) return stringAt(text, start, start + 2, false);
  }
  if (letter === 117 && next === '&') {
    if (text[start + 2] === "'") return stringAt(text, start, start + 3, false);
    if (text[start + 2] === '"') return quotedAt(text, start, start + 3);
  }
  let end = start + 1;
  while (isNamePart(text.charCodeAt(end))) end += 1;
  return token('word', start, end);
}

function quotedAt(text: string, start: number, from: number): Token {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1) return token('quoted', start, text.length, true);
    if (text[at + 1] !== '"') return token('quoted', start, at + 1);
  }
}

function stringAt(text: string, start: number, from: number, escapes: boolean): Token {
  let at = from;
  for (;;) {
    if (escapes) while (at < text.length && text[at] !== "'") at += text[at] === '\\' ? 2 : 1;
    else at = text.indexOf("'", at);
    if (at === -1 || at >= text.length) return token('string', start, text.length, true);
    const next = text[at + 1] === "'" ? at + 1 : continued(text, at + 1);
    if (next === -1) return token('string', start, at + 1);
    at = next + 1;
  }
}

/** `'a'` newline `'b'` is one literal, and keeps the escapes of the first part: where the next part's quote stands, or -1. */
function continued(text: string, from: number): number {
  let at = from;
  let newline = false;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (code === 10 || code === 13) newline = true;
      at += 1;
    } else if (text[at] === '-' && text[at + 1] === '-') at = lineEnd(text, at);
    else return newline && text[at] === "'" ? at : -1;
  }
}

function blockComment(text: string, start: number): Token {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '/' && text[at + 1] === '*') {
      depth += 1;
      at += 1;
    } else if (text[at] === '*' && text[at + 1] === '/') {
      depth -= 1;
      at += 1;
      if (depth === 0) return token('comment', start, at + 1);
    }
  }
  return token('comment', start, text.length, true);
}

/** `$tag$ … $tag$`, a parameter `$1`, or a lone `$`. */
function dollarAt(text: string, start: number): Token {
  let end = start + 1;
  if (isNameStart(text.charCodeAt(end))) {
    while (isNameStart(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end += 1;
  } else if (isDigit(text.charCodeAt(end))) {
    return token('symbol', start, numberEnd(text, end));
  }
  if (text[end] !== '$') return token('symbol', start, start + 1);
  const tag = text.slice(start, end + 1);
  const close = text.indexOf(tag, end + 1);
  return close === -1 ? token('dollar', start, text.length, true) : token('dollar', start, close + tag.length);
}
