/** How everything right of the drivers talks to PostgreSQL: one message, one wait, values as text. */
import type { Environment } from '../model/target.ts';

/** One statement's result. Values are PostgreSQL's text output, null for NULL. */
export interface Result {
  /** The command tag: `INSERT 0 1`, `CREATE TABLE`. */
  tag: string;
  rows: Record<string, string | null>[];
}

export interface Notice {
  severity: string;
  code: string;
  message: string;
}

/** What this driver cannot do, held to by the contract test. */
export interface Capabilities {
  cancel: boolean;
  tls: boolean;
  notices: boolean;
  /** statement_timeout and lock_timeout work. */
  timeouts: boolean;
  /** A second session may be open beside this one. */
  concurrent: boolean;
  /** What a message leaves behind holds for the next one: settings, temporary tables, an open transaction, session locks. */
  session: boolean;
  /** An answer tells each statement's whole tag (`CREATE TABLE`, not CREATE), and how many had completed before one failed. */
  counts: boolean;
}

/**
 * One open connection. `send` puts the whole text on the wire as one simple-query message (several statements allowed;
 * one round trip) and resolves with a result per statement, or rejects with a DatabaseError.
 * After a rejection inside an explicit transaction the caller sends `rollback`.
 */
export interface Session {
  readonly driver: string;
  readonly can: Capabilities;
  /** Round trips made with `send` since the session was opened. */
  readonly sent: number;
  /** Backend pid announced in the handshake; null where there is none. */
  readonly announcedPid: number | null;
  send(text: string): Promise<Result[]>;
  /** Asks the server to cancel what runs now; resolves when the request is delivered. */
  cancel(): Promise<void>;
  onNotice(listener: (notice: Notice) => void): void;
  close(): Promise<void>;
}

/** One driver. `open` throws a Problem (connection-refused, password-refused, tls-refused, database-absent, …), never a bare driver error. */
export interface Driver {
  name: string;
  open(environment: Environment, options: OpenOptions): Promise<Session>;
}

export interface OpenOptions {
  /** `read`: a PGlite folder is copied first and never written to; on a server nothing differs. */
  mode: 'read' | 'write';
  applicationName: string;
}

/** A server's refusal, with every field PostgreSQL sends. Branch on `sqlstate`, never on the message. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
  readonly sqlstate: string;
  readonly severity: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** 1-based, in characters of the whole text that was sent; only for parse-time errors. */
  readonly position: number | null;
  readonly schema: string | null;
  readonly table: string | null;
  readonly column: string | null;
  readonly dataType: string | null;
  readonly constraint: string | null;
  /** PL/pgSQL context. */
  readonly context: string | null;
  /** What failed when the server itself wrote the statement (PL/pgSQL, an inlined function), and where in it, 1-based. */
  readonly internalQuery: string | null;
  readonly internalPosition: number | null;
  /** Where in PostgreSQL's own source it was raised: `routine, file:line`. Telling, never to branch on. */
  readonly source: string | null;
  /** Statements of the message that had completed before this one failed. */
  readonly completed: number;
  /** `completed` is known; otherwise it is 0. */
  readonly counted: boolean;

  constructor(
    message: string,
    fields: Partial<Omit<DatabaseError, 'name' | 'message' | 'stack' | 'cause'>> & { sqlstate: string },
  ) {
    super(message);
    this.sqlstate = fields.sqlstate;
    this.severity = fields.severity ?? 'ERROR';
    this.detail = fields.detail ?? null;
    this.hint = fields.hint ?? null;
    this.position = fields.position ?? null;
    this.schema = fields.schema ?? null;
    this.table = fields.table ?? null;
    this.column = fields.column ?? null;
    this.dataType = fields.dataType ?? null;
    this.constraint = fields.constraint ?? null;
    this.context = fields.context ?? null;
    this.internalQuery = fields.internalQuery ?? null;
    this.internalPosition = fields.internalPosition ?? null;
    this.source = fields.source ?? null;
    this.completed = fields.completed ?? 0;
    this.counted = fields.counted ?? true;
  }
}

/** The connection went away while `send` waited: what was sent may have been done. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}
