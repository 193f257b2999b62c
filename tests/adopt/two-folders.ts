/** A project with two Drizzle folders, as the stock kit makes them, and databases to which the stock migrator deploys them, each with a table of its own. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { AdoptData } from '../../src/commands/adopt.ts';
import type { Plan } from '../../src/model/index.ts';
import { createDatabase, dropDatabase, type Server } from '../servers.ts';
import { drizzleReads, kitGenerate, stockMigrate, stockProject } from '../stock.ts';

export const DAY = 86_400_000;
export const START = 1_736_000_000_000;
const OLD_TABLE = { schema: 'public', table: 'old_migrations' };

export const SCHEMA = (more = '') => `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: serial().primaryKey(), title: text().notNull()${more} });
`;
const OLD_SCHEMA = (more = '') => `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const people = pgTable('people', { id: serial().primaryKey(), name: text().notNull()${more} });
`;
const CONFIG = (schema: string, out: string) => `import { defineConfig } from 'drizzle-kit';
export default defineConfig({ schema: '${schema}', out: '${out}', dialect: 'postgresql', dbCredentials: { url: process.env.DATABASE_URL! } });
`;

export interface Printed {
  ok: boolean;
  verdict: string;
  data: AdoptData;
  plan?: Plan;
  receipt?: { id: string };
  problem?: { code: string; message: string; why: string; fix: string };
}

/** A new copy of the project for each test; registers its own hooks. */
export function twoFolders(server: Server | null) {
  /** people and orders by turns: old 0, own 0, old 1, own 1. */
  let seed = '';
  let dir = '';
  const urls: Record<string, string> = {};

  beforeAll(async () => {
    seed = mkdtempSync(join(tmpdir(), 'merge-seed-'));
    await stockProject('0.x', seed);
    mkdirSync(join(seed, 'src'));
    writeFileSync(join(seed, 'package.json'), '{ "name": "shop", "private": true }\n');
    writeFileSync(join(seed, 'drizzle.config.ts'), CONFIG('./src/schema.ts', './drizzle'));
    writeFileSync(join(seed, 'drizzle.old.config.ts'), CONFIG('./src/people.ts', './old/drizzle'));
    const step = async (file: string, text: string, at: number, config: string, name: string) => {
      writeFileSync(join(seed, 'src', file), text);
      const told = await kitGenerate('0.x', seed, ['--config', config, '--name', name], { clock: START + at * DAY });
      expect(told.out).toContain('Your SQL migration file');
    };
    await step('people.ts', OLD_SCHEMA(), 0, 'drizzle.old.config.ts', 'init');
    await step('schema.ts', SCHEMA(), 1, 'drizzle.config.ts', 'init');
    await step('people.ts', OLD_SCHEMA(', age: integer()'), 2, 'drizzle.old.config.ts', 'age');
    await step('schema.ts', SCHEMA(', price: integer()'), 3, 'drizzle.config.ts', 'price');
  }, 120_000);

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'merge-'));
    cpSync(seed, dir, { recursive: true, verbatimSymlinks: true });
  });

  afterEach(async () => {
    rmSync(dir, { recursive: true, force: true });
    for (const [name, url] of Object.entries(urls)) {
      if (server) await dropDatabase(server, url);
      delete urls[name];
    }
  });

  afterAll(() => rmSync(seed, { recursive: true, force: true }));

  async function databases(...names: string[]): Promise<void> {
    for (const name of names) if (server) urls[name] = await createDatabase(server);
    const environments = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]));
    writeFileSync(join(dir, 'tidemark.config.json'), JSON.stringify({ environments }));
  }

  /** The stock migrator, as a deploy of that folder runs it; `n`: only its first migrations. */
  async function deploy(name: string, folder: 'drizzle' | 'old/drizzle', n = 9): Promise<void> {
    const path = join(dir, folder, 'meta', '_journal.json');
    const whole = readFileSync(path, 'utf8');
    const journal = JSON.parse(whole) as { entries: unknown[] };
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, n) }));
    const told = await stockMigrate('0.x', dir, folder, { url: urls[name] ?? '' }, folder === 'drizzle' ? {} : OLD_TABLE);
    writeFileSync(path, whole);
    expect(told.error).toBeNull();
  }

  async function asked(name: string, sql: string): Promise<Record<string, string>[]> {
    const client = new pg.Client({ connectionString: urls[name], ssl: false });
    await client.connect();
    const result = await client.query(sql).finally(() => client.end());
    return (Array.isArray(result) ? result.at(-1) : result).rows as Record<string, string>[];
  }

  const rows = (name: string) => asked(name, 'select t::text as r from drizzle.__drizzle_migrations t order by id');
  const recorded = async (name: string) =>
    (await asked(name, 'select hash, created_at::text as at from drizzle.__drizzle_migrations order by created_at')).map((r) => [
      r['hash'],
      Number(r['at']),
    ]);
  const folder = (at = 'drizzle') => drizzleReads('0.x', join(dir, at)).map((m) => [m.hash, m.when]);

  async function typed(words: readonly string[], exit = 0): Promise<Printed> {
    let out = '';
    const status = await main({
      argv: [...words, '--json'],
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir },
      version: '0.0.0',
      columns: undefined,
      interactive: false,
      by: 'ada@example',
      now: Date.now,
      out: (text) => {
        out += text;
      },
      err: () => undefined,
    });
    expect(status, out).toBe(exit);
    return JSON.parse(out) as Printed;
  }

  /** Every file of the project with its bytes and mode, but for our own. */
  function files(folder = dir, below = ''): Record<string, string> {
    const out: Record<string, string> = {};
    for (const name of readdirSync(folder).sort()) {
      if (['node_modules', '.tidemark'].includes(name)) continue;
      const path = join(folder, name);
      const { mode } = statSync(path);
      if (statSync(path).isDirectory()) Object.assign(out, files(path, `${below}${name}/`));
      else out[below + name] = `${(mode & 0o777).toString(8)} ${readFileSync(path, 'base64')}`;
    }
    return out;
  }

  return { at: (...path: string[]) => join(dir, ...path), urls, databases, deploy, asked, rows, recorded, folder, typed, files };
}
