/** The caller's own client of postgres.js as a session that can be asked one thing: what is lost of other answers does not matter there. */
import type { ConnectionOptions } from 'node:tls';
import { databaseError } from '../drivers/answer.ts';
import { ConnectionLost, type Result, type Session } from '../drivers/session.ts';
import type { Environment } from '../model/index.ts';

/** What we use of a client, as it is after `postgres(…)`. */
export interface Sql {
  unsafe(text: string): { raw(): PromiseLike<Answer> };
  options: {
    host: string[];
    port: number[];
    path: string | false;
    user: string;
    database: string;
    pass: string | (() => string | Promise<string>);
    ssl: boolean | string | ConnectionOptions;
    connection: { application_name?: string; options?: string } & Record<string, unknown>;
    socket?: unknown;
    transform: { column: { from?: unknown }; row: { from?: unknown } };
  };
}

/** Statements without rows are told together with the next one that has some. */
type Answer = Told | Told[];
type Told = (Buffer | null)[][] & { columns?: { name: string }[] };

export function askingSession(sql: Sql, environment: Environment): Session {
  let sent = 0;
  return {
    driver: 'postgres',
    can: { cancel: false, tls: true, notices: false, timeouts: true, concurrent: true, session: false, counts: false },
    get sent() {
      return sent;
    },
    announcedPid: null,
    async send(text) {
      sent += 1;
      try {
        const answer = await sql.unsafe(text).raw();
        return isTold(answer) ? [resultOf(answer)] : answer.map(resultOf);
      } catch (thrown) {
        throw await asOurs(thrown, environment);
      }
    },
    cancel: () => Promise.resolve(),
    onNotice: () => undefined,
    close: () => Promise.resolve(),
  };
}

const isTold = (answer: Answer): answer is Told => 'columns' in answer;

function resultOf(told: Told): Result {
  const names = (told.columns ?? []).map((column) => column.name);
  const rows = [...told].map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]?.toString('utf8') ?? null])));
  return { tag: names.length > 0 ? `SELECT ${rows.length}` : '', rows };
}

interface PostgresError extends Error {
  code: string;
  severity?: string;
  detail?: string;
  hint?: string;
}

/** It connects when it is first asked, so that what keeps it from that is told by the question. */
async function asOurs(thrown: unknown, environment: Environment): Promise<unknown> {
  if (!(thrown instanceof Error)) return thrown;
  const error = thrown as PostgresError;
  if (error.severity !== undefined && error.severity !== 'FATAL') return databaseError(error, 0, false);
  if (error.severity === undefined && error.code === 'CONNECTION_CLOSED')
    return new ConnectionLost(error.message, { cause: error });
  const [{ connectProblem }, { readUrl }, { reveal }] = await Promise.all([
    import('../drivers/connect-problem.ts'),
    import('../drivers/connection.ts'),
    import('../base/secret.ts'),
  ]);
  const { role } = environment.target;
  return connectProblem(environment, readUrl(reveal(environment.url)), role, {
    attempt: 'plain',
    error,
    refusal: error.severity === undefined ? null : error,
    timedOut: error.code === 'CONNECT_TIMEOUT',
    tlsAnswer: null,
    encrypted: false,
    passwordMissing: false,
    offersTls: false,
  });
}
