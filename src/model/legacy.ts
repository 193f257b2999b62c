/** Another tool's history in one environment: its rows, its files, and which of them belong together. */
import type { SqlText } from './folder.ts';
import type { Row, TableName } from './history.ts';
import type { Read } from './read.ts';

export interface LegacyRow {
  /** Place in reading order, from 0. */
  position: number;
  values: Row;
  /** What the tool counts by: `022`, `20240101120000`, `1.2`; null where it goes by names. */
  version: string | null;
  /** As the tool wrote it, a file's extension included. */
  name: string | null;
  /** When, as PostgreSQL prints it in UTC; null: the tool does not keep it. */
  at: string | null;
  /** Of the file's text, in the tool's own way. */
  checksum: string | null;
  /** The tool takes it for done. */
  applied: boolean;
  /** The row itself says that somebody declared it done and the tool did not run it. */
  marked?: true;
  /** Why it does not count, or counts without having been run. */
  why?: string;
}

export interface LegacyFile {
  path: string;
  version: string | null;
  /** Of the file's name, what the tool goes by. */
  name: string;
  /** Not ok: it could not be read. */
  content: Read<SqlText>;
  /** Where in the text the SQL is that goes forward; null: the file is a program. UTF-16 units. */
  up: { offset: number; length: number } | null;
}

export interface LegacyStanding {
  file: LegacyFile;
  /** The row that decides; null: there is none. */
  row: LegacyRow | null;
  /** What the tool believes, not what is there. */
  state: 'recorded' | 'not-recorded';
  /** The row's checksum is another text's. */
  edited?: true;
  /** Where no row of its own decides, or the row says no. */
  why?: string;
}

export interface LegacyHistory {
  tool: string;
  /** null: its files are there, its table is not. */
  table: TableName | null;
  /** Where its files are; null: none were found. */
  folder: string | null;
  rows: LegacyRow[];
  /** In the order in which the tool runs them. */
  files: LegacyFile[];
  /** One a file, in the same order; only of recorded ones when `unread` is set. */
  standings: LegacyStanding[];
  /** Rows that belong to no file. */
  orphanRows: LegacyRow[];
  /** Why rows may be there that were not seen: what they record is not known. */
  unread?: string;
  /** What is odd about it, a sentence each. */
  notes: string[];
}
