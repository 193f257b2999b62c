/** A connected client of postgres.js as a Session: every message is one simple query, its answer read from the wire. */
import type { Sql } from 'postgres';
import { type Place, requestCancel } from './pg-wire.ts';
import type { PostgresWire } from './postgres-wire.ts';
import { ConnectionLost, type Notice, type Result, type Session } from './session.ts';

export function postgresSession(sql: Sql, wire: PostgresWire, place: Place, timeout: number): Session {
  const listeners: ((notice: Notice) => void)[] = [];
  let sent = 0;
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  wire.onNotice = (notice) => {
    for (const listener of listeners) listener(notice);
  };
  const ask = (text: string): Promise<Result[]> => {
    if (closed) return Promise.reject(new Error('the session is closed'));
    const { gone } = wire;
    if (gone) return Promise.reject(new ConnectionLost(`The connection is gone: ${gone.message}`, { cause: gone }));
    sent += 1;
    return simpleQuery(sql, wire, text);
  };
  return {
    driver: 'postgres',
    can: { cancel: true, tls: true, notices: true, timeouts: true, concurrent: true, session: true, counts: true },
    get sent() {
      return sent;
    },
    announcedPid: wire.backend?.pid ?? null,
    send(text) {
      const mine = turn.then(() => ask(text));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async cancel() {
      if (wire.backend) await requestCancel(place, wire.backend.pid, wire.backend.key, timeout);
    },
    onNotice(listener) {
      listeners.push(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      // With a statement under way the package would wait for its end.
      if (wire.waiting) wire.abandon(new Error('the session was closed while it waited'));
      if (wire.gone) return;
      const end = new Promise((resolve) => wire.stream.once('close', resolve));
      // A peer that is silent would let us wait for its last word for ever.
      const timer = setTimeout(() => wire.abandon(new Error('the session is closed')), 2_000);
      void sql.end();
      await end;
      clearTimeout(timer);
    },
  };
}

/**
 * Settles at ReadyForQuery, also after a refusal. A refusal that is followed by the connection's end is a ConnectionLost with the refusal
 * as its cause: what the message had committed before is not known.
 */
function simpleQuery(sql: Sql, wire: PostgresWire, text: string): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    wire.waiting = {
      ready: (got) => (got.error ? reject(got.error) : resolve(got.results)),
      lost: (cause) => reject(new ConnectionLost(`The connection was lost: ${cause.message}`, { cause })),
    };
    // The package's own answer settles after the wire's. Before it only when nothing was sent.
    sql.unsafe(text).then(
      () => undefined,
      (error: unknown) => {
        if (wire.waiting === null || (error instanceof Error && 'severity' in error)) return;
        wire.waiting = null;
        reject(error);
      },
    );
  });
}
