/** verify --watch: the whole answer first, then only what changed, and the status of the last look. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { healthyProject, stockMigrate } from '../stock.ts';

const server = sharedServer(15);

describe.skipIf(server === null)('verify --watch', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-watch-'));
  let url = '';

  beforeAll(async () => {
    if (!server) return;
    await healthyProject('0.x', cwd);
    url = await createDatabase(server);
    await stockMigrate('0.x', cwd, 'drizzle', { url });
  }, 120_000);
  afterAll(async () => {
    if (server) await dropDatabase(server, url);
    rmSync(cwd, { recursive: true, force: true });
  });

  const typed = (argv: string[], heard: (text: string) => void): Promise<number> =>
    main({
      argv,
      cwd,
      env: { ...process.env, DATABASE_URL: url },
      version: '0.0.0',
      out: heard,
      err: heard,
      columns: undefined,
      interactive: false,
      by: 'test',
      now: Date.now,
    });

  test('what is changed meanwhile is told, and nothing else', async () => {
    const heard: string[] = [];
    let change: Promise<unknown> | null = null;
    const status = await typed(['verify', '--watch', '6'], (text) => {
      heard.push(text);
      change ??= byHand('create index by_hand on accounts (email)');
    });
    await change;
    const [first, later, ...more] = heard;
    expect(first).toContain('It is as expected.');
    expect(later).toContain('+ Default differs in one object.');
    expect(later).toContain('index by_hand');
    expect(later).not.toContain('Expected:');
    expect(more).toEqual([]);
    expect(status).toBe(1);
  }, 120_000);

  test('a time that is none', async () => {
    const heard: string[] = [];
    expect(await typed(['verify', '--watch', 'long'], (text) => heard.push(text))).toBe(2);
    expect(heard.join('')).toContain('bad-watch');
  });

  async function byHand(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(text);
    await client.end();
  }
});
