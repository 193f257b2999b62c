/** Which texts did the folder's SQL files have in earlier commits, and what would Drizzle have recorded for them? */
import type { GitText } from '../../model/git.ts';
import { got, type Read } from '../../model/read.ts';
import { sqlText } from '../folder/sql-file.ts';
import { asPath, fromRoot } from '../paths.ts';
import { git, gitStream } from './git-process.ts';

/** All, none, or only those with one of these hashes, also as a checkout on Windows had them; the search ends with the last one found. */
export type WantedTexts = 'all' | 'none' | ReadonlySet<string>;

export interface GitTexts {
  texts: ReadonlyMap<string, GitText>;
  /** Why the search ended early; absent when it saw everything. */
  cut?: string;
}

interface Blob {
  object: string;
  path: string;
  commit: string;
  date: string;
}

const MOST_BLOBS = 5_000;
const MOST_BYTES = 64 * 1024 * 1024;
const MARK = '\u0001';

/** Two processes: one walks the commits of all branches, the other hands over the texts. Newest commit first. */
export async function readGitTexts(root: string, out: string, wanted: WantedTexts): Promise<Read<GitTexts>> {
  if (wanted === 'none' || (wanted !== 'all' && wanted.size === 0)) return got({ texts: new Map() });
  const blobs = await blobsOf(root, fromRoot(root, out));
  if (!blobs.ok) return blobs;
  const within = blobs.value.slice(0, MOST_BLOBS);
  const cuts =
    blobs.value.length > within.length ? [`only the newest ${MOST_BLOBS} of ${blobs.value.length} earlier texts were read`] : [];
  const texts = new Map<string, GitText>();
  const missing = wanted === 'all' ? null : new Set(wanted);
  let bytes = 0;
  const take = reader(within, (blob, body) => {
    bytes += body.length;
    const { hash, text, crlf, crlfHash } = sqlText(body);
    const { path: at, commit, date } = blob;
    if (!texts.has(hash) && (missing === null || missing.delete(hash))) texts.set(hash, { hash, path: at, commit, date, text });
    // What a checkout on Windows had on disk is in no commit.
    if (!crlf && missing?.delete(crlfHash))
      texts.set(crlfHash, { hash: crlfHash, path: at, commit, date, text: text.replaceAll('\n', '\r\n') });
    if (bytes > MOST_BYTES) cuts.push(`only the newest ${MOST_BYTES / 1024 / 1024} MB of earlier texts were read`);
    return bytes <= MOST_BYTES && missing?.size !== 0;
  });
  if (within.length > 0) {
    const read = await gitStream(root, ['cat-file', '--batch'], `${within.map(({ object }) => object).join('\n')}\n`, take);
    if (!read.ok) return read;
  }
  return got({ texts, ...(cuts.length > 0 && missing?.size !== 0 && { cut: cuts.join('; ') }) });
}

/** Every blob that a commit wrote to a `.sql` path below the folder, once. Merges count where they differ from all parents. */
async function blobsOf(root: string, path: string): Promise<Read<Blob[]>> {
  const prefix = await git(root, ['rev-parse', '--show-prefix']);
  if (!prefix.ok) return prefix;
  const base = prefix.value.replace(/\n$/, '');
  const head = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const format = `--format=${MARK}%H %aI`;
  const from = head.ok ? ['HEAD', '--all'] : ['--all'];
  const log = await git(root, [
    'log',
    ...from,
    '--full-history',
    '-c',
    '--raw',
    '--no-renames',
    '--no-abbrev',
    '-z',
    format,
    '--',
    path,
  ]);
  if (!log.ok) return log;
  const blobs = new Map<string, Blob>();
  let commit = '';
  let date = '';
  const tokens = log.value.split('\0');
  for (let i = 0; i < tokens.length; i += 1) {
    const token = (tokens[i] ?? '').trimStart();
    if (token.startsWith(MARK)) [commit = '', date = ''] = token.slice(1).trim().split(' ');
    if (!token.startsWith(':')) continue;
    i += 1;
    const object = objectOf(token);
    const at = tokens[i] ?? '';
    if (!at.endsWith('.sql') || object === null || blobs.has(object)) continue;
    blobs.set(object, { object, path: relativeTo(base, at), commit: commit.slice(0, 10), date });
  }
  return got([...blobs.values()]);
}

/** `:mode mode object object status`, with one colon, mode and object more for each further parent; the last object is the result. */
function objectOf(raw: string): string | null {
  const object = raw.split(' ').at(-2) ?? '';
  return /^0*$/.test(object) ? null : object;
}

/** `base` is the project's folder in the repository, empty or with a slash behind. */
function relativeTo(base: string, path: string): string {
  if (path.startsWith(base)) return path.slice(base.length);
  return asPath(`${'../'.repeat(base.split('/').length - 1)}${path}`);
}

/** Cuts `cat-file --batch` into bodies: `<object> blob <size>\n<body>\n`, or `<object> missing\n`. */
function reader(blobs: Blob[], found: (blob: Blob, body: Uint8Array) => boolean): (piece: Buffer) => boolean {
  const byObject = new Map(blobs.map((blob) => [blob.object, blob]));
  let held: Buffer[] = [];
  let size = 0;
  let needed = 1;
  return (piece) => {
    held.push(piece);
    size += piece.length;
    if (size < needed) return true;
    let rest = held.length === 1 ? piece : Buffer.concat(held, size);
    needed = 1;
    for (;;) {
      const end = rest.indexOf(10);
      if (end === -1) break;
      const [object = '', type, length] = rest.toString('latin1', 0, end).split(' ');
      const body = length === undefined ? 0 : Number(length);
      const after = end + 1 + (length === undefined ? 0 : body + 1);
      if (rest.length < after) {
        needed = after;
        break;
      }
      const blob = byObject.get(object);
      if (blob && type === 'blob' && !found(blob, rest.subarray(end + 1, end + 1 + body))) return false;
      rest = rest.subarray(after);
    }
    held = [rest];
    size = rest.length;
    return true;
  };
}
