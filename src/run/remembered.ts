/** What an earlier call in this process found: while files and history table are as they were then, nothing is pending still. */
import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Folder, TableName } from '../model/index.ts';
import { contentPrint } from '../sql/history.ts';
import { qualified } from '../sql/quote.ts';

/** Kept by a caller who calls again, for one folder, one table and one client. */
export interface Memory {
  known: Known | null;
}

interface Known {
  /** Absolute paths. */
  files: readonly string[];
  stamp: string;
  /** PostgreSQL's fingerprint of the history table. */
  print: string;
  recorded: number;
}

/** How far the times of a file system may lag behind the clock, in milliseconds. */
const GRAIN = 2_000;

/** Names in the folder, and of every file that counts its size, times and inode; null when one cannot be looked at, or is younger than `before`. */
function stampOf(folder: string, files: readonly string[], before = Number.POSITIVE_INFINITY): string | null {
  const parts: (string | number)[] = [];
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      parts.push(entry.name);
      // A folder that holds no migration may come to hold one; of a file only the name matters, unless it is among `files`.
      if (entry.isDirectory()) parts.push(statSync(`${folder}/${entry.name}`).mtimeMs);
    }
    for (const file of files) {
      const { size, mtimeMs, ctimeMs, ino } = statSync(file);
      if (ctimeMs >= before) return null;
      parts.push(size, mtimeMs, ctimeMs, ino);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
  return parts.join();
}

/** The files are as they were. */
export const isUntouched = ({ files, stamp }: Known, root: string, out: string): boolean =>
  stampOf(resolve(root, out), files) === stamp;

/** A file that changed while it was read would have a time after `began`. */
export function remember(memory: Memory, root: string, folder: Folder, print: string, recorded: number, began: number): void {
  const paths = [...folder.files.map((file) => file.path), ...(folder.journal ? [folder.journal.path] : [])];
  const files = paths.map((path) => resolve(root, path));
  const stamp = stampOf(resolve(root, folder.path), files, began - GRAIN);
  memory.known = stamp === null ? null : { files, stamp, print, recorded };
}

export const askPrint = (table: TableName): string => `select ${contentPrint(table)} as print`;

const PRINT = 'tidemark print';

/** Rows and print of one moment. Without `offset 0` the print would be computed for every row. */
export const askBoth = (table: TableName): string =>
  `select h.*, p.print as "${PRINT}" from ${qualified(table)} h cross join (select ${contentPrint(table)} as print offset 0) p`;

/** Takes the print out of the rows. */
export function takePrint(rows: readonly Record<string, string | null>[]): {
  print: string | null;
  rows: Record<string, string | null>[];
} {
  return {
    print: rows[0]?.[PRINT] ?? null,
    rows: rows.map(({ [PRINT]: _, ...row }) => row),
  };
}
