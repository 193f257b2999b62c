/** Which statement of which file failed, and where in it? From what the server counted and the position that it gave. */
import { BREAKPOINT, piecesOf } from './breakpoints.ts';
import { split } from './split.ts';

/** A piece of a message. `from`: the stretch of a migration that it is, breakpoints still in it, and where that begins in its file. */
export interface SentPiece {
  text: string;
  from?: { text: string; offset: number };
}

/** How pieces are joined into a message, and what a breakpoint becomes in it. */
export const JOINT = '\n;\n';

export interface Failure {
  /** Statements of the message that had completed; meaningless unless `counted`. */
  completed: number;
  counted: boolean;
  /** 1-based, in characters of the message. */
  position: number | null;
}

/** Places in the file, UTF-16. */
export interface Located {
  /** Which of the pieces failed; null when nothing tells it. */
  piece: number | null;
  /** Of a migration's piece: its statement, the first being 0, and where it stands. */
  statement?: { nth: number; offset: number; length: number };
  /** Exactly where, when the server gave a position. */
  at?: number;
}

/** A statement as it was sent and as it stands in the file. */
interface Stand {
  piece: number;
  nth: number;
  /** In the message. */
  sent: number;
  /** In the file; null: it is ours. */
  offset: number | null;
  length: number;
}

/**
 * A syntax error is found before anything runs, so then only the position tells. Where position and count disagree the position
 * is right as long as it counts plain ASCII; a database in SQL_ASCII counts bytes beyond that.
 */
export function locate(pieces: readonly SentPiece[], { completed, counted, position }: Failure): Located {
  const stands = standsOf(pieces);
  const message = pieces.map((p) => p.text).join(JOINT);
  const place = position === null ? null : utf16Of(message, position);
  const byCount = counted && (completed > 0 || place === null) ? stands[completed] : undefined;
  const byPlace = place === null ? undefined : stands.findLast((s) => s.sent <= place);
  const plain = place !== null && isAscii(message, place);
  const found = byCount && byPlace && byCount !== byPlace ? (plain ? byPlace : byCount) : (byPlace ?? byCount);
  if (!found) return { piece: null };
  const { piece, nth, sent, offset, length } = found;
  if (offset === null) return { piece };
  // An error at the end of a statement stands at the semicolon behind it.
  const exact = found === byPlace && place !== null ? { at: offset + Math.min(place - sent, length) } : {};
  return { piece, statement: { nth, offset, length }, ...exact };
}

/** Statements of a migration's text: where they stand in it, and where in what is sent of it. */
function statementsOf(text: string): { offset: number; length: number; sent: number }[] {
  return piecesOf(text).flatMap((chunk, joints) =>
    split(chunk.text).statements.map((s) => {
      const offset = chunk.offset + s.offset;
      return { offset, length: s.length, sent: offset + joints * (JOINT.length - BREAKPOINT.length) };
    }),
  );
}

/** The number of the statement that begins there, from 1. */
export const numberOf = (text: string, offset: number): number => statementsOf(text).findIndex((s) => s.offset >= offset) + 1;

/** How many statements a migration's text holds. */
export const countOf = (text: string): number => statementsOf(text).length;

function standsOf(pieces: readonly SentPiece[]): Stand[] {
  const stands: Stand[] = [];
  let before = 0;
  pieces.forEach(({ text, from }, piece) => {
    if (!from) stands.push({ piece, nth: 0, sent: before, offset: null, length: text.length });
    else
      statementsOf(from.text).forEach(({ offset, length, sent }, nth) => {
        stands.push({ piece, nth, sent: before + sent, offset: from.offset + offset, length });
      });
    before += text.length + JOINT.length;
  });
  return stands;
}

/** PostgreSQL counts characters, a pair of surrogates as one. */
function utf16Of(text: string, position: number): number {
  let at = 0;
  for (let n = 1; n < position && at < text.length; n += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

function isAscii(text: string, end: number): boolean {
  for (let i = 0; i < end; i += 1) if (text.charCodeAt(i) > 127) return false;
  return true;
}
