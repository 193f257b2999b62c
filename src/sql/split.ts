/** Which statements does a SQL text hold, and what in it is psql's and not PostgreSQL's? By the lexer alone; never throws. */
import { mask } from '../base/secret.ts';
import { type Token, tokenAt } from './lexer.ts';
import { lineWalker } from './walk.ts';

/** One statement without its semicolon and the space and comments around it. UTF-16; lines from 1. */
export interface Span {
  offset: number;
  length: number;
  line: number;
  /** Its first words in lower case, up to six; '' for what is no word. */
  head: string[];
}

export interface Split {
  statements: Span[];
  /** psql's meta-commands, and blocks of COPY data with the line of their first row. */
  psql: { line: number; text: string }[];
  /** What the text ends inside of; a breakpoint may have cut it. */
  unfinished: 'literal' | 'name' | 'comment' | 'parenthesis' | 'body' | null;
}

/** A statement on its way to its end. */
interface Open {
  start: number;
  end: number;
  head: string[];
  depth: number;
  /** In a BEGIN ATOMIC … END body; `fresh`: END here would close it. */
  body: 'none' | 'inside' | 'fresh';
  word: string;
  fromStdin: boolean;
}

export function split(text: string): Split {
  const statements: Span[] = [];
  const psql: Split['psql'] = [];
  const line = lineWalker(text);
  let unfinished: Split['unfinished'] = null;
  let open: Open | null = null;

  const finish = (): boolean => {
    if (!open) return false;
    statements.push({ offset: open.start, length: open.end - open.start, line: line(open.start), head: open.head });
    const copies = open.fromStdin;
    open = null;
    return copies;
  };

  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    at = token.end;
    if (token.open) unfinished = token.kind === 'quoted' ? 'name' : token.kind === 'comment' ? 'comment' : 'literal';
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const free = open === null || ends(open);
    if (token.kind === 'meta') {
      finish();
      psql.push({ line: line(token.start), text: mask(text.slice(token.start, token.end).trim(), []) });
    } else if (token.kind === 'breakpoint') {
      if (free) finish();
    } else if (free && text[token.start] === ';') {
      const data = finish() ? copyData(text, at) : null;
      if (data) {
        psql.push({ line: line(data.start), text: `COPY data, ${data.rows} ${data.rows === 1 ? 'row' : 'rows'}` });
        at = data.end;
      }
    } else {
      open ??= { start: token.start, end: token.end, head: [], depth: 0, body: 'none', word: '', fromStdin: false };
      extend(open, token, text);
    }
  }
  const last = open as Open | null;
  if (last && !unfinished) unfinished = last.depth > 0 ? 'parenthesis' : last.body === 'none' ? null : 'body';
  finish();
  return { statements, psql, unfinished };
}

const ends = (open: Open): boolean => open.depth === 0 && open.body === 'none';

function extend(open: Open, token: Token, text: string): void {
  open.end = token.end;
  const word = token.kind === 'word' ? text.slice(token.start, token.end).toLowerCase() : '';
  if (open.head.length < 6) open.head.push(word);
  const sign = token.kind === 'symbol' ? text[token.start] : '';
  if (sign === '(') open.depth += 1;
  else if (sign === ')') open.depth = Math.max(0, open.depth - 1);
  if (open.body === 'none') {
    if (word === 'atomic' && open.word === 'begin' && definesRoutine(open.head)) open.body = 'fresh';
    else if (word === 'stdin' && open.word === 'from' && open.depth === 0 && open.head[0] === 'copy') open.fromStdin = true;
  } else if (open.body === 'fresh' && word === 'end') open.body = 'none';
  else open.body = sign === ';' ? 'fresh' : 'inside';
  open.word = word;
}

/** Only CREATE [OR REPLACE] FUNCTION and PROCEDURE have a body in which semicolons end inner statements. */
function definesRoutine([create, second, third, fourth]: string[]): boolean {
  const kind = second === 'or' && third === 'replace' ? fourth : second;
  return create === 'create' && (kind === 'function' || kind === 'procedure');
}

/** From the line after the semicolon to a line that is only `\.`; null when there is none, and so no data. */
function copyData(text: string, from: number): { start: number; end: number; rows: number } | null {
  const start = text.indexOf('\n', from) + 1;
  if (start === 0) return null;
  let rows = 0;
  for (let at = start; at < text.length; rows += 1) {
    const newline = text.indexOf('\n', at);
    const stop = newline === -1 ? text.length : newline;
    const line = text.slice(at, stop);
    if (line === '\\.' || line === '\\.\r') return { start, end: stop, rows };
    at = stop + 1;
  }
  return null;
}
