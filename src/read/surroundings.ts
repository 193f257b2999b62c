/** What else is in the project that has to do with migrations: other folders, other tools, scripts of the team's own? */
import { resolve } from 'node:path';
import { isStockRunner, type LegacyTool, legacyTools } from '../legacy/index.ts';
import type { LegacySign, Surroundings } from '../model/surroundings.ts';
import { readBytes } from './bytes.ts';
import { isRecord, parseJson } from './folder/json-places.ts';
import { legacyLines } from './package-lines.ts';
import { fromRoot } from './paths.ts';
import { type Walk, walk } from './walk.ts';

const DEEPEST = 4;
const MOST_ENTRIES = 20_000;
const MOST_TEXTS = 400;
const LARGEST_TEXT = 256 * 1024;

const SKIPPED = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'target', 'venv', '__pycache__', 'tmp']);
const HIDDEN_BUT_SEEN = new Set(['.config']);

/** One walk over the project, four folders deep, without what is installed, built or hidden, and without `out` itself. */
export async function readSurroundings(root: string, out: string): Promise<Surroundings> {
  const own = fromRoot(root, out);
  const seen = projectFiles(root, own, DEEPEST);
  const files = seen.paths;
  const otherFolders = foldersIn(root, files).filter((folder) => folder !== own);
  const within = [own === '.' ? '' : `${own}/`, ...otherFolders.map((folder) => `${folder}/`)];
  const rest = files.filter((path) => !within.some((start) => start !== '' && path.startsWith(start)));
  const placed = signsIn(root, own === '.' ? rest.filter((path) => path.includes('/')) : rest);
  return {
    otherFolders,
    legacy: [...placed, ...legacyLines(root, placed)],
    configs: files.filter((path) => CONFIG.test(path.slice(path.lastIndexOf('/') + 1))),
    ...(seen.unreadable.length > 0 && { unread: seen.unreadable }),
  };
}

/** Files of the project, `own` (a folder) left out. */
export function projectFiles(root: string, own: string, depth: number): Walk {
  const seen: Walk = { paths: [], unreadable: [], left: MOST_ENTRIES };
  const enters = (path: string, name: string) =>
    path !== own && !SKIPPED.has(name) && (!name.startsWith('.') || HIDDEN_BUT_SEEN.has(name));
  walk(resolve(root), '.', depth, seen, enters);
  return { ...seen, paths: seen.paths.filter((path) => !path.endsWith('/')) };
}

const CONFIG = /^drizzle([.\-_]\w+)*[.\-_]config([.\-_]\w+)*\.([cm]?[jt]s|json)$/;
const DATED = /^(.+)\/\d{14}[^/]*\/migration\.sql$/;

/** Folders with a journal of PostgreSQL or none known, or with dated migrations that have snapshots: Prisma's have none. */
function foldersIn(root: string, files: string[]): string[] {
  const all = new Set(files);
  const found = new Set<string>();
  for (const path of files) {
    if (path.endsWith('/meta/_journal.json') && isForPostgres(resolve(root, path)))
      found.add(path.slice(0, -'/meta/_journal.json'.length));
    const dated = DATED.exec(path)?.[1];
    if (dated !== undefined && all.has(path.replace(/migration\.sql$/, 'snapshot.json'))) found.add(dated);
  }
  return [...found].sort();
}

function isForPostgres(journal: string): boolean {
  const text = textOf(journal);
  const parsed = text === null ? null : parseJson(text);
  const dialect = parsed?.ok && isRecord(parsed.value) ? parsed.value['dialect'] : undefined;
  return typeof dialect !== 'string' || dialect === 'postgresql' || dialect === 'pg';
}

function textOf(absolute: string): string | null {
  const read = readBytes(absolute);
  return read.ok && read.value.bytes.length <= LARGEST_TEXT ? Buffer.from(read.value.bytes).toString('utf8') : null;
}

interface Place {
  tool: LegacyTool;
  files: string[];
  marks: Set<string>;
}

function signsIn(root: string, files: string[]): LegacySign[] {
  const places = new Map<string, Place>();
  const texts = { left: MOST_TEXTS };
  for (const path of files) {
    let text: string | null | undefined;
    for (const tool of legacyTools) {
      const where = tool.place(path);
      if (where === null) continue;
      const known = places.get(`${tool.tool} ${where}`);
      if (known) {
        known.files.push(path);
        break;
      }
      if (tool.marks && text === undefined) {
        texts.left -= 1;
        text = texts.left >= 0 ? textOf(resolve(root, path)) : null;
      }
      const marks = (tool.marks ?? []).filter((mark) => text?.includes(mark));
      if (tool.marks && (marks.length === 0 || (tool.tool === 'hand-made script' && isStockRunner(text ?? '')))) continue;
      places.set(`${tool.tool} ${where}`, { tool, files: [path], marks: new Set(marks) });
      break;
    }
  }
  return [...places].map(([key, place]) => ({
    tool: place.tool.tool,
    where: key.slice(place.tool.tool.length + 1),
    says: saying(place),
  }));
}

function saying({ tool, files, marks }: Place): string {
  if (tool.tool === 'hand-made script') return `${tool.says}; it mentions ${[...marks].join(', ')}`;
  return files.length === 1 ? tool.says : `${tool.says}: ${files.length} files`;
}
