/** A throwaway database in which files may run: PGlite, or a real server where PGlite will not do. */
import type { Result } from '../drivers/session.ts';
import type { Environment } from '../model/index.ts';
import { chooseShadow } from './shadow/choose.ts';

export { ShadowStopped } from './shadow/stopped.ts';

export interface ShadowNeed {
  /** The target's major; null: nobody asks for one. */
  major: number | null;
  /** That the files want. */
  extensions: readonly string[];
  /** A server on which databases of ours may be made and dropped. */
  shadowUrl?: string;
  sessions?: 1 | 2;
  /** Milliseconds for one message; default a minute. */
  limit?: number;
  /** Programs of a PostgreSQL server are looked for among this project's packages. */
  root: string;
  /** No shadow is ever one of these databases. */
  environments?: readonly Environment[];
}

export interface Shadow {
  /** `PGlite 18.6`, `PostgreSQL 15.18`. */
  engine: string;
  /** 150018 for 15.18. */
  versionNumber: number;
  /** Why this one, in one line. */
  why: string;
  /** Roles, settings and tablespaces of the whole server are ours to make. */
  ownCluster: boolean;
  /** As Session.send; rejects with ShadowStopped when the message took too long, after which only `reset` and `end` work. */
  send(text: string): Promise<Result[]>;
  /** A second session in the same database; only where two were asked for. */
  second?: () => Promise<{ send(text: string): Promise<Result[]>; close(): Promise<void> }>;
  /** An empty database again. */
  reset(): Promise<void>;
  end(): Promise<void>;
}

/** A shadow before it is said why it was chosen. */
export type Opened = Omit<Shadow, 'why'>;

/** Milliseconds. */
export const LIMIT = 60_000;

/** Throws a Problem when there is none that would do. `end` has to be called, also after a failure. */
export const openShadow = (need: ShadowNeed): Promise<Shadow> => chooseShadow(need);
