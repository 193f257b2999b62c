/** Does the tarball that would be published install and run in an empty folder, and hold what it should and no more? */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Line } from '../../src/model/project.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { packageFolder, seedFolder } from '../stock.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LOADED = pathToFileURL(fileURLToPath(new URL('loaded.mjs', import.meta.url))).href;
const SNAPSHOT = 'dist/pglite-snapshot.tar.gz';
const MB = 1024 * 1024;
const server = sharedServer(15) ?? sharedServer(18);

interface Packed {
  filename: string;
  files: { path: string; size: number }[];
}

let work: string;
let packed: Packed;
/** The installed package, its manifest and its entry. */
let place: string;
let manifest: { version: string; dependencies: Record<string, string>; bin: { tidemark: string } };
let cli: string;

/** The project's own packages, where npm would place them. */
async function link(line: Line, ...names: string[]): Promise<void> {
  for (const name of names) {
    const at = join(work, 'app/node_modules', name);
    if (existsSync(at)) continue;
    await mkdir(dirname(at), { recursive: true });
    await symlink(await packageFolder(line, name), at);
  }
}

function node(cwd: string, args: string[], env: Record<string, string> = {}) {
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: work, NO_COLOR: '1' };
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: { ...inherited, ...env } });
}

/** Files that a run loads, in the order of loading. */
async function loads(cwd: string, args: string[], program = cli): Promise<string[]> {
  const list = join(work, `loaded-${basename(program)}-${args.join('-')}`);
  const { status, stderr } = node(cwd, ['--import', LOADED, program, ...args], { LOADED: list });
  expect({ args, status, stderr }).toMatchObject({ status: 0, stderr: '' });
  const urls = (await readFile(list, 'utf8')).split('\n').filter((url) => url.startsWith('file:'));
  return urls.map((url) => fileURLToPath(url)).filter((path) => !path.startsWith(dirname(fileURLToPath(LOADED))));
}

describe.skipIf(!existsSync(join(ROOT, 'dist/cli.js')))('the tarball (needs dist/, which `npm test` builds first)', () => {
  beforeAll(async () => {
    work = await realpath(await mkdtemp(join(tmpdir(), 'tidemark-pack-')));
    const npm = ['pack', '--ignore-scripts', '--json', '--pack-destination', work];
    const [first] = JSON.parse(
      execFileSync('npm', npm, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ) as Packed[];
    if (first === undefined) throw new Error('npm pack made nothing');
    packed = first;
    place = join(work, 'app/node_modules/tidemark');
    await mkdir(place, { recursive: true });
    execFileSync('tar', ['-xzf', join(work, packed.filename), '-C', place, '--strip-components=1']);
    manifest = JSON.parse(await readFile(join(place, 'package.json'), 'utf8'));
    // Its dependencies as npm would place them; a registry may not be reachable.
    for (const name of Object.keys(manifest.dependencies)) {
      const link = join(work, 'app/node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(await realpath(join(ROOT, 'node_modules', name)), link);
    }
    cli = join(place, manifest.bin.tidemark);
    for (const name of ['package.json', 'drizzle.config.ts', 'src', 'drizzle'])
      await cp(join(seedFolder('0.x'), name), join(work, 'app', name), { recursive: true });
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('holds code, types and schemas, no tests and no sources', () => {
    const paths = packed.files.map((file) => file.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'README.md',
        'LICENSE',
        'CHANGELOG.md',
        'dist/cli.js',
        'dist/index.js',
        'dist/index.d.ts',
        SNAPSHOT,
        'dist/pglite-vector.tar.gz',
      ]),
    );
    expect(paths.filter((path) => path.startsWith('dist/schema/')).map((path) => basename(path))).toEqual(
      expect.arrayContaining([
        'answer.json',
        'finding.json',
        'plan.json',
        'receipt.json',
        'problem.json',
        'doctor.json',
        'status.json',
      ]),
    );
    const folders = new Set(paths.filter((path) => path.includes('/')).map((path) => path.slice(0, path.indexOf('/'))));
    expect([...folders]).toEqual(['dist']);
    const kinds = ['.js', '.cjs', '.mjs', '.d.ts', '.json', '.md', '.gz'];
    expect(
      paths.filter((path) => path !== 'LICENSE' && !kinds.some((kind) => path.endsWith(kind)) && !path.startsWith('dist/.')),
    ).toEqual([]);
  });

  it('has at most 3 MB of code, and 9 MB in all', () => {
    const sizes = (files: Packed['files']) => files.reduce((sum, { size }) => sum + size, 0);
    expect(sizes(packed.files.filter(({ path }) => path !== SNAPSHOT))).toBeLessThanOrEqual(3 * MB);
    expect(sizes(packed.files)).toBeLessThanOrEqual(9 * MB);
  });

  it('names no script that runs when it is installed', async () => {
    const { scripts = {} } = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    expect(Object.keys(scripts).filter((name) => ['preinstall', 'install', 'postinstall', 'prepare'].includes(name))).toEqual([]);
  });

  it('tells its version in a folder that holds nothing', async () => {
    const empty = join(work, 'empty');
    await mkdir(empty);
    expect(node(empty, [cli, '--version'])).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
    expect(await readdir(empty)).toEqual([]);
  });

  it('is executable', async () => {
    expect((await stat(cli)).mode & 0o111).not.toBe(0);
    expect((await readFile(cli, 'utf8')).startsWith('#!/usr/bin/env node\n')).toBe(true);
  });

  it('looks at a project', () => {
    const { status, stdout, stderr } = node(join(work, 'app'), [cli, 'doctor', '--files', '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, command: 'doctor', ok: true, findings: [], data: { migrations: 5 } });
  });

  it('is a library', async () => {
    const program = `import { doctor } from 'tidemark';
      const answer = await doctor({ cwd: process.cwd(), env: {} });
      console.log(JSON.stringify({ findings: answer.findings }));`;
    await writeFile(join(work, 'app/look.mjs'), program);
    const { status, stdout, stderr } = node(join(work, 'app'), ['look.mjs']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ findings: [] });
  });

  it('replays files that want pgvector', async () => {
    const vectors = join(work, 'app/vectors');
    await mkdir(join(vectors, 'drizzle/meta'), { recursive: true });
    const entry = { idx: 0, version: '7', when: 1_736_000_000_000, tag: '0000_vectors', breakpoints: true };
    await writeFile(
      join(vectors, 'drizzle/meta/_journal.json'),
      JSON.stringify({ version: '7', dialect: 'postgresql', entries: [entry] }),
    );
    await writeFile(
      join(vectors, 'drizzle/0000_vectors.sql'),
      'CREATE EXTENSION vector; CREATE TABLE t (e vector(3)); CREATE INDEX ON t USING hnsw (e vector_l2_ops);',
    );
    await writeFile(join(vectors, 'drizzle.config.json'), '{ "dialect": "postgresql", "out": "./drizzle" }');
    const { status, stdout, stderr } = node(vectors, [cli, 'diff', 'migrations', 'migrations@0000', '--json'], {
      XDG_CACHE_HOME: join(work, 'caches'),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { differences: [] } });
  });

  it('publishes its schemas by name', async () => {
    await writeFile(join(work, 'app/schema.mjs'), "console.log(import.meta.resolve('tidemark/schema/answer.json'));");
    const { status, stdout } = node(join(work, 'app'), ['schema.mjs']);
    expect(status).toBe(0);
    expect(JSON.parse(await readFile(fileURLToPath(stdout.trim()), 'utf8'))).toMatchObject({ type: 'object' });
  });

  it('migrates in place of the function of drizzle-orm, with nothing else of its kind installed', async () => {
    await link('0.x', 'drizzle-orm', '@electric-sql/pglite');
    const program = `import { PGlite } from '@electric-sql/pglite';
      import { drizzle } from 'drizzle-orm/pglite';
      import { migrate } from 'tidemark/pglite';
      const client = await PGlite.create();
      const { applied } = await migrate(drizzle({ client }), { migrationsFolder: 'drizzle' });
      console.log(JSON.stringify(applied.map((a) => a.name)));
      await client.close();`;
    await writeFile(join(work, 'app/migrate.mjs'), program);
    const { status, stdout, stderr } = node(join(work, 'app'), ['migrate.mjs']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toHaveLength(5);
  });

  it('costs an application two small files until its function is called', async () => {
    await writeFile(
      join(work, 'app/import.mjs'),
      "import { migrate } from 'tidemark/node-postgres';\nif (!migrate) process.exit(1);\n",
    );
    const loaded = (await loads(join(work, 'app'), [], join(work, 'app/import.mjs'))).slice(1);
    const sizes = await Promise.all(loaded.map(async (path) => (await stat(path)).size));
    expect(loaded.length).toBeLessThanOrEqual(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(8 * 1024);
  });

  it.skipIf(server === null)(
    'asks whether anything is pending without rules, parser or a driver of its own (needs a server)',
    async () => {
      if (!server) return;
      await link('0.x', 'drizzle-orm', 'pg');
      const url = await createDatabase(server);
      const program = `import { drizzle } from 'drizzle-orm/node-postgres';
      import pg from 'pg';
      import { migrate } from 'tidemark/node-postgres';
      const pool = new pg.Pool({ connectionString: ${JSON.stringify(url)} });
      await migrate(drizzle({ client: pool }), { migrationsFolder: 'drizzle' });
      await pool.end();`;
      await writeFile(join(work, 'app/deploy.mjs'), program);
      const chunks = (loaded: string[]): string[] =>
        loaded.filter((path) => path.startsWith(place)).map((path) => basename(path).slice(0, -'-12345678.js'.length));
      const first = await loads(join(work, 'app'), ['first'], join(work, 'app/deploy.mjs'));
      expect(chunks(first)).toEqual(expect.arrayContaining(['rules', 'evidence', 'change']));
      const second = await loads(join(work, 'app'), ['second'], join(work, 'app/deploy.mjs'));
      const heavy = ['rules', 'evidence', 'change', 'apply', 'pg', 'pglite', 'postgres', 'connect-problem'];
      expect(chunks(second).filter((name) => heavy.includes(name))).toEqual([]);
      expect(second.filter((path) => path.includes('pglite'))).toEqual([]);
      await dropDatabase(server, url);
    },
  );

  it('starts with a few small files, without rules, drivers or the parser', async () => {
    const loaded = await loads(work, ['--version']);
    expect(loaded.map((path) => path.startsWith(place))).not.toContain(false);
    expect(loaded.length).toBeLessThanOrEqual(8);
    const sizes = await Promise.all(loaded.map(async (path) => (await stat(path)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(64 * 1024);
  });

  it('looks at files without a driver or a database', async () => {
    const loaded = await loads(join(work, 'app'), ['doctor', '--files']);
    // A chunk is called by its file, a hyphen and eight letters of a hash.
    const chunks = loaded.filter((path) => path.startsWith(place)).map((path) => basename(path).slice(0, -'-12345678.js'.length));
    expect(chunks.filter((name) => ['pg', 'pglite', 'change', 'apply', 'undo', 'tour'].includes(name))).toEqual([]);
    expect(chunks).toContain('rules');
    expect(loaded.filter((path) => path.includes('pglite') && !path.startsWith(place))).toEqual([]);
  });
});
