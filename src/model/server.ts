/** What the connection told about itself: one environment's server, role and surroundings. */
import type { Target } from './target.ts';

export interface Server {
  environment: string;
  target: Target;
  /** 150018 for 15.18. */
  versionNumber: number;
  version: string;
  /** PGlite or PostgreSQL. */
  engine: 'PostgreSQL' | 'PGlite';
  role: string;
  superuser: boolean;
  readOnly: boolean;
  standby: boolean;
  /** The backend's pid differs from the one in the handshake: something pools in between. */
  pooled: boolean;
  searchPath: string;
  timeZone: string;
  /** Milliseconds since 1970 on the server's clock, and ours at the same moment. */
  clock: { server: number; ours: number };
  extensions: string[];
  mayCreateSchema: boolean;
  /** Schemas that exist, ours and Drizzle's included, system schemas not. */
  schemas: string[];
  /** Relations outside system schemas, as `schema.name`, with column names. */
  relations: ReadonlyMap<string, { kind: string; columns: string[] }>;
  /** Enum and other named types, as `schema.name`. */
  types: ReadonlySet<string>;
  /** The environment's name as stored in schema tidemark; null when none is stored. */
  storedEnvironment: string | null;
}
