/** How far a database has really come: what the evidence says of each statement, each migration, and the whole. */
import type { Difference, NotCompared } from './catalog.ts';

/**
 * executed: what only it does is there. not-executed: what it does is not there, and it cannot have been. superseded: later
 * statements leave nothing of it to be seen, and nothing to be missed. undecidable: the evidence speaks for neither, or for both.
 * nothing: it changes nothing on the way from an empty database.
 */
export type StatementVerdict = 'executed' | 'not-executed' | 'superseded' | 'undecidable' | 'nothing';

export interface JudgedStatement {
  /** UTF-16 offset and length in the file, line from 1. */
  offset: number;
  length: number;
  line: number;
  tag: string;
  touches: 'schema' | 'data' | 'both' | 'nothing';
  verdict: StatementVerdict;
  /** What speaks for and against it, one fact each. */
  speaksFor: string[];
  speaksAgainst: string[];
  /** What a person could ask the database about a statement that writes rows. */
  probe?: string;
  /** Not executed, and it would take this away now; null: the rows could not be counted. */
  loses?: { what: string; rows: number | null }[];
}

/**
 * partly: some statements are executed and others are not. data-unknown: its schema is there, and whether its rows were written
 * cannot be told. undecided: the evidence speaks for neither. nothing: there is nothing that could be seen.
 */
export type MigrationVerdict = 'executed' | 'not-executed' | 'partly' | 'data-unknown' | 'superseded' | 'undecided' | 'nothing';

export interface JudgedMigration {
  migration: string;
  file: string | null;
  recorded: boolean;
  verdict: MigrationVerdict;
  /** Keys of the objects that it makes, changes or takes away. */
  objects?: string[];
  statements: JudgedStatement[];
}

/** Where it stands, by evidence alone. */
export type Stands =
  /** Exactly what the folder makes up to here; null: before the first. `or`: later ones of which nothing can be seen. */
  | { is: 'at'; migration: string | null; or: string[] }
  /** All up to the last executed one but these. */
  | { is: 'all-but'; migration: string; missing: string[]; or: string[] }
  /** None of the folder's states; the nearest is this one, and so many objects differ. */
  | { is: 'near'; migration: string | null; differences: number };

/** Which folder of files, and whose. */
export interface MigrationSystem {
  /** `Drizzle`, `Prisma`, `plain SQL`. */
  tool: string;
  folder: string;
  /** The one that drizzle.config names. */
  own: boolean;
}

export interface Audit {
  environment: string;
  system: MigrationSystem;
  migrations: JudgedMigration[];
  stands: Stands;
  /** What exists and no migration of any system explains, or the other way around: live (left) against what was judged executed (right). */
  drift: Difference[];
  notCompared: NotCompared[];
  /** How the judgement was put to the test; null: it was not, because `unproven`. */
  proof: { engine: string; replayed: string[] } | null;
  unproven?: string;
  /** The folder does not replay from here on, so nothing is told of this migration and those behind it. */
  stops?: { migration: string; why: string };
}

/** What there is to tell of one environment. */
export interface Audits {
  /** Of the project's own folder; null: nothing could be told of it, and `untold` says why. */
  own: Audit | null;
  /** Of its SQL files that no journal entry lists, and of the folders of other systems. */
  others: Audit[];
  untold: { what: string; why: string; own: boolean }[];
}
