/** A migrations folder as it lies on disk, in either layout. */
import type { Read } from './read.ts';

/** `journal`: flat files and meta/_journal.json (0.x). `dated`: one folder per migration (1.0). */
export type Layout = 'journal' | 'dated';

/** One SQL file. Paths are relative to the project and use `/`. */
export interface SqlFile {
  path: string;
  /** The file's name without `.sql`; in the dated layout the name of its folder. */
  name: string;
  /** Permission bits. */
  mode: number;
  /** Not ok: the file could not be read, with the errno in `why`. */
  content: Read<SqlText>;
}

export interface SqlText {
  bytes: number;
  /** As Drizzle decodes it: UTF-8, a BOM kept as U+FEFF, invalid bytes as U+FFFD. */
  text: string;
  /** SHA-256 of `text`, what Drizzle records. */
  hash: string;
  /** SHA-256 of `text` without a BOM and with LF line ends: equal texts that differ only in these. */
  plainHash: string;
  /** SHA-256 of `plain` text with CRLF line ends, what a checkout on Windows records. */
  crlfHash: string;
  encoding: 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16be' | 'invalid';
  /** Line ends are CRLF somewhere. */
  crlf: boolean;
}

/** A field of a journal entry, with its place in the file. */
export interface Field {
  value: unknown;
  /** UTF-16 offset and length of the value. */
  offset: number;
  length: number;
  line: number;
}

/** One element of the journal's `entries`, whatever it is. */
export interface JournalEntry {
  /** Place in `entries`, from 0. */
  position: number;
  offset: number;
  length: number;
  line: number;
  column: number;
  /** Empty when the element is no object. */
  fields: ReadonlyMap<string, Field>;
  value: unknown;
}

/** meta/_journal.json as it is, also when it cannot be used. */
export interface JournalFile {
  path: string;
  mode: number;
  text: string;
  state: 'ok' | 'unreadable' | 'conflict' | 'not-json' | 'wrong-shape';
  /** Why the state is not `ok`, with the line where one is known. */
  why?: string;
  line?: number;
}

export interface Journal {
  file: JournalFile;
  dialect: unknown;
  version: unknown;
  entries: JournalEntry[];
}

/** One unit of change, from the journal or from a dated folder, in the order in which Drizzle runs them. */
export interface Migration {
  /** Journal: the tag, or `#<position>` for an entry without one. Dated: the folder's name. */
  name: string;
  position: number;
  /** Where its SQL is, or should be; null when nothing says. */
  file: string | null;
  /** Not ok: missing or unreadable. */
  sql: Read<SqlText>;
  /** Milliseconds: the journal's `when` when it is a finite number; the UTC time of a dated folder's name. */
  when: number | null;
  entry?: JournalEntry;
}

export interface Folder {
  path: string;
  present: boolean;
  layout: Layout;
  /** Every `.sql` file directly in the folder (journal), or every migration.sql (dated). */
  files: SqlFile[];
  /** The journal file; null when there is none. A dated folder that still has one breaks 1.0. */
  journal: JournalFile | null;
  /** Everything else below the folder, as paths relative to the project. */
  others: string[];
  /** Entries that could not be read, with the errno. */
  unreadable: { path: string; why: string }[];
}

/** A migration as its journal entry means it, when the entry's fields are mended. */
export interface Intended {
  /** With the file, text and stamp that the entry stands for. */
  migration: Migration;
  /** As the folder has it. */
  actual: Migration;
  /** How the file was found, when the entry does not name it; null: it names it, or none or several fit. */
  by: { sign: 'field'; field: string } | { sign: 'prefix'; prefix: string } | { sign: 'elimination' } | null;
}
