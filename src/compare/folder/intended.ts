/** What each journal entry means when its fields are mended: which file, and which stamp. */
import type { Folder, Intended, JournalEntry, Migration, SqlFile } from '../../model/index.ts';

/** One for each migration, in order. Entries that name their file stay as they are. */
export function intendedOf(folder: Folder, migrations: readonly Migration[]): Intended[] {
  const named = new Set(migrations.filter((m) => m.sql.ok).map((m) => m.file));
  const free = folder.files.filter((f) => !named.has(f.path));
  const taken = new Set<string>();
  const first = migrations.map((actual): Intended => {
    const stamped = { ...actual, when: actual.when ?? stampOf(actual.entry) };
    if (actual.sql.ok || !actual.entry || hasTag(actual.entry)) return { migration: stamped, actual, by: null };
    const found = byField(actual.entry, free) ?? byPrefix(actual.entry, free);
    if (!found || taken.has(found.file.path)) return { migration: stamped, actual, by: null };
    taken.add(found.file.path);
    return { migration: withFile(stamped, found.file), actual, by: found.by };
  });
  const open = first.filter((i) => i.by === null && i.actual.entry !== undefined && !hasTag(i.actual.entry) && !i.actual.sql.ok);
  const left = free.filter((f) => !taken.has(f.path));
  const [only] = open;
  const [file] = left;
  if (open.length !== 1 || left.length !== 1 || !only || !file) return first;
  return first.map((i) => (i === only ? { ...i, migration: withFile(i.migration, file), by: { sign: 'elimination' } } : i));
}

export const hasTag = (entry: JournalEntry): boolean => {
  const tag = entry.fields.get('tag')?.value;
  return typeof tag === 'string' && tag !== '';
};

const withFile = (migration: Migration, file: SqlFile): Migration => ({
  ...migration,
  name: file.name,
  file: file.path,
  sql: file.content,
});

/** Another field that says the file's name, with or without `.sql`. */
function byField(entry: JournalEntry, files: readonly SqlFile[]): { file: SqlFile; by: Intended['by'] } | null {
  for (const [field, { value }] of entry.fields) {
    if (typeof value !== 'string') continue;
    const file = files.find((f) => f.name === value || `${f.name}.sql` === value || f.path === value);
    if (file) return { file, by: { sign: 'field', field } };
  }
  return null;
}

function byPrefix(entry: JournalEntry, files: readonly SqlFile[]): { file: SqlFile; by: Intended['by'] } | null {
  const idx = entry.fields.get('idx')?.value;
  const number = typeof idx === 'number' ? idx : entry.position;
  const prefix = `${String(number).padStart(4, '0')}_`;
  const fitting = files.filter((f) => f.name.startsWith(prefix));
  return fitting.length === 1 && fitting[0] ? { file: fitting[0], by: { sign: 'prefix', prefix } } : null;
}

/** ISO texts and numbers in quotes are stamps that somebody wrote by hand. */
export function stampOf(entry: JournalEntry | undefined): number | null {
  const raw = entry?.fields.get('when')?.value;
  if (typeof raw !== 'string') return null;
  const number = Number(raw);
  const stamp = raw.trim() !== '' && Number.isFinite(number) ? number : Date.parse(raw);
  return Number.isInteger(stamp) ? stamp : null;
}
