/** Can a message go as one HTTP request, which is one query or one transaction, and if not, why? By the lexer alone: the server judges. */
import { type Span, split } from './split.ts';
import { wordsOf } from './words.ts';

export type IsolationLevel = 'ReadUncommitted' | 'ReadCommitted' | 'RepeatableRead' | 'Serializable';

/**
 * The largest request, and the largest answer, in bytes, as Neon's proxy is set by default:
 * https://github.com/neondatabase/neon, proxy/src/bin/proxy.rs, --sql-over-http-max-request-size-bytes and …-max-response-size-bytes.
 */
export const HTTP_LIMIT = 10 * 1024 * 1024;

/** What the message's own BEGIN asks for; null: it does not say. */
export interface Transaction {
  isolationLevel: IsolationLevel | null;
  readOnly: boolean | null;
  deferrable: boolean | null;
}

/** `statements` are all of the message's, `from` and `to` (exclusive) those between its BEGIN and its COMMIT; `bytes` is the request's size. */
export type OneRequest =
  | { ok: true; statements: Span[]; from: number; to: number; transaction: Transaction | null; bytes: number }
  | { ok: false; why: string; line: number };

/** `transaction: null` when a single statement stands alone: the server runs it outside of a transaction block. */
export function oneRequest(message: string): OneRequest {
  const { statements, psql } = split(message);
  const meta = psql[0];
  if (meta) return { ok: false, why: `${meta.text} is psql's, and no statement`, line: meta.line };
  const first = statements[0];
  const begin = first && opens(first) ? readBegin(wordsIn(message, first).slice(1)) : null;
  if (first && opens(first) && begin === null)
    return { ok: false, why: 'its BEGIN asks for something that HTTP cannot', line: first.line };
  const from = begin ? 1 : 0;
  const to = begin ? statements.length - 1 : statements.length;
  const last = statements.at(-1);
  if (begin && (statements.length < 2 || !last || !commits(wordsIn(message, last)))) {
    const why = 'it leaves its transaction open (BEGIN without a COMMIT at its end), and HTTP keeps nothing between two requests';
    return { ok: false, why, line: first?.line ?? 1 };
  }
  const together = begin !== null || statements.length > 1;
  for (const statement of statements.slice(from, to)) {
    const why = needsStream(message, statement) ?? (together ? cannotJoin(message, statement) : null);
    if (why !== null) return { ok: false, why, line: statement.line };
  }
  const bytes = bytesOf(message, statements.slice(from, to));
  if (bytes > HTTP_LIMIT)
    return { ok: false, why: `it takes ${bytes} bytes as a request, and Neon takes ${HTTP_LIMIT}`, line: 1 };
  return { ok: true, statements, from, to, transaction: together ? (begin ?? UNSAID) : null, bytes };
}

/** Of the JSON that carries them: `{"queries":[{"query":…,"params":[]},…]}`. */
function bytesOf(message: string, statements: readonly Span[]): number {
  const encoder = new TextEncoder();
  const texts = statements.map(({ offset, length }) => JSON.stringify(message.slice(offset, offset + length)));
  return texts.reduce(
    (sum, text) => sum + encoder.encode(text).length + '{"query":,"params":[]},'.length,
    '{"queries":[]}'.length,
  );
}

const UNSAID: Transaction = { isolationLevel: null, readOnly: null, deferrable: null };

const wordsIn = (message: string, { offset, length }: Span): string[] =>
  wordsOf(message.slice(offset, offset + length)).map((word) => word.text);

const opens = ({ head }: Span): boolean => head[0] === 'begin' || head[0] === 'start';

function commits([first, second, ...rest]: readonly string[]): boolean {
  if (first !== 'commit' && first !== 'end') return false;
  return rest.length === 0 && (second === undefined || second === 'work' || second === 'transaction');
}

const LEVELS: Record<string, IsolationLevel> = {
  'read uncommitted': 'ReadUncommitted',
  'read committed': 'ReadCommitted',
  'repeatable read': 'RepeatableRead',
  serializable: 'Serializable',
};

/** The words after BEGIN or START; null when one is not known. */
function readBegin(words: readonly string[]): Transaction | null {
  const out = { ...UNSAID };
  let left = words[0] === 'work' || words[0] === 'transaction' ? words.slice(1) : [...words];
  while (left.length > 0) {
    const [one, two, three, four] = left;
    const level = one === 'isolation' && two === 'level' ? (LEVELS[`${three} ${four}`] ?? LEVELS[`${three}`]) : undefined;
    let took = 2;
    if (level) {
      out.isolationLevel = level;
      took = level === 'Serializable' ? 3 : 4;
    } else if (one === 'read' && (two === 'only' || two === 'write')) out.readOnly = two === 'only';
    else if (one === 'not' && two === 'deferrable') out.deferrable = false;
    else if (one === 'deferrable') {
      out.deferrable = true;
      took = 1;
    } else return null;
    left = left.slice(took);
  }
  return out;
}

function needsStream(message: string, statement: Span): string | null {
  if (statement.head[0] !== 'copy') return null;
  const words = wordsIn(message, statement);
  return words.includes('stdin') || words.includes('stdout') ? 'COPY needs a stream beside the statement' : null;
}

/** Why a statement cannot be one of several in a transaction. What is missed here the server refuses (25001), and nothing is done. */
function cannotJoin(message: string, statement: Span): string | null {
  const [one = '', two = '', three = '', four = ''] = statement.head;
  if (CONTROL.has(one) || (one === 'prepare' && two === 'transaction')) {
    return `${one.toUpperCase()} stands inside it, and the request is one transaction`;
  }
  if ((one === 'rollback' || one === 'abort') && !wordsIn(message, statement).includes('to')) {
    return `${one.toUpperCase()} stands inside it, and the request is one transaction`;
  }
  const alone = (what: string): string => `${what} runs outside of transactions only, and a request of several statements is one`;
  if (one === 'vacuum') return alone('VACUUM');
  if (one === 'alter' && two === 'system') return alone('ALTER SYSTEM');
  if ((one === 'create' || one === 'drop') && (two === 'database' || two === 'tablespace')) {
    return alone(`${one} ${two}`.toUpperCase());
  }
  const index = [two, three].indexOf('index');
  if ((one === 'create' || one === 'drop') && index !== -1 && [three, four][index] === 'concurrently') {
    return alone(`${one.toUpperCase()} INDEX CONCURRENTLY`);
  }
  if (one === 'reindex' && statement.head.includes('concurrently')) return alone('REINDEX CONCURRENTLY');
  if (one === 'alter' && two === 'table' && detaches(wordsIn(message, statement))) return alone('DETACH PARTITION CONCURRENTLY');
  return null;
}

const CONTROL = new Set(['begin', 'start', 'commit', 'end']);

const detaches = (words: readonly string[]): boolean => words.includes('detach') && words.at(-1) === 'concurrently';
