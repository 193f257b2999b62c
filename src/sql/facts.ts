/** What does a SQL file say, to Drizzle that cuts it and to PostgreSQL's parser that reads the pieces? */
import { fingerprint } from '../base/fingerprint.ts';
import type { Chunk, SqlFacts } from '../model/sql.ts';
import { piecesOf } from './breakpoints.ts';
import { meaningHash } from './facts/meaning.ts';
import { errorAt, type Keep, type Part, readParts, unreadParts } from './facts/parts.ts';
import { statementOf, unreadStatement, type Where } from './facts/statement.ts';
import { nodeName, type Parser } from './facts/tree.ts';
import { split } from './split.ts';
import { lineWalker, positionWalker, unixLines } from './walk.ts';

const BOM = '\ufeff';

/** A parser is handed over because loading one takes longer than most answers; `null` gives what the lexer sees. */
export function factsOf(text: string, parser: Parser | null, why = 'PostgreSQL’s parser was not asked'): SqlFacts {
  const { chunks, psql, parses, ...read } = readText(text, parser, { read: statementOf, unread: unreadStatement }, why);
  for (const { chunk } of read.statements) chunks[chunk]!.statements += 1;
  let meaning: string | null | undefined;
  return {
    ...read,
    chunks,
    psql,
    parses,
    get meaning() {
      if (meaning === undefined) meaning = parser && parses ? meaningOf(text, parser) : null;
      return meaning;
    },
  };
}

/** A statement's place and node with the hash of its parse tree without positions; '' where the parser did not read it. */
export interface Meant extends Where {
  node: string;
  meaning: string;
}

const MEANT: Keep<Meant> = {
  read: (node, where) => ({ ...where, node: nodeName(node), meaning: meaningHash(node) }),
  unread: (where) => ({ ...where, node: '', meaning: '' }),
};

/** `parses`: all of them have a meaning. */
export function meaningsOf(text: string, parser: Parser | null): { statements: Meant[]; parses: boolean } {
  const { statements, parses } = readText(text, parser, MEANT, '');
  return { statements, parses };
}

/** One hash of what the text means; null when it does not parse. Equal: they differ in white space, comments, line ends, BOM, breakpoints only. */
export function meaningOf(text: string, parser: Parser): string | null {
  const { statements, parses } = meaningsOf(text, parser);
  return parses ? fingerprint(statements.map((s) => s.meaning)) : null;
}

function readText<S extends Where>(text: string, parser: Parser | null, keep: Keep<S>, why: string) {
  // PostgreSQL reads a byte order mark as a letter and refuses it; everything behind it is still worth knowing.
  const body = text.startsWith(BOM) ? ` ${text.slice(1)}` : text;
  const parts = piecesOf(body).map((piece): Part => ({ ...piece, split: split(piece.text) }));
  const chunks = chunksOf(body, parts);
  const { unparsed, ...read } = parser
    ? readParts({ text: body, parts, chunks, parser, keep })
    : unreadParts(body, parts, keep, why);
  const parses = unparsed === undefined && chunks.every((chunk) => !chunk.error);
  if (parser && body !== text) refuseMark(text, chunks, parser);
  return { ...read, chunks, psql: psqlOf(body, parts), parses, ...(unparsed === undefined ? {} : { unparsed }) };
}

/** A chunk's line is that of its first character that is no space. */
function chunksOf(text: string, parts: readonly Part[]): Chunk[] {
  const line = lineWalker(text);
  return parts.map(({ offset, length, text: piece, split: { statements, psql, unfinished } }) => {
    const lead = length - piece.trimStart().length;
    const empty = lead === length;
    const onlyComments = !empty && statements.length === 0 && psql.length === 0 && unfinished === null && !piece.includes(';');
    return { offset, length, line: line(empty ? offset : offset + lead), empty, onlyComments, statements: 0 };
  });
}

function psqlOf(text: string, parts: readonly Part[]): SqlFacts['psql'] {
  const line = lineWalker(text);
  return parts.flatMap(({ offset, split: { psql } }) => {
    const first = psql.length > 0 ? line(offset) : 0;
    return psql.map((p) => ({ line: first + p.line - 1, text: p.text }));
  });
}

/** What the server says to the first piece as it is sent, with its byte order mark. */
function refuseMark(text: string, chunks: Chunk[], parser: Parser): void {
  const first = chunks[0]!;
  if (first.error) return;
  const parsed = parser.parse(unixLines(text.slice(0, first.length)));
  if (!parsed.ok && 'at' in parsed) first.error = errorAt(parsed.message, positionWalker(text, 'characters')(parsed.at), text);
}
