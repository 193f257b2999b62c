/** A connected client of `pg` as a Session: every message is one simple query, every value text. */
import type pg from 'pg';
import { type Answer, answer, type Fields } from './answer.ts';
import { type Place, requestCancel } from './pg-wire.ts';
import { ConnectionLost, type Notice, type Result, type Session } from './session.ts';

/** What `pg` calls on a query of one's own; the package's types name only `submit`. */
interface Query {
  submit(connection: Wire): void;
  handleRowDescription(message: { fields: { name: string }[] }): void;
  handleDataRow(message: { fields: (string | null)[] }): void;
  handleCommandComplete(message: { text: string }): void;
  handleEmptyQuery(): void;
  handlePortalSuspended(): void;
  handleCopyInResponse(connection: Wire): void;
  handleCopyData(): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
  query_timeout?: number;
  /** The package sets it, with a timer behind it, where the client has a query_timeout. */
  callback?: () => void;
}

/** A client that was made for short queries must not give up on a migration. Milliseconds; Node's longest timer. */
const LONGEST = 2 ** 31 - 1;

interface Wire {
  query(text: string): void;
  sendCopyFail(reason: string): void;
}

export const pgSession = (client: pg.Client, place: Place, timeout: number): Session =>
  clientSession(client, { driver: 'pg', cancel: (pid, key) => requestCancel(place, pid, key, timeout) });

export interface ClientSessionOptions {
  driver: string;
  /** Delivers a cancel request for the backend with this pid and key. */
  cancel: (pid: number, key: number) => Promise<void>;
  /** Called once by `close`, which without it ends the client: who made the client gets it back, told why when it is of no use any more. */
  giveBack?: (lost: Error | null) => void;
  /** Another session may be opened beside this one; without it, yes. */
  concurrent?: boolean;
}

/** Of `pg` or of what is built on it. */
export function clientSession(client: pg.Client, { driver, cancel, giveBack, concurrent = true }: ClientSessionOptions): Session {
  const { processID, secretKey } = client as unknown as { processID: number | null; secretKey: number | null };
  const listeners: ((notice: Notice) => void)[] = [];
  let sent = 0;
  let lost: Error | null = null;
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  const failed = (error: Error): void => {
    lost ??= error;
  };
  const ended = (): void => failed(new Error('the connection was closed by the other side'));
  const noticed = (notice: Fields): void => {
    const told: Notice = { severity: notice.severity ?? '', code: notice.code ?? '', message: notice.message ?? '' };
    for (const listener of listeners) listener(told);
  };
  client.on('error', failed).on('end', ended).on('notice', noticed);
  const ask = (text: string): Promise<Result[]> => {
    if (closed) return Promise.reject(new Error('the session is closed'));
    if (lost) return Promise.reject(new ConnectionLost(`The connection is gone: ${lost.message}`, { cause: lost }));
    sent += 1;
    return simpleQuery(client, text);
  };
  return {
    driver,
    can: { cancel: true, tls: true, notices: true, timeouts: true, concurrent, session: true, counts: true },
    get sent() {
      return sent;
    },
    announcedPid: processID,
    send(text) {
      const mine = turn.then(() => ask(text));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async cancel() {
      if (processID === null || secretKey === null) return;
      await cancel(processID, secretKey);
    },
    onNotice(listener) {
      listeners.push(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      if (giveBack) {
        client.off('error', failed).off('end', ended).off('notice', noticed);
        giveBack(lost);
        return;
      }
      // A peer that is silent would let us wait for its last word for ever.
      const timer = setTimeout(() => client.connection.stream.destroy(), 2_000);
      await client.end();
      clearTimeout(timer);
    },
  };
}

/**
 * Settles at ReadyForQuery, also after a refusal (the package's own queries reject earlier, while the server still answers).
 * A refusal that is followed by the connection's end is a ConnectionLost with the refusal as its cause: what the message
 * had committed before is not known.
 */
function simpleQuery(client: pg.Client, text: string): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    const got: Answer = answer();
    const wire = client.connection;
    const { connectionParameters } = client as unknown as { connectionParameters?: { query_timeout?: unknown } };
    const impatient = Boolean(connectionParameters?.query_timeout);
    const settle = (finish: () => void): void => {
      wire.removeListener('readyForQuery', ready);
      wire.removeListener('end', ended);
      query.callback?.();
      finish();
    };
    const ready = (): void => settle(() => (got.error ? reject(got.error) : resolve(got.results)));
    const lost = (cause: Error): void =>
      settle(() => reject(new ConnectionLost(`The connection was lost: ${cause.message}`, { cause })));
    const ended = (): void => lost(got.error ?? new Error('the connection was closed by the other side'));
    wire.once('end', ended);
    const query: Query = {
      // Others may use the client too: until it is our turn the server is ready for somebody else's query.
      submit: (connection) => {
        wire.once('readyForQuery', ready);
        connection.query(text);
      },
      handleRowDescription: (message) => got.columns(message.fields.map((field) => field.name)),
      handleDataRow: (message) => got.row(message.fields),
      handleCommandComplete: (message) => got.complete(message.text),
      handleEmptyQuery: () => undefined,
      handlePortalSuspended: () => undefined,
      handleCopyInResponse: (connection) => connection.sendCopyFail('data for COPY FROM STDIN cannot be sent this way'),
      handleCopyData: () => undefined,
      // The parser's object for ErrorResponse; everything else is the socket's.
      handleError: (error) => ('severity' in error ? got.refuse(error as Fields) : lost(got.error ?? error)),
      handleReadyForQuery: () => undefined,
      ...(impatient ? { query_timeout: LONGEST } : {}),
    };
    client.query(query as unknown as pg.Submittable);
  });
}
