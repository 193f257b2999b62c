/** Where is the SQL of a journal entry whose file is not there: under another name on disk, or in an earlier commit? */
import type { Folder, Git, GitText, Migration, Read, SqlFile } from '../../model/index.ts';

export type Elsewhere = { sign: 'case' | 'hash' | 'rest'; file: SqlFile } | null;

export const isOrphan = (migrations: readonly Migration[]): ((file: SqlFile) => boolean) => {
  const named = new Set(migrations.map((m) => m.file));
  return (file) => !named.has(file.path);
};

/** What follows the number: `0003_add_users` and `0005_add_users`. */
const restOf = (name: string): string => name.slice(name.indexOf('_') + 1);

/** `recorded`: hashes that databases hold for this migration. A file with another text than the recorded one is another migration. */
export function elsewhere(
  folder: Folder,
  migrations: readonly Migration[],
  migration: Migration,
  recorded: readonly string[],
): Elsewhere {
  const free = folder.files.filter(isOrphan(migrations));
  const fits = (file: SqlFile): boolean => {
    if (!file.content.ok) return false;
    const { hash, plainHash, crlfHash } = file.content.value;
    return recorded.length === 0 || recorded.some((r) => r === hash || r === plainHash || r === crlfHash);
  };
  const folded = free.filter((f) => f.name.toLowerCase() === migration.name.toLowerCase());
  if (folded[0] && folded.length === 1) return { sign: 'case', file: folded[0] };
  const same = recorded.length > 0 ? free.filter(fits) : [];
  if (same[0] && same.length === 1) return { sign: 'hash', file: same[0] };
  const rest = free.filter((f) => restOf(f.name) === restOf(migration.name) && fits(f));
  return rest[0] && rest.length === 1 ? { sign: 'rest', file: rest[0] } : null;
}

export interface Kept {
  text: GitText;
  /** Its hash is the one a database recorded. */
  proven: boolean;
  /** How many different texts the file had. */
  of: number;
}

/** The text a database recorded, else the newest that a commit holds. */
export function keptIn(git: Read<Git>, path: string, recorded: readonly string[]): Kept | null {
  if (!git.ok) return null;
  const all = [...git.value.texts.values()];
  const proven = all.find((t) => recorded.includes(t.hash));
  const mine = all.filter((t) => t.path === path);
  const text = proven ?? (recorded.length === 0 ? mine[0] : undefined);
  return text ? { text, proven: proven !== undefined, of: mine.length } : null;
}
