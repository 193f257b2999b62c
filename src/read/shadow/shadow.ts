/** A throwaway database in which files may run: PGlite, or a real server where PGlite will not do. */
import type { Secret } from '../../base/secret.ts';
import type { Result } from '../../drivers/session.ts';
import type { Environment } from '../../model/index.ts';

export interface ShadowNeed {
  /** The target's major; null: nobody asks for one. */
  major: number | null;
  /** That the files want. */
  extensions: readonly string[];
  /** A server on which databases of ours may be made and dropped. */
  shadowUrl?: Secret;
  sessions?: 1 | 2;
  /** Milliseconds for one message; default a minute. */
  limit?: number;
  /** Programs of a PostgreSQL server are looked for among this project's packages. */
  root: string;
  /** No shadow is ever one of these databases. */
  environments?: readonly Environment[];
}

export interface OneSession {
  /** As Session.send; rejects with ShadowStopped when the message took too long, after which only `reset` and `end` work. */
  send(text: string): Promise<Result[]>;
}

export interface Shadow extends OneSession {
  /** `PGlite 18.6`, `PostgreSQL 15.18`. */
  engine: string;
  /** 150018 for 15.18. */
  versionNumber: number;
  /** Why this one, in one line. */
  why: string;
  /** A further session in the same database; only where two were asked for. */
  second?: () => Promise<OneSession & { close(): Promise<void> }>;
  /** An empty database again, where these extensions can be created; gives those that it does not have. */
  reset(extensions?: readonly string[]): Promise<string[]>;
  end(): Promise<void>;
}

/** A shadow before it is said why it was chosen. */
export type Opened = Omit<Shadow, 'why'>;

/** A shadow that is chosen and not yet there: what is kept of an earlier one may make it needless. */
export interface PlannedShadow {
  /** Equal: the same engine, as far as it can be told without a start. */
  identity: string;
  /** Nothing on this machine changes what it can do: what it refused once it refuses again. */
  closed: boolean;
  why: string;
  open(): Promise<Shadow>;
}

/** Milliseconds. */
export const LIMIT = 60_000;
