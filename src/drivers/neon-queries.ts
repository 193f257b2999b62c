/** Which queries does one HTTP request carry, and to which of them does the position of an error belong? */
import type { Span } from '../sql/split.ts';

export interface Query {
  text: string;
  /** Characters of the message before its statement. */
  before: number;
}

/** Bytes that may go along for the positions' sake: a tenth of a second at 20 Mbit/s. */
const PADDING = 256 * 1024;

/**
 * One query a statement. A failed batch does not tell which of its queries failed, only the position in it, if PostgreSQL gives
 * one. So each statement keeps its place in the message: as many spaces stand before it as characters do there, and every
 * position belongs to one statement only. Where the spaces would be too many, or more than `room` (bytes), there are none.
 */
export function queriesOf(message: string, statements: readonly Span[], room: number): { queries: Query[]; placed: boolean } {
  const queries: Query[] = [];
  let at = 0;
  let before = 0;
  for (const { offset, length } of statements) {
    before += charactersOf(message, at, offset);
    at = offset;
    queries.push({ text: message.slice(offset, offset + length), before });
  }
  const spaces = queries.reduce((sum, query) => sum + query.before, 0);
  const placed = queries.length > 1 && spaces <= Math.min(PADDING, room);
  return {
    queries: placed ? queries.map(({ text, before: n }) => ({ text: ' '.repeat(n) + text, before: n })) : queries,
    placed,
  };
}

/** Which query failed, and where in the message, 1-based in characters; nulls where nothing tells it. */
export function failedAt(
  { queries, placed }: { queries: readonly Query[]; placed: boolean },
  position: number | null,
): { nth: number | null; position: number | null } {
  const only = queries.length === 1 ? queries[0] : undefined;
  if (only) return { nth: 0, position: position === null ? null : only.before + position };
  if (!placed || position === null) return { nth: null, position: null };
  return { nth: queries.findLastIndex((query) => query.before < position), position };
}

/** A pair of surrogates is one character for PostgreSQL. */
function charactersOf(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from; i < to; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xdc00 && code <= 0xdfff && i > 0 && isHigh(text.charCodeAt(i - 1))) count -= 1;
  }
  return count;
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
