/** Neon's HTTP client as a Session: a message is one request, which is one query or one transaction. */
import { Problem } from '../base/problem.ts';
import { HTTP_LIMIT, oneRequest, type Transaction } from '../sql/one-request.ts';
import { failedHow, type HttpResult, lost, refusalOf, resultOf } from './neon-http-answer.ts';
import { failedAt, type Query, queriesOf } from './neon-queries.ts';
import type { Capabilities, Result, Session } from './session.ts';

/** What we use of the function that `neon(url)` gives. */
export interface Sql {
  /** Asks when it is waited for, or as a part of a transaction. */
  query(text: string, params: unknown[], options: object): PromiseLike<unknown>;
  transaction(queries: PromiseLike<unknown>[], options: object): Promise<unknown>;
}

export interface HttpSessionOptions {
  /** Never repeated in an error. */
  secrets: readonly string[];
  /** What to throw when the request certainly did not leave. */
  unreachable: (error: Error & { code?: unknown }) => Problem;
}

const CAN: Capabilities = {
  cancel: false,
  tls: true,
  notices: false,
  timeouts: true,
  concurrent: true,
  session: false,
  counts: false,
};

export function neonHttpSession(sql: Sql, { secrets, unreachable }: HttpSessionOptions): Session {
  let sent = 0;
  const life = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();
  const ask = async (message: string): Promise<Result[]> => {
    if (life.signal.aborted) throw new Error('the session is closed');
    if (message.includes('\0')) throw new RangeError('a message to PostgreSQL cannot hold NUL');
    const request = oneRequest(message);
    if (!request.ok) throw notOverHttp(`${request.why} (line ${request.line} of the message)`);
    const { statements, from, to, transaction, bytes } = request;
    if (statements.length === 0) return [];
    const asked = queriesOf(message, statements.slice(from, to), HTTP_LIMIT - bytes);
    sent += 1;
    let results: HttpResult[];
    try {
      results = await answers(sql, asked.queries, transaction, life.signal);
    } catch (thrown) {
      const failed = failedHow(thrown);
      if (failed.kind === 'unreachable') throw unreachable(failed.error);
      if (failed.kind === 'lost') throw lost(failed.error, secrets);
      const told = failed.fields.position;
      const { nth, position } = failedAt(asked, told === undefined ? null : Number(told));
      const fields = { ...failed.fields, position: position === null ? undefined : String(position) };
      // Elsewhere a syntax error is found before anything of the message runs; here what stood before it ran and was undone.
      throw refusalOf(fields, nth === null || fields.code === '42601' ? null : from + nth);
    }
    // The endpoint opens and ends the transaction itself; a caller gets an answer for every statement that it sent.
    const opened = from === 1 ? [{ tag: 'BEGIN', rows: [] }] : [];
    const ended = from === 1 ? [{ tag: 'COMMIT', rows: [] }] : [];
    return [...opened, ...results.map(resultOf), ...ended];
  };
  return {
    driver: 'neon-http',
    can: CAN,
    get sent() {
      return sent;
    },
    announcedPid: null,
    send(message) {
      const mine = turn.then(() => ask(message));
      turn = mine.catch(() => undefined);
      return mine;
    },
    cancel: () => Promise.resolve(),
    onNotice: () => undefined,
    // A request that is still waited for is given up: what it was to do may have been done.
    close() {
      life.abort(new Error('the session was closed'));
      return Promise.resolve();
    },
  };
}

/** Every value as PostgreSQL prints it. */
const AS_SENT = { arrayMode: true, fullResults: true, types: { getTypeParser: () => (text: string) => text } };

async function answers(
  sql: Sql,
  queries: readonly Query[],
  transaction: Transaction | null,
  signal: AbortSignal,
): Promise<HttpResult[]> {
  const only = queries[0];
  if (transaction === null && only)
    return [(await sql.query(only.text, [], { ...AS_SENT, fetchOptions: { signal } })) as HttpResult];
  const asked = queries.map(({ text }) => sql.query(text, [], AS_SENT));
  const { isolationLevel, readOnly, deferrable } = transaction ?? {};
  return (await sql.transaction(asked, {
    isolationLevel: isolationLevel ?? 'ReadCommitted',
    fetchOptions: { signal },
    ...(typeof readOnly === 'boolean' ? { readOnly } : {}),
    ...(typeof deferrable === 'boolean' ? { deferrable } : {}),
  })) as HttpResult[];
}

const notOverHttp = (why: string): Problem =>
  new Problem('not-over-http', `This cannot be sent over HTTP: ${why}`, {
    why: 'Over HTTP a message is one request, which is one query or one transaction of several. Nothing of it was sent.',
    fix: "Write driver: 'neon-websocket' for this environment, or driver: 'pg' with Neon's direct URL (without -pooler).",
  });
