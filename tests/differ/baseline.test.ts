/** A baseline of a database that was changed by hand, judged by the stock tools of each line and by pg_dump. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Line } from '../../src/model/index.ts';
import { changedEntries, dumpOf } from '../catalog/dump.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { healthyProject, kitCheck, kitGenerate, stockMigrate } from '../stock.ts';

const server = sharedServer(15);
const OURS = ['drizzle', 'tidemark'];

/** What Drizzle knows nothing of, and 0.31's pull loses. */
const BY_HAND = `
create extension if not exists pgcrypto;
create domain email as text check (value like '%@%');
create type pair as (a integer, b text);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on accounts for each row execute function touch();
create function zero() returns integer language sql as 'select 0';
create function after_zero() returns integer language sql as 'select zero()';
create table notes_by_hand (id integer generated always as identity primary key, mail email, text text, low text generated always as (lower(text)) stored,
  n integer default zero(), of_account integer references accounts deferrable initially deferred, during tstzrange, exclude using gist (during with &&));
alter table notes_by_hand alter column text set storage external;
create statistics of_notes on id, text from notes_by_hand;
create index by_low on notes_by_hand (low) include (n) where low is not null;
create view open_accounts as select id, email from accounts;
create materialized view counted as select count(*) as n from open_accounts;
comment on table accounts is 'who may; log "in"';
create table days (day date not null, n integer) partition by range (day);
create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
create index on days (n);
alter table accounts enable row level security;
create policy own on accounts for select using (email = current_user);
create sequence tickets start 1000 increment 5;
grant select on open_accounts to public;
`;

describe.skipIf(server === null)('baseline', () => {
  const made: { folder: string; urls: string[] }[] = [];

  afterEach(async () => {
    for (const { folder, urls } of made.splice(0)) {
      for (const url of urls) if (server) await dropDatabase(server, url);
      rmSync(folder, { recursive: true, force: true });
    }
  });

  async function project(line: Line) {
    if (!server) throw new Error('no server');
    const cwd = mkdtempSync(join(tmpdir(), 'tidemark-baseline-'));
    const [live, empty] = [await createDatabase(server), await createDatabase(server)];
    made.push({ folder: cwd, urls: [live, empty] });
    await healthyProject(line, cwd);
    expect((await stockMigrate(line, cwd, 'drizzle', { url: live })).error).toBeNull();
    await send(live, BY_HAND);
    const type = async (...argv: string[]) => {
      let said = '';
      const tell = (text: string) => {
        said += text;
      };
      const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, DATABASE_URL: live };
      const now = () => Date.UTC(2026, 0, 15, 10);
      const io = {
        argv,
        cwd,
        env,
        version: '0.0.0',
        columns: undefined,
        interactive: false,
        by: 'ada@example',
        now,
        out: tell,
        err: tell,
      };
      return { exit: await main(io), said };
    };
    return { cwd, live, empty, type };
  }

  test.each<Line>(['0.x', '1.0'])(
    '%s: the stock tools agree, and undo brings all of it back',
    async (line) => {
      const { cwd, live, empty, type } = await project(line);
      const before = { files: files(cwd), rows: await rows(live) };

      const done = await type('baseline', '--archive', '--accept', 'rewrites-history');
      expect(done.said).toContain('Proven on ');
      expect(done.exit).toBe(0);

      // Generate finds schema.ts and snapshot alike, and writes nothing.
      const after = files(cwd);
      expect((await kitGenerate(line, cwd)).out).toContain('No schema changes');
      expect((await kitCheck(line, cwd)).code).toBe(0);
      expect(files(cwd)).toEqual(after);

      // Here there is nothing to do; on an empty database it makes the same.
      const recorded = await rows(live);
      expect(recorded).toHaveLength(1);
      expect((await stockMigrate(line, cwd, 'drizzle', { url: live })).error).toBeNull();
      expect(await rows(live)).toEqual(recorded);
      expect((await stockMigrate(line, cwd, 'drizzle', { url: empty })).error).toBeNull();
      expect(await dumpsDiffer(live, empty)).toEqual([]);

      // The next time there is nothing to plan.
      const again = await type('baseline', '--archive');
      expect(again.said).toContain('is recorded there');
      expect(again.exit).toBe(0);

      const receipt = readdirSync(join(cwd, '.tidemark', 'receipts')).find((name) => name.endsWith('.json')) ?? '';
      const undone = await type('undo', receipt.replace('.json', ''), '--accept', 'rewrites-history');
      expect(undone.exit, undone.said).toBe(0);
      expect(files(cwd)).toEqual(before.files);
      expect(await rows(live)).toEqual(before.rows);
    },
    300_000,
  );

  test('what schema.ts alone has, generate writes next', async () => {
    const { cwd, type } = await project('0.x');
    const path = join(cwd, 'src', 'schema.ts');
    const more = "\nexport const extra = pgTable('extra', { id: serial('id').primaryKey(), word: text('word') });\n";
    writeFileSync(path, readFileSync(path, 'utf8') + more);
    const done = await type('baseline', '--archive', '--accept', 'rewrites-history');
    expect(done.said).toContain('Only in schema.ts: table public.extra');
    await kitGenerate('0.x', cwd, ['--name', 'next']);
    const next = readdirSync(join(cwd, 'drizzle')).find((name) => name.endsWith('_next.sql')) ?? '';
    expect(readFileSync(join(cwd, 'drizzle', next), 'utf8')).toMatch(/^CREATE TABLE "extra" \([^;]*\);\s*$/);
  });

  async function dumpsDiffer(a: string, b: string) {
    const [left, right] = [await dumpOf(a), await dumpOf(b)];
    if (!left || !right) throw new Error('no pg_dump');
    return changedEntries(left, right).filter((e) => !OURS.includes(e.schema) && !OURS.includes(e.name));
  }
});

async function send(url: string, text: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function rows(url: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows: all } = await client.query('select * from drizzle.__drizzle_migrations order by id').finally(() => client.end());
  return all;
}

function files(cwd: string): Record<string, string> {
  const all = readdirSync(join(cwd, 'drizzle'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const paths = all.map((e) => join(e.parentPath, e.name)).sort();
  return Object.fromEntries(
    paths.filter((path) => existsSync(path)).map((path) => [path.slice(cwd.length), readFileSync(path, 'utf8')]),
  );
}
