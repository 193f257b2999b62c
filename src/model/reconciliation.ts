/** What brings a folder and a live schema together: the objects in which they differ, what becomes of each, and how that was tried. */
import type { Difference, NotCompared } from './catalog.ts';
import type { Read } from './read.ts';
import type { WayStatement } from './way.ts';

export interface Reconciled {
  /** `column public.users.email` */
  object: string;
  /** missing: the folder makes it, and it is not there, or is as it was before. extra: no migration makes it. changed: it is as no migration ever made it. */
  is: 'missing' | 'extra' | 'changed';
  /** make, put-back, drop: in the database. adopt: in the folder. */
  does: 'make' | 'put-back' | 'drop' | 'adopt';
  /** The migration that makes it, where one does. */
  by: string | null;
  /** The folder (left) against the database (right). */
  difference: Difference;
}

export interface Reconciliation {
  environment: string;
  objects: Reconciled[];
  /** What was named to be dropped, and is none of the objects that could be. */
  strangers: string[];
  /** For the database, in order. */
  database: WayStatement[];
  /** Migrations whose own statements these are; empty: they were written anew. */
  again: string[];
  /** Takes them back. null: nothing does. */
  undo: string[] | null;
  /** For the new migration. */
  migration: WayStatement[];
  /** Roles that it names. */
  roles: string[];
  /** Not ok: it was not shown that the database with these statements is what the folder makes with the migration. */
  proof: Read<{ engine: string; notCompared: NotCompared[] }>;
  /** What would still differ: the folder (left) against the database (right). */
  remains: Difference[];
  /** Of the new migration, as the project's own drizzle-kit writes it behind the newest one. */
  snapshot: Read<NextSnapshot>;
  /** What the folder makes then and schema.ts does not say. */
  unsaid: Read<string[]>;
  /** What schema.ts says and the folder does not make even then. */
  unmade: string[];
  /** What schema.ts lacks, as drizzle-kit writes it; only where it was asked for. */
  lines?: Read<SchemaLines>;
  /** What was there on the shadow although no file makes it, because the place of the database brings it along. */
  assumed?: string[];
  /** Another system, for whose folder the files are; its files make things too. */
  beside?: {
    folder: string;
    /** Files that did not run on the shadow, neither alone nor beside what the folder makes: what they make is not known. */
    leftOut: { file: string; why: string }[];
    /** What its files make, and the database does not have. */
    absent: string[];
  };
}

/** Lines of TypeScript, as drizzle-kit writes them. */
export interface SchemaLines {
  /** `drizzle-kit 0.31.11` */
  writer: string;
  imports: string[];
  /** Whole declarations. */
  whole: string[];
  /** For tables that are declared already, by their names in the database. */
  within: { table: string; columns: string[]; extras: string[] }[];
  /** Objects that its lines make otherwise than they are, so that there are none of them. */
  without: string[];
}

export interface NextSnapshot {
  text: string;
  /** schema.ts says something that the snapshots did not. */
  ahead: boolean;
}
