/** Two Drizzle folders that are to become one: what lies in both, and what PostgreSQL makes of them together. */
import type { Folder, Journal, Migration } from './folder.ts';
import type { Read } from './read.ts';

export interface MergeSide {
  folder: Folder;
  journal: Read<Journal>;
  /** As their journal entries mean them. */
  migrations: Read<Migration[]>;
  /** Texts of the snapshots, by migration; one that is missing or is no JSON is not there. */
  snapshots: ReadonlyMap<string, string>;
}

/** A migration in its place among those of both folders. */
export interface Woven {
  /** With the name, place and time that it has then; its file is still where it lies. */
  migration: Migration;
  /** As its own folder has it. */
  was: Migration;
  /** both: the same text with the same time or name lies in either folder. */
  from: 'own' | 'other' | 'both';
}

export interface Merging {
  own: MergeSide;
  /** The other folder, or what an earlier merge kept of it. */
  other: MergeSide;
  /** Relative to the project, as it was typed. */
  path: string;
  /** Where the rest of the other folder goes: below the own one, where Drizzle does not look. */
  archive: string;
  /** It lies there already. */
  done: boolean;
  /** null: they cannot be put in order. */
  woven: Woven[] | null;
  /** Of the woven ones, on an empty database: null where they run, else where and why they stop. */
  replayed: Read<{ engine: string; failure: string | null }>;
  /** Objects that the other folder makes and the own one does not, and which of its migrations write rows; looked at only where they do not run together. */
  lacking: Read<{ engine: string; objects: string[]; wrote: string[] }> | null;
}
