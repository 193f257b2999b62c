/** What has to be known of a tool to read its history: its columns, its file names, and what it means by "applied". */
import type { LegacyFile, LegacyRow, LegacyStanding, Row, TableName } from '../model/index.ts';
import { base, parent } from './legacy-tool.ts';

/** What one row says; null: the row is about the tool itself, not about a migration. */
export type RowMeaning = Omit<LegacyRow, 'position' | 'values'> | null;

/** A file by its path alone. */
export interface FileName {
  folder: string;
  version: string | null;
  name: string;
}

/** How well a row and a file fit; 0: not at all. */
export type Closeness = 0 | 1 | 2 | 3;

export interface LegacyReading {
  /** Is this its table? Columns as PostgreSQL stores them. */
  fits(table: TableName, columns: readonly string[]): boolean;
  /** Columns to read the rows by; those that are not there are left out. */
  order: readonly string[];
  row(values: Row): RowMeaning;
  /** null: no migration of this tool, or one that goes backward. */
  file(path: string): FileName | null;
  /** As the tool sorts them; else by name, code unit by code unit. */
  compare?(a: LegacyFile, b: LegacyFile): number;
  closeness(row: LegacyRow, file: LegacyFile): Closeness;
  /** Of several rows the last one decides, also when it says no. Without it any row that says yes does. */
  lastDecides?: true;
  /** Where one row speaks for several files; undefined: the usual way. */
  standing?(file: LegacyFile, rows: readonly LegacyRow[]): Omit<LegacyStanding, 'file'> | undefined;
  /** The SQL that goes forward; the whole text without it, nothing in a program. */
  up?(text: string): LegacyFile['up'];
  /** What the row's checksum may be for this file; none: the file does not tell. */
  checksum?(file: LegacyFile): string[];
  /** Nobody knows how the checksums are made, so one that agrees has to show it first. */
  checksumGuessed?: true;
}

export const of = (values: Row, column: string): string | null => values[column] ?? null;

/** Leading digits. */
export function numberOf(name: string): string | null {
  let end = 0;
  while (end < name.length && name.charAt(end) >= '0' && name.charAt(end) <= '9') end += 1;
  return end === 0 ? null : name.slice(0, end);
}

const bare = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** `022` and `22` are one number; they are too long for JavaScript's own. */
export const sameNumber = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && numberOf(a) === a && numberOf(b) === b && bare(a) === bare(b);

export function compareNumbers(a: string, b: string): number {
  const [x, y] = [bare(a), bare(b)];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}

const PROGRAM = /\.(?:[cm]?[jt]s|coffee|ls|litcoffee|eg)$/;

export const isProgram = (path: string): boolean => PROGRAM.test(path) && !path.endsWith('.d.ts');

/** Knex, Sequelize and umzug record the file with its extension, and a build changes it. */
export const withoutExtension = (name: string): string =>
  base(name)
    .replace(PROGRAM, '')
    .replace(/\.sql$/i, '');

/** A program among numbered ones: `20240101120000_users.ts`. */
export function programFile(path: string): FileName | null {
  const name = base(path);
  return isProgram(path) && numberOf(name) !== null ? { folder: parent(path), version: null, name } : null;
}

/** `<digits>_<name>.sql`. */
export function numberedSql(path: string): FileName | null {
  const match = /^(\d+)[_.-](.+)\.sql$/i.exec(base(path));
  return match?.[1] && match[2] ? { folder: parent(path), version: match[1], name: match[2] } : null;
}

/** From the line that begins with `from` to the one that begins with `to`; null: there is no such line. */
export function between(text: string, from: string, to: string): LegacyFile['up'] {
  let start: number | null = null;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at) + 1;
    const line = text.slice(at, end).trimStart().toLowerCase();
    if (start === null && line.startsWith(from.toLowerCase())) start = end;
    else if (start !== null && line.startsWith(to.toLowerCase())) return { offset: start, length: at - start };
    at = end;
  }
  return start === null ? null : { offset: start, length: text.length - start };
}
