/** How is another migration tool recognised: by its tables, its files, its lines in package.json? And how is its history read? */
import type { LegacyReading } from './reading.ts';
import type { LegacyWriting } from './writing.ts';

/** One of the tool's tables. Names are compared as PostgreSQL stores them. */
export interface LegacyTable {
  /** Only in this schema; else in any. */
  schema?: string;
  /** Any table of the schema when there is no name. */
  name?: string;
  /** Columns that it must have; several tools share a name. */
  columns?: readonly string[];
}

export interface LegacyTool {
  tool: string;
  tables: readonly LegacyTable[];
  /** The folder or file that is the tool's when this path (relative, `/`) is one of its files; null when it is not. */
  place(path: string): string | null;
  /** The file counts only when its beginning holds one of these texts. */
  marks?: readonly string[];
  /** Parts of package scripts that run it. */
  commands: readonly string[];
  /** Completes "there is …". */
  says: string;
  /** How its history is read; absent: it is only recognised. */
  history?: LegacyReading;
  /** How one more file of SQL is written for it; absent: its files are programs, or it makes them itself. */
  writes?: LegacyWriting;
  /** What to type for a new one, where it makes them itself. */
  creates?: string;
}

/** The folder of `path`, up to and without its last part. */
export const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a path lies in a folder called so, and that folder: `a/prisma/migrations/1_x/y.sql` in `prisma/migrations`. */
export function folderIn(path: string, folder: string): string | null {
  const at = `/${path}`.indexOf(`/${folder}/`);
  return at === -1 ? null : path.slice(0, at + folder.length);
}
