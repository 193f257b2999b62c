/** Where in a JSON text does each member of one object or array lie? Not recursive, so that no depth overflows. */
import { createScanner, type ParseError, parse, printParseErrorCode, type SyntaxKind } from 'jsonc-parser';
import { placeOf } from '../../base/line.ts';

export interface Span {
  /** An object's key; null in an array. */
  key: string | null;
  offset: number;
  length: number;
}

/** jsonc-parser's tokens; its const enum cannot be read by a compiler that looks at one file at a time. */
const OPEN_BRACE: SyntaxKind = 1;
const CLOSE_BRACE: SyntaxKind = 2;
const OPEN_BRACKET: SyntaxKind = 3;
const CLOSE_BRACKET: SyntaxKind = 4;
const END: SyntaxKind = 17;

const DEEPEST = 500;

const QUOTE = 34;
const BACKSLASH = 92;
const isOpen = (code: number): boolean => code === 123 || code === 91;
const isClose = (code: number): boolean => code === 125 || code === 93;
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/**
 * Direct members of the object or array that starts at `offset`, in a text that JSON.parse accepts: so only quotes and
 * brackets have to be looked at. jsonc-parser's scanner takes ten times as long, which a journal of 1,000 entries feels.
 */
export function membersAt(text: string, offset: number): Span[] {
  const isObject = text.charCodeAt(offset) === 123;
  if (!isObject && text.charCodeAt(offset) !== 91) return [];
  const spans: Span[] = [];
  let key: string | null = null;
  let i = offset + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isClose(code)) return spans;
    if (isSpace(code) || code === 44 || code === 58) {
      i += 1;
      continue;
    }
    const end = valueEnd(text, i);
    if (isObject && key === null) key = JSON.parse(text.slice(i, end)) as string;
    else {
      spans.push({ key, offset: i, length: end - i });
      key = null;
    }
    i = end;
  }
  return spans;
}

/** Behind the value that starts at `i`. */
function valueEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return stringEnd(text, start);
  let i = start;
  if (!isOpen(first)) {
    for (; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (isSpace(code) || code === 44 || isClose(code)) break;
    }
    return i;
  }
  let depth = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = stringEnd(text, i);
      continue;
    }
    i += 1;
    if (isOpen(code)) depth += 1;
    else if (isClose(code)) {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return i;
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i += 1;
    else if (code === QUOTE) return i + 1;
  }
  return text.length;
}

/** Offset of the first token, in a text that JSON.parse accepts. */
export function firstToken(text: string): number {
  let i = 0;
  while (isSpace(text.charCodeAt(i))) i += 1;
  return i;
}

/** Lines for offsets that only grow, so that ten thousand entries cost one pass. */
export function lineCounter(text: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  let end = text.indexOf('\n');
  return (offset) => {
    while (end !== -1 && end < offset) {
      line += 1;
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    return { line, column: offset - start + 1 };
  };
}

/** In which line git left a conflict marker; undefined when it did not. JSON can hold no such line. */
export function conflictLine(text: string): number | undefined {
  const at = text.split('\n').findIndex((line) => /^(?:<{7}|>{7}|\|{7}|={7}\s*$)/.test(line));
  return at === -1 ? undefined : at + 1;
}

const REASON: Readonly<Record<string, string>> = {
  InvalidSymbol: 'something that is no JSON value',
  InvalidNumberFormat: 'a number that is none',
  PropertyNameExpected: 'a property name is expected (a comma too many, perhaps)',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'the closing } is missing',
  CloseBracketExpected: 'the closing ] is missing',
  EndOfFileExpected: 'the text goes on behind the value',
  InvalidCommentToken: 'a comment, which JSON does not have',
  UnexpectedEndOfComment: 'a comment that does not end',
  UnexpectedEndOfString: 'a string that does not end on its line',
  UnexpectedEndOfNumber: 'a number that does not end',
  InvalidUnicode: 'a broken \\u escape',
  InvalidEscapeCharacter: 'an escape that JSON does not have',
  InvalidCharacter: 'a control character inside a string',
};

/** Why and where a text that JSON.parse refuses is no JSON. */
export function jsonFault(text: string): { why: string; line?: number } {
  if (text.startsWith('\uFEFF')) return { why: 'it begins with a byte order mark, which JSON.parse refuses', line: 1 };
  if (text.includes('\0')) return { why: 'it holds zero bytes, as a file in UTF-16 does', line: 1 };
  if (text.trim() === '') return { why: 'it is empty', line: 1 };
  if (depthOf(text) > DEEPEST) return { why: `it is nested more than ${DEEPEST} deep and does not parse` };
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const [first] = errors;
  if (!first) return { why: 'JSON.parse refuses it' };
  const { line, column } = placeOf(text, first.offset);
  return { why: `${REASON[printParseErrorCode(first.error)] ?? 'it does not parse'}, line ${line}, column ${column}`, line };
}

function depthOf(text: string): number {
  const scanner = createScanner(text, true);
  let depth = 0;
  let deepest = 0;
  for (let token = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) depth += 1;
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** As JSON.parse sees it, without throwing. */
export function parseJson(
  text: string,
): { ok: true; value: unknown } | { ok: false; why: string; line?: number; conflict: boolean } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = conflictLine(text);
    return line === undefined
      ? { ok: false, conflict: false, ...jsonFault(text) }
      : { ok: false, conflict: true, line, why: `it holds git's conflict markers, line ${line}` };
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
