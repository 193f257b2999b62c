/** A database that a provider hosts: what it put there is no part of a baseline, a way or a reconciliation, and all of them may use it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { proofOf } from '../../src/compare/catalogs/way-proof.ts';
import type { Declared } from '../../src/read/replay/surroundings.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import { grantedOn } from '../../src/read/way/granted.ts';
import { placeOn } from '../../src/read/way/place.ts';
import { wayBetween } from '../../src/read/way/way.ts';
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

describe('what is taken for granted', () => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await openShadow({ major: null, extensions: ['citext'], root: process.cwd() });
  });
  afterAll(() => shadow.end());

  async function baselineOf(live: string, config: Declared) {
    await shadow.reset(['citext']);
    await shadow.send(live);
    const place = await placeOn(shadow, []);
    const granted = await grantedOn(shadow, config, [place.facts], []);
    const way = await wayBetween(null, place, { histories: [], access: true }, shadow, granted);
    expect(proofOf(way, ['structural', 'access'], 'nothing').why).toBeNull();
    return { text: way.statements.map((s) => s.sql).join('\n'), assumed: way.assumed ?? [] };
  }

  const DECLARED =
    'create schema house; create function house.who() returns text language sql as $$ select current_user::text $$';
  const TABLE = 'create table notes (id integer primary key, mail citext, owner text default house.who())';

  test('what the config declares is no part of a baseline', async () => {
    const config = { extensions: ['citext'], roles: ['reader'], sql: DECLARED };
    const live = `create extension citext; create role reader; ${DECLARED}; create table house.more (id integer); ${TABLE}; grant select on notes to reader`;
    const { text, assumed } = await baselineOf(live, config);
    expect(text).toContain('DEFAULT house.who()');
    for (const given of ['CREATE SCHEMA', 'CREATE EXTENSION', 'FUNCTION', 'house.more']) expect(text).not.toContain(given);
    expect(assumed).toEqual([]);
  });

  const NEON = 'create role neon_superuser; create role cloud_admin; create schema neon; create table neon.own (id integer)';

  test('on Neon a schema auth is the project’s, unless it is Neon’s', async () => {
    const own = `create schema auth; create table auth.users (id integer primary key); create table notes (of integer references auth.users)`;
    const { text, assumed } = await baselineOf(`${NEON}; ${own}`, {});
    expect(text).toContain('CREATE TABLE "auth"."users"');
    expect(text).not.toContain('neon');
    expect(assumed).toEqual([]);
  });

  test('Neon’s own auth is there, and left out', async () => {
    const theirs = `create role authenticated; create role anonymous; create schema auth; create function auth.user_id() returns text language sql as $$ select 'x' $$`;
    const own = `create table notes (owner text default auth.user_id()); alter table notes enable row level security; create policy own on notes to authenticated using (owner = auth.user_id())`;
    const defaults =
      'alter default privileges for role cloud_admin in schema public grant all on tables to neon_superuser with grant option';
    const { text, assumed } = await baselineOf(`${NEON}; ${theirs}; ${own}; ${defaults}`, {});
    expect(text).toContain('auth.user_id()');
    for (const not of ['CREATE SCHEMA', 'FUNCTION', 'DEFAULT PRIVILEGES']) expect(text).not.toContain(not);
    expect(assumed).toEqual(['what Neon brings along (auth), because the database is one of theirs']);
  });
});
