/** The project's source in a copy, with lines added to its schema: what would drizzle-kit make of it? */
import { existsSync, promises as fs } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { blocksInto, linesInto } from '../../compare/catalogs/schema-lines.ts';
import type { Project, Read, SchemaLines } from '../../model/index.ts';
import { inTemporary } from '../temporary.ts';
import { entriesIn } from '../walk.ts';
import { installedKit } from './drizzle-kit.ts';
import { schemaSql } from './drizzle-states.ts';

const SOURCE = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']);
const ELSEWHERE = new Set(['node_modules', 'dist', 'build', 'coverage', 'out']);
/** A project with more files of source is not copied for this. */
const MOST = 5000;

/** The statements that make all that the schema says with these lines. */
export async function schemaSqlWith(project: Project, lines: Omit<SchemaLines, 'without'>): Promise<Read<string[]>> {
  const kit = installedKit(project.root);
  if (!kit.ok) return kit;
  return inTemporary<Read<string[]>>(async (base) => {
    const root = join(base, 'project');
    const files = sourceOf(project.root);
    if (!files.ok) return files;
    for (const path of files.value) {
      await fs.mkdir(dirname(join(root, path)), { recursive: true });
      await fs.copyFile(join(project.root, path), join(root, path));
    }
    await linked(dirname(dirname(dirname(kit.value.bin))), project.root, base, root);
    const unplaced = await place(root, files.value, lines);
    if (unplaced !== null) return { ok: false, why: unplaced };
    return await schemaSql({ ...project, root });
  });
}

function sourceOf(root: string): Read<string[]> {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesIn(join(root, folder));
    if (!entries.ok) return { ok: false, why: `${folder || root} cannot be read (${entries.why})` };
    for (const entry of entries.value) {
      if (entry.name.startsWith('.') || ELSEWHERE.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && SOURCE.has(extname(path))) paths.push(path);
      if (paths.length > MOST) return { ok: false, why: `it holds more than ${MOST} files of source` };
    }
  }
  return { ok: true, value: paths };
}

/** Packages are found from a copy as they are from the project. */
async function linked(kits: string, from: string, base: string, root: string): Promise<void> {
  await fs.symlink(kits, join(base, 'node_modules'));
  const own = join(from, 'node_modules');
  if (existsSync(own) && resolve(own) !== resolve(kits)) await fs.symlink(own, join(root, 'node_modules'));
}

/** null: every line has its place. */
async function place(root: string, paths: readonly string[], lines: Omit<SchemaLines, 'without'>): Promise<string | null> {
  const texts = new Map<string, string>();
  for (const path of paths) if (/\.[cm]?[jt]sx?$/.test(path)) texts.set(path, await fs.readFile(join(root, path), 'utf8'));
  const tables = [...texts].filter(([, text]) => text.includes('drizzle-orm/pg-core') && text.includes('able('));
  const touched = new Set<string>();
  for (const table of lines.within) {
    const found = tables.flatMap(([path]) => {
      const text = linesInto(texts.get(path) ?? '', table);
      return text === null ? [] : [{ path, text }];
    });
    const [one, another] = found;
    if (!one || another) return `where ${table.table} is declared in schema.ts was not found`;
    texts.set(one.path, one.text);
    touched.add(one.path);
  }
  const [most] = tables.map(([path, text]) => ({ path, count: text.split('able(').length })).sort((a, b) => b.count - a.count);
  const home = [...touched][0] ?? most?.path;
  if (home === undefined) return 'no file that declares tables was found';
  if (touched.size > 1 && lines.whole.length > 0) return 'the lines belong to several files';
  for (const path of touched.size > 0 ? touched : [home]) {
    const whole = path === home ? lines.whole : [];
    await fs.writeFile(join(root, path), blocksInto(texts.get(path) ?? '', { imports: lines.imports, whole }));
  }
  return null;
}
