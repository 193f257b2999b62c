/** The story red-karma from broken to healthy, by the commands that a user would type; the stock tools are the judges. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDatabase, dropDatabase, PASSWORD } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockProject } from '../stock.ts';

const stories = fileURLToPath(new URL('../../../shared/stories', import.meta.url));
const server = sharedServer(15);
const here = existsSync(join(stories, 'red-karma'));

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: red-karma was not mended', () => {});

const CONFIG = `import { defineConfig } from 'tidemark';

export default defineConfig({
  defaultEnvironment: 'dev',
  environments: {
    dev: { url: process.env.DATABASE_URL_DEV },
    test: { url: process.env.DATABASE_URL_TEST },
    production: { url: process.env.DATABASE_URL_PRODUCTION, protected: true },
  },
});
`;

/** What a person types, in this order, and the exit status; `{plan}` is the hash that the dry run before it printed. */
const TYPED: readonly [line: string, exit: number][] = [
  ['doctor', 1],
  ['status', 1],
  ['repair -e dev --accept rewrites-history --yes', 0],
  ['repair -e test --accept rewrites-history --yes', 0],
  ['repair -e production --dry-run', 0],
  ['repair -e production --on production --accept rewrites-history --plan {plan}', 0],
  ['migrate -e test', 0],
  ['migrate -e production --on production', 0],
  ['doctor', 0],
  ['status', 0],
];

const ENVIRONMENTS = ['dev', 'test', 'production'] as const;

describe.skipIf(!here || server === null)('red-karma', () => {
  let folder: string;
  const urls: Record<string, string> = {};
  const env: Record<string, string | undefined> = { PATH: process.env['PATH'] };
  let said = '';

  beforeAll(async () => {
    if (!server) return;
    folder = mkdtempSync(join(tmpdir(), 'red-karma-'));
    cpSync(join(stories, 'red-karma/project'), folder, { recursive: true });
    await stockProject('0.x', folder);
    writeFileSync(join(folder, 'tidemark.config.ts'), CONFIG);
    env['HOME'] = folder;
    for (const environment of ENVIRONMENTS) {
      const url = await createDatabase(server);
      urls[environment] = url;
      env[`DATABASE_URL_${environment.toUpperCase()}`] = url;
      const client = new pg.Client({ connectionString: url, ssl: false });
      await client.connect();
      await client
        .query(readFileSync(join(stories, `red-karma/databases/${environment}.sql`), 'utf8'))
        .finally(() => client.end());
    }
  });
  afterAll(async () => {
    if (!server) return;
    for (const url of Object.values(urls)) await dropDatabase(server, url);
    rmSync(folder, { recursive: true, force: true });
  });

  async function type(line: string): Promise<number> {
    let all = '';
    const take = (text: string): void => {
      all += text;
    };
    const plan = /\bplan ([0-9a-f]{6})\b/i.exec(said)?.[1] ?? '';
    if (line.includes('{plan}')) expect(plan, said).not.toBe('');
    const argv = line.replace('{plan}', plan).split(' ');
    const exit = await main({
      argv,
      cwd: folder,
      env,
      version: '0.0.0',
      columns: undefined,
      interactive: false,
      by: 'ada@example',
      now: Date.now,
      out: take,
      err: take,
    });
    said = `$ tidemark ${argv.join(' ')}\n${all}[${exit}]\n`;
    expect(all).not.toContain(PASSWORD);
    return exit;
  }

  test.each(TYPED)('$ tidemark %s', { timeout: 60_000 }, async (line, exit) => {
    expect(await type(line), said).toBe(exit);
  });

  test('every check of the state holds, by the stock tools', { timeout: 180_000 }, ({ skip }) => {
    const aimed = ENVIRONMENTS.flatMap((name) => ['--url', `${name}=${urls[name]}`]);
    const told = spawnSync(
      process.execPath,
      [join(stories, 'check.mjs'), 'red-karma', '--project', folder, ...aimed, '--area', 'state'],
      { encoding: 'utf8', timeout: 170_000 },
    );
    // It installs the stock tools once, from the registry.
    if (told.stderr.includes('npm install')) skip('the registry cannot be reached, so the judges are not here');
    expect(told.stdout + told.stderr).not.toContain('NO ');
    expect(told.status, told.stdout + told.stderr).toBe(0);
  });
});
