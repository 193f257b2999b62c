/** What there is to know before one migration can stand for a whole live schema. */
import type { Catalog, Comparison } from './catalog.ts';
import type { Read } from './read.ts';
import type { Way } from './way.ts';

export interface Baseline {
  environment: string;
  live: Catalog;
  /** From an empty database to the live schema. */
  way: Way;
  /** What schema.ts says; not ok: drizzle-kit could not be asked. */
  schema: Read<SchemaSaid>;
  /** The folder's first migration run alone, against the live schema (right); null: there is none. */
  first: Read<Comparison> | null;
}

export interface SchemaSaid {
  /** Drizzle's snapshot of it, as the project's own drizzle-kit writes it. */
  snapshot: string;
  /** What it makes (left) against the live schema (right). Not ok: its statements do not run. */
  against: Read<Comparison>;
}
