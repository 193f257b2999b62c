/** What do the stock tools of both lines say and do? The judges in the tests. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { PGlite } from '@electric-sql/pglite';
import type { Line } from '../src/model/project.ts';

const HERE = join(dirname(fileURLToPath(import.meta.url)), 'stock');
const home = (line: Line): string => join(HERE, line, 'package.json');
const requires = { '0.x': createRequire(home('0.x')), '1.0': createRequire(home('1.0')) };

/** Where Node finds a package from the line's own place; the real folder, without links. */
export async function packageFolder(line: Line, name: string): Promise<string> {
  for (const place of requires[line].resolve.paths(name) ?? []) {
    const folder = join(place, name);
    if (existsSync(join(folder, 'package.json'))) return realpath(folder);
  }
  throw new Error(`${name} is not installed for the ${line} line`);
}

/** Makes `<dir>/node_modules`, from which a project resolves the packages of its line. */
export async function stockProject(line: Line, dir: string): Promise<void> {
  for (const name of ['drizzle-orm', 'drizzle-kit', 'pg', 'dotenv', '@electric-sql/pglite']) {
    const link = join(dir, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await rm(link, { force: true });
    await symlink(await packageFolder(line, name), link);
  }
}

export interface Told {
  code: number;
  /** stdout, then stderr, without colours. */
  out: string;
}

function child(args: string[], cwd: string, env: Record<string, string>): Promise<Told & { stdout: string }> {
  return new Promise((done) => {
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NO_COLOR: '1' };
    const options = { cwd, env: { ...inherited, ...env }, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };
    const started = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      done({ code, stdout, out: stripVTControlCharacters(stdout + stderr) });
    });
    started.stdin?.end();
  });
}

export interface KitOptions {
  env?: Record<string, string>;
  /** Milliseconds since 1970: what the tool takes for now, so that its stamps are known. */
  clock?: number;
}

/** drizzle-kit in a process of its own, without a terminal. */
export async function kit(line: Line, dir: string, args: string[], { env = {}, clock }: KitOptions = {}): Promise<Told> {
  const bin = join(await packageFolder(line, 'drizzle-kit'), 'bin.cjs');
  const preload = clock === undefined ? [] : ['--require', join(HERE, 'clock.cjs')];
  const clocked = clock === undefined ? env : { ...env, STOCK_CLOCK: String(clock) };
  const { code, out } = await child([...preload, bin, ...args], dir, clocked);
  return { code, out };
}

/** `args`: `--name`, `--custom` … */
export const kitGenerate = (line: Line, dir: string, args: string[] = [], options?: KitOptions): Promise<Told> =>
  kit(line, dir, ['generate', ...args], options);
export const kitCheck = (line: Line, dir: string, options?: KitOptions): Promise<Told> => kit(line, dir, ['check'], options);
export const kitMigrate = (line: Line, dir: string, options?: KitOptions): Promise<Told> => kit(line, dir, ['migrate'], options);

export interface TableOptions {
  table?: string;
  schema?: string;
}

/** Message and SQLSTATE of the error and of each of its causes, a line each; null: it went through. */
export interface Migrated {
  code: number;
  error: string | null;
}

/** drizzle-orm's own migrate() over node-postgres, or over a PGlite folder, in a process of its own with `dir` as its folder. */
export async function stockMigrate(
  line: Line,
  dir: string,
  folder: string,
  database: { url: string } | { pglite: string },
  options: TableOptions = {},
): Promise<Migrated> {
  const job = JSON.stringify({ home: home(line), folder, ...database, ...options });
  const { code, stdout, out } = await child([join(HERE, 'migrate.mjs'), job], dir, {});
  const at = stdout.lastIndexOf('{');
  if (at === -1) return { code, error: out };
  const answer: { error?: string } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  return { code, error: answer.error ?? null };
}

/** The same in this process, on an open PGlite. `error`: as thrown. */
export async function stockMigrateHere(
  line: Line,
  client: PGlite,
  folder: string,
  options: TableOptions = {},
): Promise<Migrated> {
  const require = requires[line];
  const { drizzle } = require('drizzle-orm/pglite');
  const { migrate } = require('drizzle-orm/pglite/migrator');
  const named = {
    ...(options.table === undefined ? {} : { migrationsTable: options.table }),
    ...(options.schema === undefined ? {} : { migrationsSchema: options.schema }),
  };
  return migrate(drizzle({ client }), { migrationsFolder: folder, ...named }).then(
    (): Migrated => ({ code: 0, error: null }),
    (error: unknown): Migrated => ({ code: 1, error: toldBy(error) }),
  );
}

function toldBy(error: unknown): string {
  const lines: string[] = [];
  for (let e = error; e instanceof Error; e = e.cause) lines.push('code' in e ? `${e.message} [${String(e.code)}]` : e.message);
  return lines.length > 0 ? lines.join('\n') : String(error);
}

/** A migration as Drizzle's own reader makes it of the folder; the row that its migrator would write. */
export interface DrizzleRead {
  hash: string;
  when: unknown;
  name?: string;
  sql: string[];
}

/** Throws what the reader throws. */
export function drizzleReads(line: Line, folder: string): DrizzleRead[] {
  const { readMigrationFiles } = requires[line]('drizzle-orm/migrator');
  const read: { hash: string; folderMillis: unknown; name?: string; sql: string[] }[] = readMigrationFiles({
    migrationsFolder: folder,
  });
  return read.map(({ hash, folderMillis, name, sql }) => ({
    hash,
    when: folderMillis,
    sql,
    ...(name === undefined ? {} : { name }),
  }));
}

/** How many migrations a seed has. */
export const SEED_LENGTH = 5;
export const seedFolder = (line: Line): string => join(HERE, 'seeds', line);

/**
 * A healthy project in `dir` (made when absent), as the stock tool made it: package.json, drizzle.config.ts (takes DATABASE_URL),
 * src/schema.ts, `drizzle/` with the first `n` migrations, node_modules. `versions/<n>.ts` are the schemas of each step.
 */
export async function healthyProject(line: Line, dir: string, n: number = SEED_LENGTH): Promise<void> {
  const seed = seedFolder(line);
  await mkdir(dir, { recursive: true });
  for (const name of ['package.json', 'drizzle.config.ts', 'src', 'drizzle'])
    await cp(join(seed, name), join(dir, name), { recursive: true });
  if (n < SEED_LENGTH) await shorten(line, dir, n);
  await stockProject(line, resolve(dir));
}

/** Takes the newest migrations away as if they had never been generated. */
async function shorten(line: Line, dir: string, n: number): Promise<void> {
  const folder = join(dir, 'drizzle');
  await cp(join(seedFolder(line), 'versions', `${n}.ts`), join(dir, 'src', 'schema.ts'));
  if (line === '1.0') {
    for (const name of (await readdir(folder)).sort().slice(n)) await rm(join(folder, name), { recursive: true });
    return;
  }
  const path = join(folder, 'meta', '_journal.json');
  const journal: { entries: { idx: number; tag: string }[] } = JSON.parse(await readFile(path, 'utf8'));
  for (const { tag } of journal.entries.splice(n)) {
    await rm(join(folder, `${tag}.sql`));
    await rm(join(folder, 'meta', `${tag.slice(0, 4)}_snapshot.json`));
  }
  await writeFile(path, JSON.stringify(journal, null, 2));
}
