/** What lies in the migrations folder, in either layout? Content that is wrong is evidence, never an error. */
import { existsSync, lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Folder, JournalFile, SqlFile } from '../../model/folder.ts';
import { got } from '../../model/read.ts';
import { readEach } from '../bytes.ts';
import { errnoOf } from '../errno.ts';
import { asPath, fromRoot } from '../paths.ts';
import { entriesIn, kindOf, type Walk, walk } from '../walk.ts';
import { asStockPrints, journalFile, parseJournal } from './journal.ts';
import { sqlText } from './sql-file.ts';

const DEEPEST = 8;
const MOST = 200_000;

interface Listing extends Walk {
  /** Names of entries that end in `.sql`, whatever they are. */
  flat: string[];
  /** Names of folders with a `migration.sql`. */
  dated: string[];
}

/**
 * Layout: `journal` with a journal or flat SQL files, `dated` with folders that hold a migration.sql. Where both are,
 * `journal` when the journal names files that exist (or is broken beside flat files), else `dated` with `journal` set.
 */
export async function readFolder(root: string, out: string): Promise<Folder> {
  const path = fromRoot(root, out);
  const absolute = resolve(root, out);
  const folder: Folder = { path, present: true, layout: 'journal', files: [], journal: null, others: [], unreadable: [] };
  const kind = kindOf(absolute);
  if (!kind.ok && !isThere(absolute)) return { ...folder, present: false };
  if (!kind.ok) return { ...folder, unreadable: [{ path, why: kind.why }] };
  if (kind.value === 'file') return { ...folder, unreadable: [{ path, why: 'ENOTDIR: it is a file, not a folder' }] };
  const listing = list(absolute, path);
  const journalAt = `${path}/meta/_journal.json`;
  const journal = isThere(join(absolute, 'meta', '_journal.json'))
    ? journalFile(join(absolute, 'meta', '_journal.json'), asPath(journalAt))
    : null;
  if (journal?.state === 'unreadable') listing.unreadable.push({ path: journal.path, why: journal.why ?? '' });
  const layout = layoutOf(path, listing, journal);
  const wanted = layout === 'dated' ? datedFiles(path, listing) : flatFiles(root, path, listing, journal);
  const files = await readFiles(root, wanted, listing);
  const taken = new Set([...files.map((file) => file.path), journal?.path]);
  return {
    ...folder,
    layout,
    files,
    journal,
    others: listing.paths.filter((at) => !taken.has(at)),
    unreadable: listing.unreadable,
  };
}

/** Drizzle's own functions follow links into `meta` and dated folders; other linked folders are only named. */
function list(absolute: string, path: string): Listing {
  const listing: Listing = { flat: [], dated: [], paths: [], unreadable: [], left: MOST };
  const entries = entriesIn(absolute);
  if (!entries.ok) listing.unreadable.push({ path, why: entries.why });
  for (const entry of entries.ok ? entries.value : []) {
    const below = asPath(`${path}/${entry.name}`);
    const inside = join(absolute, entry.name);
    const kind = entry.isDirectory() ? got('folder' as const) : entry.isSymbolicLink() ? kindOf(inside) : got('file' as const);
    if (entry.name.endsWith('.sql')) {
      listing.flat.push(entry.name);
      listing.paths.push(below);
    } else if (!kind.ok) {
      listing.unreadable.push({ path: below, why: kind.why });
      listing.paths.push(below);
    } else if (kind.value === 'file') listing.paths.push(below);
    else if (isThere(join(inside, 'migration.sql'))) listDated(inside, entry.name, below, listing);
    else if (!entry.isDirectory() && entry.name !== 'meta') listing.paths.push(below);
    else walk(inside, below, DEEPEST, listing, () => true);
    if (entry.name === 'meta' && kind.ok && kind.value === 'folder') brokenIn(inside, below, listing);
  }
  return listing;
}

/** A migration.sql that leads nowhere is passed over by the stock migrator, in silence. */
function listDated(inside: string, name: string, below: string, listing: Listing): void {
  const kind = kindOf(join(inside, 'migration.sql'));
  if (kind.ok) listing.dated.push(name);
  else listing.unreadable.push({ path: `${below}/migration.sql`, why: kind.why });
  brokenIn(inside, below, listing);
  walk(inside, below, DEEPEST, listing, () => true);
}

/** Links that lead nowhere, and folders where a snapshot should be: walking alone does not see them. */
function brokenIn(inside: string, below: string, listing: Listing): void {
  const entries = entriesIn(inside);
  for (const entry of entries.ok ? entries.value : []) {
    const path = `${below}/${entry.name}`;
    const kind = entry.isSymbolicLink() ? kindOf(join(inside, entry.name)) : got(entry.isDirectory() ? 'folder' : 'file');
    const isOurs = entry.name === '_journal.json' || entry.name === 'migration.sql';
    if (!kind.ok && !isOurs) listing.unreadable.push({ path, why: kind.why });
    if (kind.ok && kind.value === 'folder' && entry.name.endsWith('snapshot.json')) {
      listing.unreadable.push({ path, why: 'EISDIR: it is a folder, not a file' });
    }
  }
}

function layoutOf(path: string, { flat, dated }: Listing, journal: JournalFile | null): Folder['layout'] {
  if (dated.length === 0) return 'journal';
  if (journal === null) return 'dated';
  const parsed = parseJournal(journal);
  if (!parsed.ok) return flat.length > 0 ? 'journal' : 'dated';
  const names = new Set(flat.map((name) => asPath(`${path}/${name}`)));
  return parsed.value.entries.some(({ fields }) => names.has(tagPath(path, fields.get('tag')?.value) ?? ''))
    ? 'journal'
    : 'dated';
}

interface Wanted {
  path: string;
  name: string;
}

const datedFiles = (path: string, { dated }: Listing): Wanted[] =>
  dated.map((name) => ({ path: asPath(`${path}/${name}/migration.sql`), name }));

/** Besides the flat files those that a tag with a `/` in it leads to, as long as they lie in the project. */
function flatFiles(root: string, path: string, { flat }: Listing, journal: JournalFile | null): Wanted[] {
  const wanted = new Map(flat.map((file) => [asPath(`${path}/${file}`), file.slice(0, -'.sql'.length)]));
  const parsed = parseJournal(journal);
  for (const { fields } of parsed.ok ? parsed.value.entries : []) {
    const at = tagPath(path, fields.get('tag')?.value);
    if (at === null || wanted.has(at)) continue;
    const inProject = at.startsWith(`${path}/`) || (!at.startsWith('../') && !at.startsWith('/'));
    if (inProject && existsSync(resolve(root, at))) wanted.set(at, at.slice(path.length + 1, -'.sql'.length));
  }
  return [...wanted].map(([at, name]) => ({ path: at, name }));
}

function tagPath(path: string, tag: unknown): string | null {
  const printed = asStockPrints(tag);
  return printed === null ? null : asPath(`${path}/${printed}.sql`);
}

async function readFiles(root: string, wanted: Wanted[], { unreadable }: Walk): Promise<SqlFile[]> {
  const files: SqlFile[] = [];
  await readEach(
    wanted,
    ({ path }) => resolve(root, path),
    ({ path, name }, read) => {
      if (!read.ok) unreadable.push({ path, why: read.why });
      files.push({ path, name, mode: read.ok ? read.value.mode : 0, content: read.ok ? got(sqlText(read.value.bytes)) : read });
    },
  );
  return files;
}

/** Something bears this name, also a link that leads nowhere or a name that we may not look at. */
function isThere(absolute: string): boolean {
  try {
    lstatSync(absolute);
    return true;
  } catch (error) {
    const why = errnoOf(error);
    return !['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].some((code) => why.startsWith(`${code}:`));
  }
}
