/** The story flow-metrics: the folder that nobody configures any more is put away, because the configured one makes all of it. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { drizzleReads, stockProject } from '../stock.ts';

const story = fileURLToPath(new URL('../../../shared/stories/flow-metrics', import.meta.url));
const server = sharedServer(15);
const here = existsSync(story);

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: flow-metrics was not merged', () => {});

describe.skipIf(!here || server === null)('flow-metrics', () => {
  let dir: string;
  const urls: Record<string, string> = {};

  beforeAll(async () => {
    if (!server) return;
    dir = mkdtempSync(join(tmpdir(), 'flow-metrics-'));
    cpSync(join(story, 'project'), dir, { recursive: true });
    await stockProject('0.x', dir);
    for (const name of ['test', 'production']) {
      urls[name] = await createDatabase(server);
      await asked(name, readFileSync(join(story, 'databases', `${name}.sql`), 'utf8'));
    }
    const environments = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]));
    writeFileSync(join(dir, 'tidemark.config.json'), JSON.stringify({ environments }));
  }, 120_000);

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    for (const url of Object.values(urls)) if (server) await dropDatabase(server, url);
  });

  async function asked(name: string, sql: string): Promise<Record<string, string>[]> {
    const client = new pg.Client({ connectionString: urls[name], ssl: false });
    await client.connect();
    const result = await client.query(sql).finally(() => client.end());
    return (Array.isArray(result) ? result.at(-1) : result).rows as Record<string, string>[];
  }

  const rows = (name: string) =>
    asked(name, 'select id::text, hash, created_at::text from drizzle.__drizzle_migrations t order by t.id');

  async function typed(words: readonly string[], exit = 0): Promise<string> {
    let out = '';
    const status = await main({
      argv: words,
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir },
      version: '0.0.0',
      columns: 120,
      interactive: false,
      by: 'ada@example',
      now: Date.now,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        out += text;
      },
    });
    expect(status, out).toBe(exit);
    return out;
  }

  test('its files are put away and its rows taken out, and undo brings both back', async () => {
    const before = await rows('production');
    const merge = ['adopt', '--merge', 'drizzle', '-e', 'production'];
    const shown = await typed([...merge, '--dry-run']);
    if (process.env['SHOW']) console.log(shown);
    const said = shown.replaceAll(/\s+/g, ' ');
    expect(said).toContain('The two do not run behind one another: relation "users" already exists');
    expect(said).toContain('every object that the 2 migrations of drizzle make is made by lib/database/migrations as well');
    await typed([...merge, '--yes'], 2);
    const told = await typed([...merge, '--accept', 'rewrites-history', '--yes']);
    const id = told.split('npx tidemark undo ').at(-1)?.split('\n')[0] ?? '';
    expect(existsSync(join(dir, 'drizzle'))).toBe(false);
    const kept = join(dir, 'lib/database/migrations/archive-drizzle');
    expect(drizzleReads('0.x', kept)).toHaveLength(2);
    expect((await rows('production')).map((r) => r['id'])).toEqual(['3', '4', '5', '6', '7']);
    expect(await typed([...merge, '--dry-run'])).toContain('holds none of its rows');
    expect(await typed(['adopt', '--merge', 'drizzle', '-e', 'test', '--dry-run'])).toContain('holds none of its rows');
    await typed(['undo', id, '-e', 'production', '--accept', 'rewrites-history', '--yes']);
    expect(await rows('production')).toEqual(before);
    expect(existsSync(kept)).toBe(false);
    expect(drizzleReads('0.x', join(dir, 'drizzle'))).toHaveLength(2);
  }, 300_000);
});
