/** What an entry knows of its kind of client: how to make our sessions of it, and where it leads. */
import type { Environment } from '../model/index.ts';
import type { Sessions } from '../run/sessions.ts';

/** Where a client leads. */
export interface Place {
  driver: string;
  /** host[:port], a socket's folder, or a PGlite folder. */
  host: string;
  database: string;
  role: string;
  /** A URL of the same, for what is told when it cannot be reached. */
  url: string;
  /** What must be masked. */
  secrets: string[];
}

export interface Opened {
  place: Place;
  /** `environment` is made of `place` by whoever called. */
  sessions: (environment: Environment) => Sessions;
}

/** Throws a Problem when the client is of another kind, or nothing can be asked of it. Connects to nothing. */
export type Opener = (client: unknown) => Opened;
