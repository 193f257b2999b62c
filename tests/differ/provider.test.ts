/** A database that a provider hosts: what it put there is no part of a baseline, a way or a reconciliation, and all of them may use it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDatabase, hasServer, type OwnServer, startServer } from '../servers.ts';
import { healthyProject, stockMigrate } from '../stock.ts';

const PROVIDER = readFileSync(new URL('provider.sql', import.meta.url), 'utf8');
const OWN = `
create table profiles (id uuid primary key default extensions.uuid_generate_v4(), owner uuid not null references auth.users (id) on delete cascade, word text);
create index profiles_word on profiles using gin (word extensions.gin_trgm_ops);
alter table profiles enable row level security;
create policy own on profiles for select to authenticated using (owner = auth.uid());
create view mine with (security_invoker = true) as select p.word, u.email from profiles p join auth.users u on u.id = p.owner;
create function greet() returns trigger language plpgsql security definer as $$ begin insert into public.profiles (owner) values (new.id); return new; end $$;
create trigger on_user after insert on auth.users for each row execute function greet();
create policy readable on storage.objects for select to anon using (bucket_id = 'open');
alter publication supabase_realtime add table profiles;
`;

describe.skipIf(!hasServer(15))('on Supabase', () => {
  let server: OwnServer;
  let cwd = '';
  let live = '';

  beforeAll(async () => {
    server = await startServer(15);
    live = await createDatabase(server);
    cwd = mkdtempSync(join(tmpdir(), 'tidemark-provider-'));
    await healthyProject('0.x', cwd);
    await send(PROVIDER);
    expect((await stockMigrate('0.x', cwd, 'drizzle', { url: live })).error).toBeNull();
    await send(OWN);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(cwd, { recursive: true, force: true });
  });

  async function send(text: string): Promise<void> {
    const client = new pg.Client(live);
    await client.connect();
    await client.query(text).finally(() => client.end());
  }

  async function type(...argv: string[]) {
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
      columns: 2000,
      interactive: false,
      by: 'ada@example',
      now,
      out: tell,
      err: tell,
    };
    const exit = await main(io);
    return { exit, said: said.replaceAll(/\s+/g, ' ') };
  }

  const baseline = (): string => {
    const name = readdirSync(join(cwd, 'drizzle')).find((n) => n.endsWith('_baseline.sql')) ?? '';
    return existsSync(join(cwd, 'drizzle', name)) ? readFileSync(join(cwd, 'drizzle', name), 'utf8') : '';
  };

  test('what is drift is reconciled', async () => {
    const done = await type('reconcile', '--dry-run', '--json');
    expect(done.exit, done.said).toBe(0);
    const { data } = JSON.parse(done.said) as { data: { objects: { object: string }[] } };
    expect(
      data.objects.map((o) => o.object).filter((o) => !o.includes('profiles') && !o.includes('mine') && !o.includes('greet')),
    ).toEqual([]);
    expect(done.said).toContain('Taken for granted: what Supabase brings along');
  });

  test('a baseline holds the project alone, and is proven', async () => {
    const done = await type('baseline', '--archive', '--accept', 'rewrites-history');
    expect(done.exit, done.said).toBe(0);
    expect(done.said).toContain('Proven on ');
    expect(done.said).toContain('Taken for granted: what Supabase brings along (auth, storage, realtime, extensions), because');
    expect(done.said).toContain('trigger auth.users.on_user');
    expect(done.said).toContain('policy storage.objects.readable');
    expect(done.said).toContain('publication supabase_realtime (public.profiles)');
    const text = baseline();
    for (const own of ['REFERENCES auth.users(id)', 'auth.uid()', 'TO "authenticated"', '"public"."mine"', 'greet'])
      expect(text).toContain(own);
    for (const extension of ['uuid-ossp', 'pg_trgm'])
      expect(text).toContain(`CREATE EXTENSION IF NOT EXISTS "${extension}" SCHEMA "extensions"`);
    for (const theirs of [
      'pgcrypto',
      'CREATE SCHEMA',
      'mfa_factors',
      'storage',
      'PUBLICATION',
      'EVENT TRIGGER',
      'supabase_',
      'watch_ddl',
    ])
      expect(text).not.toContain(theirs);
  });

  test('the folder with it makes what is there', async () => {
    const verified = await type('verify');
    expect(verified.exit, verified.said).toBe(0);
  });

  test('after a change by hand the statements are proven', async () => {
    await send('alter table profiles add column extra text; create table auth.more (id integer)');
    const there = await type('diff', 'migrations', 'default', '--sql');
    expect(there.said).toContain('ADD COLUMN "extra" text');
    expect(there.said).not.toContain('more');
    expect(there.said).toContain('Proven on ');
    const back = await type('diff', 'default', 'migrations', '--sql');
    expect(back.said).toContain('DROP COLUMN "extra"');
    expect(back.said).toContain('Proven on ');
  });
});
