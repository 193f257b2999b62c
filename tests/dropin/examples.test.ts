/** Do the examples run as they stand, beside a project's migrations? */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../src/dropin/node-postgres.ts';
import type { Line } from '../../src/model/project.ts';
import { neonEndpoint } from '../neon-endpoint.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { SEED_LENGTH } from '../stock.ts';
import { install, isBuilt, node } from './installed.ts';
import { bareProject, drizzleOf, recorded } from './lines.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const server = sharedServer(15) ?? sharedServer(18);
const require = createRequire(import.meta.url);

function isInstalled(name: string): boolean {
  return (require.resolve.paths(name) ?? []).some((place) => existsSync(join(place, name)));
}

describe.skipIf(server === null || !isBuilt)('examples (need a server and dist/)', () => {
  let place: ReturnType<typeof bareProject>;
  let url: string;
  const lay = async (name: string): Promise<void> => {
    const manifest = JSON.parse(readFileSync(join(EXAMPLES, name, 'package.json'), 'utf8'));
    const version: string = { ...manifest.dependencies, ...manifest.devDependencies }['drizzle-orm'];
    const line: Line = version.startsWith('1.') ? '1.0' : '0.x';
    place = bareProject(line);
    cpSync(join(EXAMPLES, name), place.root, { recursive: true });
    await install(line, place.root);
  };
  beforeEach(async () => {
    if (server) url = await createDatabase(server);
  });
  afterEach(async () => {
    place.remove();
    if (server) await dropDatabase(server, url);
  });

  test('job: migrates, then has nothing to do; a refusal is an exit status', async () => {
    await lay('job');
    const first = await node(place.root, ['migrate.mjs'], { DATABASE_URL: url });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain(`${SEED_LENGTH} applied, 0 before`);
    const second = await node(place.root, ['migrate.mjs'], { DATABASE_URL: url });
    expect(second.out).toContain(`0 applied, ${SEED_LENGTH} before`);
    const nowhere = await node(place.root, ['migrate.mjs'], { DATABASE_URL: url.replace(/:\d+\//, ':1/') });
    expect(nowhere).toMatchObject({ code: 2, out: '' });
    expect(nowhere.err).toContain('→ Start PostgreSQL there');
  });

  test.each(['node-http', 'express', 'hono'])('start-up: %s listens only on a database that has all', async (framework) => {
    await lay('start-up');
    if (framework !== 'node-http' && !isInstalled(framework)) {
      // Not among the packages of this repository: the file is the same but for the framework's own lines.
      expect(readFileSync(join(place.root, `${framework}.mjs`), 'utf8')).toContain("from './ready.mjs'");
      return;
    }
    const env = { DATABASE_URL: url, PORT: '0' };
    const behind = await node(place.root, [`${framework}.mjs`], env);
    expect(behind.code).toBe(1);
    expect(behind.err).toContain(`The database is behind: ${SEED_LENGTH} migrations are pending.`);
    const pool = new pg.Pool({ connectionString: url, ssl: false });
    await migrate(drizzleOf('0.x', 'node-postgres')({ client: pool }), { migrationsFolder: place.folder });
    await pool.end();
    const listening = spawn(process.execPath, [`${framework}.mjs`], { cwd: place.root, env: { ...process.env, ...env } });
    const said = await new Promise((resolve) => listening.stdout.once('data', (data) => resolve(String(data))));
    listening.kill();
    expect(said).toBe('listening\n');
  });

  test('serverless: 503 until the database has all', async () => {
    if (!server) return;
    await lay('serverless');
    const endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
    const call = `import { neonConfig } from '@neondatabase/serverless';
neonConfig.fetchEndpoint = () => 'http://127.0.0.1:${endpoint.port}/sql';
const { default: handler } = await import('./handler.mjs');
const answer = await handler();
process.stdout.write(\`\${answer.status} \${await answer.text()}\`);
`;
    const migrate = `import { neon, neonConfig } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';
import { migrate } from 'tidemark/neon-http';
neonConfig.fetchEndpoint = () => 'http://127.0.0.1:${endpoint.port}/sql';
await migrate(drizzle({ client: neon(process.env.DATABASE_URL) }), { migrationsFolder: 'drizzle' });
`;
    writeFileSync(join(place.root, 'call.mjs'), call);
    writeFileSync(join(place.root, 'migrate.mjs'), migrate);
    const env = { DATABASE_URL: endpoint.through(url) };
    expect((await node(place.root, ['call.mjs'], env)).out).toMatch(/^503 The database is behind: 5 migrations are pending/);
    expect(await node(place.root, ['migrate.mjs'], env)).toMatchObject({ code: 0, err: '' });
    expect(await recorded(url)).toHaveLength(SEED_LENGTH);
    expect((await node(place.root, ['call.mjs'], env)).out).toBe('200 {"alive":true}');
    await endpoint.stop();
  });

  test('tests: each file has a database that the migrations made', async () => {
    await lay('tests');
    const ran = await node(place.root, ['--test'], {});
    expect(ran.code, ran.out).toBe(0);
    expect(ran.out).toContain('# pass 1');
  });
});
