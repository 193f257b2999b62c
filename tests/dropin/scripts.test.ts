/** Do the migrate scripts of real projects work with one import changed? Do eight deploys at once, two of them such scripts? */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { neonEndpoint } from '../neon-endpoint.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { SEED_LENGTH } from '../stock.ts';
import { cli, install, isBuilt, jitiIn, node } from './installed.ts';
import { bareProject, LINES, query, recorded } from './lines.ts';

const stories = fileURLToPath(new URL('../../../shared/stories', import.meta.url));
const server = sharedServer(15);
const here = existsSync(join(stories, 'red-karma'));

test.skipIf(here && server !== null && isBuilt)(
  'the stories, PostgreSQL 15 or dist/ are not here: their migrate scripts were not run',
  () => {},
);

/** The story's project in a folder of its own, and a database as one of its environments is. */
async function story(name: string, environment: string): Promise<{ root: string; url: string; remove: () => Promise<void> }> {
  if (!server) throw new Error('skipped');
  const root = mkdtempSync(join(tmpdir(), `${name}-`));
  cpSync(join(stories, name, 'project'), root, { recursive: true });
  await install('0.x', root);
  const url = await createDatabase(server);
  await query(url, readFileSync(join(stories, name, 'databases', `${environment}.sql`), 'utf8'));
  const remove = async (): Promise<void> => {
    rmSync(root, { recursive: true, force: true });
    await dropDatabase(server, url);
  };
  return { root, url, remove };
}

function changeImport(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text.split(`'${from}'`)).toHaveLength(2);
  writeFileSync(path, text.replace(`'${from}'`, `'${to}'`));
}

describe.skipIf(!here || server === null || !isBuilt)('scripts of the stories', () => {
  test('red-karma: src/db/migrate.ts', async () => {
    const { root, url, remove } = await story('red-karma', 'test');
    const script = 'src/db/migrate.ts';
    const run = () => node(root, [jitiIn(root), script], { DATABASE_URL: url });
    const original = readFileSync(join(root, script), 'utf8');
    changeImport(join(root, script), 'drizzle-orm/node-postgres/migrator', 'tidemark/node-postgres');

    const before = await run();
    expect(before.code).toBe(1);
    expect(before.err).toContain('has no tag');
    const repair = ['repair', '--accept', 'rewrites-history', '--yes'];
    const repaired = await node(root, [cli(root), ...repair], { DATABASE_URL: url });
    expect(repaired.code, repaired.err).toBe(0);

    expect(await run()).toEqual({ code: 0, out: 'migrations applied\n', err: '' });
    const rows = await recorded(url);
    expect(rows).toHaveLength(3);
    expect(await query(url, 'select count(timezone)::int as n from profiles')).toHaveLength(1);
    expect(await run()).toMatchObject({ code: 0 });
    writeFileSync(join(root, script), original);
    expect(await run()).toMatchObject({ code: 0, out: 'migrations applied\n' });
    expect(await recorded(url)).toEqual(rows);
    await remove();
  });

  test('flow-metrics: scripts/migrate-drizzle-data.js, over HTTP', async () => {
    if (!server) return;
    const { root, url, remove } = await story('flow-metrics', 'test');
    const endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
    const script = 'scripts/migrate-drizzle-data.js';
    writeFileSync(
      join(root, 'endpoint.mjs'),
      `import { neonConfig } from '@neondatabase/serverless';\nneonConfig.fetchEndpoint = () => 'http://127.0.0.1:${endpoint.port}/sql';\n`,
    );
    const run = () => node(root, ['--import', './endpoint.mjs', script], { DATABASE_URL: endpoint.through(url) });
    const known = await recorded(url);
    const original = readFileSync(join(root, script), 'utf8');
    const refused = await run();
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('cannot insert multiple commands into a prepared statement');
    expect(await recorded(url)).toEqual(known);

    changeImport(join(root, script), 'drizzle-orm/neon-http/migrator', 'tidemark/neon-http');
    expect(await run()).toMatchObject({ code: 0, out: 'done\n', err: '' });
    const rows = await recorded(url);
    expect(rows).toHaveLength(5);
    writeFileSync(join(root, script), original);
    expect(await run()).toMatchObject({ code: 0, out: 'done\n' });
    expect(await recorded(url)).toEqual(rows);
    await endpoint.stop();
    await remove();
  });
});

/** As a deploy runs it, whatever the line. */
const SCRIPT = `import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { migrate } from 'tidemark/node-postgres';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, ssl: false });
const { applied, recorded, waited } = await migrate(drizzle({ client: pool }), { migrationsFolder: 'drizzle' });
await pool.end();
process.stdout.write(JSON.stringify({ applied: applied.length, recorded, waited: waited.length, open: process.getActiveResourcesInfo() }));
`;

describe.skipIf(server === null || !isBuilt).each(LINES)('a deploy script on drizzle-orm %s', (line) => {
  const project = bareProject(line);
  let url: string;
  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    await install(line, project.root);
    writeFileSync(join(project.root, 'migrate.mjs'), SCRIPT);
    const config = { dialect: 'postgresql', out: './drizzle', dbCredentials: { url } };
    writeFileSync(join(project.root, 'drizzle.config.json'), JSON.stringify(config));
  });
  afterAll(async () => {
    project.remove();
    if (server) await dropDatabase(server, url);
  });

  test('eight at once, two of them the function: all end well, each migration once, and nothing stays open', async () => {
    const functions = [0, 1].map(() => node(project.root, ['migrate.mjs'], { DATABASE_URL: url }));
    const commands = [0, 1, 2, 3, 4, 5].map(() => node(project.root, [cli(project.root), 'migrate'], {}));
    const all = await Promise.all([...functions, ...commands]);
    expect(
      all.map((ran) => ran.code),
      JSON.stringify(all, null, 1),
    ).toEqual(Array(8).fill(0));
    expect(
      await query(url, 'select count(*)::int as n, count(distinct hash)::int as d from drizzle.__drizzle_migrations'),
    ).toEqual([{ n: SEED_LENGTH, d: SEED_LENGTH }]);
    for (const { out } of all.slice(0, 2)) {
      const told = JSON.parse(out);
      expect(told.applied + told.recorded).toBe(SEED_LENGTH);
      expect(told.open).not.toContain('Timeout');
    }
    const after = await node(project.root, ['migrate.mjs'], { DATABASE_URL: url });
    expect(JSON.parse(after.out)).toMatchObject({ applied: 0, recorded: SEED_LENGTH, waited: 0 });
  });
});
