/** Two Drizzle folders made by the stock kit, deployed by the stock migrator into two history tables: `adopt --merge` makes one of them. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { AdoptData } from '../../src/commands/adopt.ts';
import type { Plan } from '../../src/model/index.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { drizzleReads, kit, kitCheck, kitGenerate, stockMigrate, stockProject } from '../stock.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: nothing was merged', () => {});

const DAY = 86_400_000;
const START = 1_736_000_000_000;
const OLD_TABLE = { schema: 'public', table: 'old_migrations' };

const SCHEMA = (more = '') => `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: serial().primaryKey(), title: text().notNull()${more} });
`;
const OLD_SCHEMA = (more = '') => `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const people = pgTable('people', { id: serial().primaryKey(), name: text().notNull()${more} });
`;
const CONFIG = (schema: string, out: string) => `import { defineConfig } from 'drizzle-kit';
export default defineConfig({ schema: '${schema}', out: '${out}', dialect: 'postgresql', dbCredentials: { url: process.env.DATABASE_URL! } });
`;

interface Printed {
  ok: boolean;
  verdict: string;
  data: AdoptData;
  plan?: Plan;
  receipt?: { id: string };
  problem?: { code: string; message: string; why: string; fix: string };
}

describe.skipIf(server === null)('two folders and two tables', () => {
  /** people and orders by turns: old 0, own 0, old 1, own 1. */
  let seed: string;
  let dir: string;
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
  function files(at = dir, below = ''): Record<string, string> {
    const out: Record<string, string> = {};
    for (const name of readdirSync(at).sort()) {
      if (['node_modules', '.tidemark'].includes(name)) continue;
      const path = join(at, name);
      const { mode } = statSync(path);
      if (statSync(path).isDirectory()) Object.assign(out, files(path, `${below}${name}/`));
      else out[below + name] = `${(mode & 0o777).toString(8)} ${readFileSync(path, 'base64')}`;
    }
    return out;
  }

  async function kitIsSilent(): Promise<void> {
    const env = { DATABASE_URL: urls['dev'] ?? '' };
    expect((await kitCheck('0.x', dir, { env })).out).toContain('Everything');
    expect((await kitGenerate('0.x', dir, [], { env })).out).toContain('No schema changes');
  }

  test('one order, one table; the stock tools agree, the next migration runs alone, and undo leads back byte for byte', async () => {
    await databases('dev');
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await kitIsSilent();
    const before = { files: files(), rows: await rows('dev') };

    const merge = ['adopt', '--merge', 'old/drizzle'];
    const { plan, data } = await typed([...merge, '--dry-run']);
    expect(data.map).toEqual([
      { was: 'old/drizzle/0000_init.sql', now: 'drizzle/0000_init.sql' },
      { was: 'drizzle/0000_init.sql', now: 'drizzle/0001_init.sql' },
      { was: 'old/drizzle/0001_age.sql', now: 'drizzle/0002_age.sql' },
      { was: 'drizzle/0001_price.sql', now: 'drizzle/0003_price.sql' },
    ]);
    expect(plan?.hazards).toEqual([]);
    expect(files()).toEqual(before.files);

    const { receipt, verdict } = await typed([...merge, '--yes']);
    expect(verdict).toContain('2 migrations of old/drizzle brought to drizzle; 2 rows carried over.');
    expect(existsSync(join(dir, 'old'))).toBe(false);
    expect(existsSync(join(dir, 'drizzle/archive-old-drizzle/meta/_journal.json'))).toBe(true);
    expect(folder()).toHaveLength(4);
    expect(await recorded('dev')).toEqual(folder());
    expect(await asked('dev', 'select 1 from old_migrations')).toHaveLength(2);
    await kitIsSilent();
    expect((await stockMigrate('0.x', dir, 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await recorded('dev')).toEqual(folder());

    const again = await typed([...merge, '--dry-run']);
    expect(again.plan).toBeUndefined();
    expect(again.verdict).toContain('is merged already');
    expect((await typed(['status'])).ok).toBe(true);

    const after = files();
    writeFileSync(join(dir, 'src/schema.ts'), SCHEMA(', price: integer(), note: text()'));
    expect((await kitGenerate('0.x', dir, ['--name', 'note'], { clock: START + 9 * DAY })).out).toContain('0004_note');
    expect((await stockMigrate('0.x', dir, 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await recorded('dev')).toEqual(folder());
    expect(folder()).toHaveLength(5);
    await asked('dev', 'alter table orders drop column note; delete from drizzle.__drizzle_migrations where id = 5');
    await asked('dev', "select setval('drizzle.__drizzle_migrations_id_seq', 4)");
    rmSync(join(dir, 'drizzle'), { recursive: true });
    rmSync(join(dir, 'src'), { recursive: true });
    for (const [path, packed] of Object.entries(after)) {
      mkdirSync(join(dir, path, '..'), { recursive: true });
      writeFileSync(join(dir, path), Buffer.from(packed.slice(packed.indexOf(' ') + 1), 'base64'));
    }

    await typed(['undo', receipt?.id ?? '', '--yes']);
    expect(files()).toEqual(before.files);
    expect(await rows('dev')).toEqual(before.rows);
  });

  test('Drizzle 1.0 takes the merged folder and its table over', async () => {
    await databases('dev');
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await typed(['adopt', '--merge', 'old/drizzle', '--yes']);
    await stockProject('1.0', dir);
    const env = { DATABASE_URL: urls['dev'] ?? '' };
    expect((await kit('1.0', dir, ['up'], { env })).out).toContain('Everything');
    expect((await kit('1.0', dir, ['check'], { env })).out).toContain('Everything');
    expect((await kit('1.0', dir, ['generate'], { env })).out).toContain('No schema changes');
    expect((await stockMigrate('1.0', dir, 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await asked('dev', 'select 1 from drizzle.__drizzle_migrations where name is not null')).toHaveLength(4);
  });

  test('an older migration that one environment has not run: refused with what to type, then put last, and each environment runs its own rest', async () => {
    await databases('dev', 'production');
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await deploy('production', 'old/drizzle', 1);
    await deploy('production', 'drizzle');
    const before = { files: files(), dev: await rows('dev'), production: await rows('production') };

    const refused = await typed(['adopt', '--merge', 'old/drizzle', '-e', 'dev', '--yes'], 2);
    expect(refused.problem?.code).toBe('order-contradicted');
    expect(refused.problem?.why).toContain('production has not run 0001_age, and has run 0001_price, which is newer.');
    expect(refused.problem?.fix).toContain('npx tidemark adopt --merge old/drizzle -e dev --last old/drizzle/0001_age');
    expect(files()).toEqual(before.files);

    const merge = ['adopt', '--merge', 'old/drizzle', '--last', 'old/drizzle/0001_age'];
    const first = await typed([...merge, '-e', 'dev', '--yes']);
    expect(first.plan?.notes.join('\n')).toContain('Nothing is written in production. Before its next deploy:');
    expect(readdirSync(join(dir, 'drizzle')).filter((n) => n.endsWith('.sql'))).toEqual([
      '0000_init.sql',
      '0001_init.sql',
      '0002_price.sql',
      '0003_age.sql',
    ]);
    expect(await recorded('dev')).toEqual(folder());
    await kitIsSilent();
    expect(await rows('production')).toEqual(before.production);

    const second = await typed([...merge, '-e', 'production', '--yes']);
    expect(second.verdict).toBe('old/drizzle was merged before; 1 row carried over. 1 pending.');
    expect(second.plan?.steps.every((s) => s.kind === 'history')).toBe(true);
    expect(await recorded('production')).toEqual(folder().slice(0, 3));
    for (const name of ['dev', 'production']) {
      expect((await stockMigrate('0.x', dir, 'drizzle', { url: urls[name] ?? '' })).error).toBeNull();
      expect(await recorded(name)).toEqual(folder());
    }
    expect(await asked('production', 'select age from people')).toEqual([]);

    await asked('production', 'alter table people drop column age; delete from drizzle.__drizzle_migrations where id > 3');
    await asked('production', "select setval('drizzle.__drizzle_migrations_id_seq', 3)");
    await typed(['undo', second.receipt?.id ?? '', '-e', 'production', '--yes']);
    await typed(['undo', first.receipt?.id ?? '', '-e', 'dev', '--yes']);
    expect(files()).toEqual(before.files);
    expect(await rows('dev')).toEqual(before.dev);
    expect(await rows('production')).toEqual(before.production);
  });
});
