/** Another tool's files as migrations that can be replayed. */
import type { LegacyFile, Migration, SqlText } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { sqlText } from '../folder/sql-file.ts';

/** In the order given. Programs are not run: their SQL is not ok, with that reason. */
export const legacyMigrations = (files: readonly LegacyFile[]): Migration[] =>
  files.map(({ path, content, up }, position) => ({
    name: legacyName(path),
    position,
    file: path,
    sql: up && content.ok ? got(forward(content.value, up)) : { ok: false, why: up ? 'it could not be read' : 'it is a program' },
    when: null,
  }));

/** The file's own name; of a folder with one file in it, the folder's. */
export function legacyName(path: string): string {
  const parts = path.split('/');
  const file = parts.at(-1) ?? path;
  return file === 'migration.sql' || file === 'up.sql' ? (parts.at(-2) ?? file) : file;
}

/** Only the part that goes forward, at its old place: lines and offsets stay the file's. */
function forward({ text }: SqlText, { offset, length }: { offset: number; length: number }): SqlText {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const end = offset + length;
  return sqlText(Buffer.from(`${blank(text.slice(0, offset))}${text.slice(offset, end)}${blank(text.slice(end))}`));
}
