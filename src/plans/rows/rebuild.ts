/** The remedy that writes a journal anew from the SQL files and from what the databases recorded of them. */
import type { Change, Folder, History, Read, Remedy } from '../../model/index.ts';
import { rebuiltJournal, rewrite } from '../files/journal-text.ts';

/** Stamps come from rows with the file's hash, so every environment must have been read. */
export function rebuild(folder: Folder, path: string, histories: Read<ReadonlyMap<string, Read<History>>>): Remedy {
  const says =
    'Write the journal anew: a file a database recorded gets its recorded time, the others come behind in the order of their names.';
  const all = histories.ok ? [...histories.value.values()] : [];
  const read = all.flatMap((h) => (h.ok ? [h.value] : []));
  if (all.length === 0 || read.length < all.length)
    return { name: 'rebuild-journal', says, change: [], needs: 'every environment, to know the recorded times' };
  const made = rebuiltJournal(folder, read);
  if (!made) return { name: 'rebuild-journal', says, change: [], needs: 'SQL files' };
  const told = `List ${folder.files.length} files in the journal, ${made.recorded} with the time a database recorded.`;
  const change: Change = folder.journal
    ? rewrite(folder.journal, made.text, told)
    : { kind: 'create', path, content: made.text, says: told };
  return { name: 'rebuild-journal', says, change: [change] };
}
