/** Which statements does the parser find in a file that breakpoints cut, and which pieces does it refuse? */
import type { Chunk } from '../../model/sql.ts';
import { BREAKPOINT, type Piece } from '../breakpoints.ts';
import type { Split } from '../split.ts';
import { lineWalker, positionWalker } from '../walk.ts';
import { ask } from './ask.ts';
import type { Where } from './statement.ts';
import type { Node, Parsed, Parser } from './tree.ts';

export interface Part extends Piece {
  split: Split;
}

/** What is kept of a statement, with its parse tree and without one. */
export interface Keep<S extends Where> {
  read(node: Node, where: Where): S;
  unread(where: Where): S;
}

/** `chunks` belong to `parts`. */
export interface Cut<S extends Where> {
  text: string;
  parts: readonly Part[];
  chunks: Chunk[];
  parser: Parser;
  keep: Keep<S>;
}

/** `wholeParses`: the whole without breakpoints parses although a chunk does not. `unparsed`: why the parser did not read all of it. */
export interface ReadParts<S extends Where> {
  statements: S[];
  wholeParses: boolean;
  unparsed?: string;
}

/** Sets `error` in the chunks that PostgreSQL refuses. */
export function readParts<S extends Where>(cut: Cut<S>): ReadParts<S> {
  const { text, parts, chunks, parser, keep } = cut;
  if (parts.every((part) => part.split.unfinished === null)) {
    // Tokens of pieces that end where tokens end are the tokens of the whole, so one parse answers for all of them. The line
    // break ends a comment that stands before the breakpoint.
    const whole = readWhole(cut, text.replaceAll(BREAKPOINT, `\n;${' '.repeat(BREAKPOINT.length - 2)}`));
    if (whole && inOneChunk(whole, parts)) return { statements: whole, wholeParses: false };
  }
  const statements: S[] = [];
  let unparsed: string | undefined;
  const line = lineWalker(text);
  const errorLine = lineWalker(text);
  for (const [chunk, part] of parts.entries()) {
    if (chunks[chunk]!.empty || chunks[chunk]!.onlyComments) continue;
    const { parsed, source } = ask(part.text, parser);
    if (parsed.ok) statements.push(...statementsOf({ parsed, source, offset: part.offset, chunk }, spansOf([part]), cut, line));
    else if ('why' in parsed) {
      unparsed = parsed.why;
      statements.push(...unreadPart(part, chunk, line, keep));
    } else {
      const offset = part.offset + positionWalker(part.text, 'characters')(parsed.at);
      chunks[chunk]!.error = { message: parsed.message, offset, line: errorLine(offset) };
      statements.push(...salvaged(part, chunk, cut, line));
    }
  }
  const left = unparsed === undefined ? {} : { unparsed };
  if (parts.length > 1 && chunks.some((chunk) => chunk.error)) {
    const whole = readWhole(cut, text.replaceAll(BREAKPOINT, ' '.repeat(BREAKPOINT.length)));
    if (whole) return { statements: whole, wholeParses: true, ...left };
  }
  return { statements, wholeParses: false, ...left };
}

export function errorAt(message: string, offset: number, text: string): NonNullable<Chunk['error']> {
  return { message, offset, line: lineWalker(text)(offset) };
}

/** null: it does not parse. `text` is the file's, with something else for its breakpoints. */
function readWhole<S extends Where>(cut: Cut<S>, text: string): S[] | null {
  const { parsed, source } = ask(text, cut.parser);
  return parsed.ok ? statementsOf({ parsed, source, offset: 0, chunk: 0 }, spansOf(cut.parts), cut, lineWalker(cut.text)) : null;
}

/** `source` is what was parsed, which stands at `offset` in the file and begins in `chunk`. */
interface Tree {
  parsed: Parsed & { ok: true };
  source: string;
  offset: number;
  chunk: number;
}

/** A statement as the lexer cuts it; `start` in the file. */
interface Span {
  start: number;
  length: number;
}

const spansOf = (parts: readonly Part[]): Span[] =>
  parts.flatMap(({ offset, split: { statements } }) => statements.map((s) => ({ start: offset + s.offset, length: s.length })));

type Line = (offset: number) => number;

/** `line` gives lines of the file for offsets that only grow. */
function statementsOf<S extends Where>(tree: Tree, spans: readonly Span[], { text, parts, keep }: Cut<S>, line: Line): S[] {
  const { parsed, source, offset } = tree;
  const position = positionWalker(source, 'bytes');
  const statements: S[] = [];
  let { chunk } = tree;
  let i = 0;
  for (const { stmt, stmt_location = 0, stmt_len } of parsed.statements) {
    if (!stmt) continue;
    const start = position(stmt_location);
    const end = stmt_len === undefined ? source.length : position(stmt_location + stmt_len);
    const at = offset + start;
    while (chunk + 1 < parts.length && parts[chunk + 1]!.offset <= at) chunk += 1;
    // The parser counts the space and comments up to the semicolon as part of a statement; the lexer knows where it ends.
    while (i < spans.length && spans[i]!.start < at) i += 1;
    const span = spans[i];
    const known = span?.start === at && span.length <= end - start;
    const length = known ? span.length : text.slice(at, offset + end).trimEnd().length;
    statements.push(keep.read(stmt, { chunk, offset: at, length, line: line(at) }));
  }
  return statements;
}

const inOneChunk = (statements: readonly Where[], parts: readonly Part[]): boolean =>
  statements.every(({ chunk, offset, length }) => offset + length <= parts[chunk]!.offset + parts[chunk]!.length);

/** One fault refuses the whole chunk; the statements beside it can still be read one by one. */
function salvaged<S extends Where>(part: Part, chunk: number, cut: Cut<S>, line: Line): S[] {
  return spansOf([part]).flatMap((span) => {
    const { parsed, source } = ask(cut.text.slice(span.start, span.start + span.length), cut.parser);
    return parsed.ok ? statementsOf({ parsed, source, offset: span.start, chunk }, [span], cut, line) : [];
  });
}

const unreadPart = <S extends Where>(part: Part, chunk: number, line: Line, keep: Keep<S>): S[] =>
  spansOf([part]).map(({ start, length }) => keep.unread({ chunk, offset: start, length, line: line(start) }));

/** What the lexer sees, because of `why`. */
export function unreadParts<S extends Where>(text: string, parts: readonly Part[], keep: Keep<S>, why: string): ReadParts<S> {
  const line = lineWalker(text);
  const statements = parts.flatMap((part, chunk) => unreadPart(part, chunk, line, keep));
  return { statements, wholeParses: false, unparsed: why };
}
