/** A schema at one moment, from wherever it was read. */
import type { Catalog } from './catalog.ts';
import type { Migration } from './folder.ts';

export interface SchemaState {
  /** As it was typed, without a password: `production`, `schema`, `migrations@0007`, `before.json`. */
  name: string;
  /** In words: `production, PostgreSQL 15.18`, `drizzle/ replayed on PGlite 18.6`. */
  says: string;
  catalog: Catalog;
  /** What had to be taken for granted to have it: roles that were made up, a migration that was left out. */
  notes: string[];
  /** Files that make it on an empty database, where some do. */
  made?: readonly Migration[];
}
