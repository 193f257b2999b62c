/** What does a SQL file say, to Drizzle that cuts it and to PostgreSQL's parser that reads the pieces? */
import { fingerprint } from '../base/fingerprint.ts';
import type { Chunk, SqlFacts, Statement } from '../model/sql.ts';
import { BREAKPOINT, type Piece, piecesOf } from './breakpoints.ts';
import { ask } from './facts/ask.ts';
import { statementOf, unreadStatement } from './facts/statement.ts';
import type { Parsed, Parser } from './facts/tree.ts';
import { type Split, split } from './split.ts';
import { lineWalker, positionWalker, unixLines } from './walk.ts';

const BOM = '\ufeff';

interface Part extends Piece {
  split: Split;
}

/** A parser is handed over because loading one takes longer than most answers; `null` gives what the lexer sees. */
export function factsOf(text: string, parser: Parser | null, why = 'PostgreSQL’s parser was not asked'): SqlFacts {
  // PostgreSQL reads a byte order mark as a letter and refuses it; everything behind it is still worth knowing.
  const body = text.startsWith(BOM) ? ` ${text.slice(1)}` : text;
  const parts = piecesOf(body).map((piece): Part => ({ ...piece, split: split(piece.text) }));
  const chunks = chunksOf(body, parts);
  const read = parser
    ? readParts(body, parts, chunks, parser)
    : { statements: unread(body, parts), wholeParses: false, unparsed: why };
  const { statements, wholeParses, unparsed } = read;
  const parses = unparsed === undefined && chunks.every((chunk) => !chunk.error);
  for (const { chunk } of statements) chunks[chunk]!.statements += 1;
  if (parser && body !== text) refuseMark(text, chunks, parser);
  return {
    chunks,
    statements,
    wholeParses,
    psql: psqlOf(body, parts),
    meaning: parses ? fingerprint(statements.map((s) => s.meaning)) : null,
    ...(unparsed === undefined ? {} : { unparsed }),
  };
}

/** One hash of what the text means; null when it does not parse. Equal: they differ in white space, comments, line ends, BOM, breakpoints only. */
export const meaningOf = (text: string, parser: Parser): string | null => factsOf(text, parser).meaning;

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

type ReadParts = { statements: Statement[]; wholeParses: boolean; unparsed?: string };

/** Sets `error` in the chunks that PostgreSQL refuses. */
function readParts(text: string, parts: readonly Part[], chunks: Chunk[], parser: Parser): ReadParts {
  if (parts.every((part) => part.split.unfinished === null)) {
    // Tokens of pieces that end where tokens end are the tokens of the whole, so one parse answers for all of them. The line
    // break ends a comment that stands before the breakpoint.
    const joined = text.replaceAll(BREAKPOINT, `\n;${' '.repeat(BREAKPOINT.length - 2)}`);
    const { parsed: whole, source } = ask(joined, parser);
    const statements = whole.ok ? statementsOf(whole, source, 0, text, parts) : null;
    if (statements && inOneChunk(statements, parts)) return { statements, wholeParses: false };
  }
  const statements: Statement[] = [];
  let unparsed: string | undefined;
  for (const [i, part] of parts.entries()) {
    if (chunks[i]!.empty || chunks[i]!.onlyComments) continue;
    const { parsed, source } = ask(part.text, parser);
    if (parsed.ok) statements.push(...statementsOf(parsed, source, part.offset, text, parts));
    else if ('why' in parsed) {
      unparsed = parsed.why;
      statements.push(...unread(text, parts, i));
    } else {
      chunks[i]!.error = errorAt(parsed.message, part.offset + positionWalker(part.text, 'characters')(parsed.at), text);
      statements.push(...salvaged(part, i, text, parts, parser));
    }
  }
  const left = unparsed === undefined ? {} : { unparsed };
  if (parts.length > 1 && chunks.some((chunk) => chunk.error)) {
    const blanked = text.replaceAll(BREAKPOINT, ' '.repeat(BREAKPOINT.length));
    const { parsed: whole, source } = ask(blanked, parser);
    if (whole.ok) return { statements: statementsOf(whole, source, 0, text, parts), wholeParses: true, ...left };
  }
  return { statements, wholeParses: false, ...left };
}

function errorAt(message: string, offset: number, text: string): NonNullable<Chunk['error']> {
  return { message, offset, line: lineWalker(text)(offset) };
}

/** `source` is what was parsed, which stands at `offset` in the file. */
function statementsOf(
  parsed: Parsed & { ok: true },
  source: string,
  offset: number,
  file: string,
  parts: readonly Part[],
): Statement[] {
  const position = positionWalker(source, 'bytes');
  const line = lineWalker(file);
  let chunk = 0;
  const statements: Statement[] = [];
  for (const { stmt, stmt_location = 0, stmt_len } of parsed.statements) {
    if (!stmt) continue;
    const start = position(stmt_location);
    const end = stmt_len === undefined ? source.length : position(stmt_location + stmt_len);
    while (chunk + 1 < parts.length && parts[chunk + 1]!.offset <= offset + start) chunk += 1;
    const at = offset + start;
    statements.push(statementOf(stmt, { chunk, offset: at, length: end - start, line: line(at) }));
  }
  return trimmed(statements, file, parts);
}

/** The parser counts the space and comments up to the semicolon as part of a statement; the lexer knows where it ends. */
function trimmed(statements: Statement[], file: string, parts: readonly Part[]): Statement[] {
  let i = 0;
  const spans = parts.flatMap((part) => part.split.statements.map((s) => ({ start: part.offset + s.offset, length: s.length })));
  for (const statement of statements) {
    while (i < spans.length && spans[i]!.start < statement.offset) i += 1;
    const span = spans[i];
    if (span && span.start === statement.offset && span.length <= statement.length) statement.length = span.length;
    else statement.length = file.slice(statement.offset, statement.offset + statement.length).trimEnd().length;
  }
  return statements;
}

function inOneChunk(statements: readonly Statement[], parts: readonly Part[]): boolean {
  return statements.every(({ chunk, offset, length }) => offset + length <= parts[chunk]!.offset + parts[chunk]!.length);
}

/** One fault refuses the whole chunk; the statements beside it can still be read one by one. */
function salvaged(part: Part, chunk: number, file: string, parts: readonly Part[], parser: Parser): Statement[] {
  return part.split.statements.flatMap(({ offset, length }) => {
    const { parsed, source } = ask(part.text.slice(offset, offset + length), parser);
    return parsed.ok ? statementsOf(parsed, source, part.offset + offset, file, parts).map((s) => ({ ...s, chunk })) : [];
  });
}

function unread(file: string, parts: readonly Part[], only?: number): Statement[] {
  const line = lineWalker(file);
  return parts.flatMap((part, chunk) =>
    only !== undefined && chunk !== only
      ? []
      : part.split.statements.map(({ offset, length }) =>
          unreadStatement({ chunk, offset: part.offset + offset, length, line: line(part.offset + offset) }),
        ),
  );
}

/** What the server says to the first piece as it is sent, with its byte order mark. */
function refuseMark(text: string, chunks: Chunk[], parser: Parser): void {
  const first = chunks[0]!;
  if (first.error) return;
  const parsed = parser.parse(unixLines(text.slice(0, first.length)));
  if (!parsed.ok && 'at' in parsed) first.error = errorAt(parsed.message, positionWalker(text, 'characters')(parsed.at), text);
}
