/** A shadow is empty, can be emptied again, stops what does not end, and reaches nothing beyond itself. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { kinds } from '../../src/catalog/kinds.ts';
import { urlEnvironment } from '../../src/read/config/environments.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import { findBinaries } from '../../src/read/shadow/binaries.ts';
import { openShadow, planShadow } from '../../src/read/shadow/choose.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';

const ROOT = process.cwd();

const objectsIn = async (shadow: Shadow): Promise<unknown> => {
  const { engine, versionNumber } = shadow;
  const { objects } = await readCatalog((text) => shadow.send(text), { histories: [], engine, versionNumber, kinds });
  return [...objects.values()];
};

const MADE = `create role made; create schema app authorization made; create extension citext; create table app.t (id serial primary key, c citext);
  create type app.e as enum ('a'); create view v as select 1 as x; grant select on v to made; create publication p for all tables;
  create function f() returns event_trigger language plpgsql as $$ begin end $$; create event trigger et on ddl_command_end execute function f();
  create text search configuration words (copy = english); comment on schema public is 'mine'; set search_path = app; create temp table gone (a int)`;

describe('PGlite', () => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await openShadow({ major: null, extensions: ['citext'], root: ROOT });
  });
  afterAll(() => shadow.end());

  test('says what it is, and is as new after a reset', async () => {
    expect(shadow.engine).toMatch(/^PGlite 18\.\d+$/);
    const before = await objectsIn(shadow);
    const path = (await shadow.send('show search_path'))[0]?.rows;
    await shadow.send(MADE);
    await shadow.reset();
    expect(await objectsIn(shadow)).toEqual(before);
    expect((await shadow.send('show search_path'))[0]?.rows).toEqual(path);
  });

  test('a reset in the middle of a broken transaction', async () => {
    await shadow.send('begin; create table half (a int)');
    await expect(shadow.send('selec')).rejects.toMatchObject({ sqlstate: '42601', position: 1 });
    await shadow.reset();
    expect((await shadow.send('select to_regclass($$half$$) as t'))[0]?.rows).toEqual([{ t: null }]);
  });

  test('what does not end is ended, and a reset brings a new one', async () => {
    const hasty = await openShadow({ major: null, extensions: [], root: ROOT, limit: 2_000 });
    try {
      await expect(hasty.send('do $$ begin loop end loop; end $$')).rejects.toThrow('it had not finished after 2 s');
      await expect(hasty.send('select 1')).rejects.toThrow('PGlite is gone');
      await hasty.reset();
      expect((await hasty.send('select 1 as one'))[0]?.rows).toEqual([{ one: '1' }]);
    } finally {
      await hasty.end();
    }
  });

  test('extensions come when they are asked for, and those it lacks are named', async () => {
    expect(await shadow.reset(['hstore', 'pg_cron', 'plpgsql'])).toEqual(['pg_cron']);
    await shadow.send('create extension hstore');
  });

  // Its package names an older PGlite than ours: here it is seen whether the two still go together.
  test('pgvector comes along: types, operators and both kinds of index', async () => {
    expect(await shadow.reset(['vector'])).toEqual([]);
    await shadow.send(`create extension vector;
      create table items (id int, a vector(3), b halfvec(2), c sparsevec(5));
      insert into items select i, array[i, 1, 2]::vector, array[i, 1]::halfvec, '{1:1,3:2}/5' from generate_series(1, 500) i;
      create index on items using hnsw (a vector_cosine_ops);
      create index on items using ivfflat (a vector_l2_ops) with (lists = 5)`);
    const [nearest] = await shadow.send(`select id from items order by a <-> '[7,1,2]' limit 1`);
    expect(nearest?.rows).toEqual([{ id: '7' }]);
  });
});

describe('chosen by need', () => {
  test('an extension that PGlite lacks and no program here has', async () => {
    const [binaries] = findBinaries(null, ROOT);
    if (binaries?.extensions.has('pg_cron')) return;
    await expect(planShadow({ major: null, extensions: ['pg_cron'], root: ROOT })).rejects.toMatchObject({
      code: 'shadow-without-extension',
      message: 'No shadow here has the extension pg_cron',
    });
  });

  test('another major without programs of it is PGlite, and says so', async () => {
    const plan = await planShadow({ major: 9, extensions: [], root: ROOT });
    expect(plan.identity).toMatch(/^pglite /);
    expect(plan.why).toBe('no programs of PostgreSQL 9 were found here, so PostgreSQL 18 stands in');
  });
});

describe.skipIf(!existsSync('/usr/lib/postgresql/15/bin/initdb'))('programs of the target’s major', () => {
  test('are passed over where they lack what PGlite has', async () => {
    const [binaries] = findBinaries(15, ROOT);
    if (binaries?.extensions.has('vector')) return;
    const plan = await planShadow({ major: 15, extensions: ['citext', 'vector'], root: ROOT });
    expect(plan.identity).toMatch(/^pglite /);
    expect(plan.why).toBe('the programs of PostgreSQL 15 here have no vector, so PostgreSQL 18 stands in');
  });

  test('a server of its own, with two sessions, and nothing is left of it', async () => {
    const shadow = await openShadow({ major: 15, extensions: [], sessions: 2, root: ROOT });
    try {
      expect(shadow.engine).toMatch(/^PostgreSQL 15\./);
      await shadow.send('create role made; create table t (a int); grant select on t to made');
      const other = await shadow.second?.();
      expect((await other?.send('select count(*)::text as n from t'))?.[0]?.rows).toEqual([{ n: '0' }]);
      await other?.close();
      await shadow.reset();
      expect((await shadow.send(`select to_regclass('t') as t, to_regrole('made') as r`))[0]?.rows).toEqual([
        { t: null, r: null },
      ]);
    } finally {
      await shadow.end();
    }
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`tidemark-shadow-${process.pid}-`))).toEqual([]);
  });
});

const BEYOND: readonly [text: string, what: string][] = [
  ['create role x', 'CREATE ROLE'],
  ['alter system set work_mem = 1', 'ALTER SYSTEM'],
  [`create tablespace t location '/x'`, 'CREATE TABLESPACE'],
  [`copy t from program 'ls'`, 'COPY … PROGRAM'],
  [`copy t to '/tmp/x'`, 'COPY of a file on the server'],
  ['create extension dblink', 'CREATE EXTENSION dblink'],
  [`select * from dblink('a', 'b') as t (a int)`, 'dblink()'],
  ['do $$ begin create role x; end $$', 'CREATE ROLE in a body'],
  [`do $$ begin execute 'create role x'; end $$`, 'CREATE ROLE in a body'],
  ['drop database postgres', 'DROP DATABASE'],
];

const server = sharedServer(18);
describe.skipIf(server === null)('a server that was given', () => {
  const url = (): Secret => new Secret(server?.url() ?? '');
  const ours = `select datname from pg_database where datname like 'tidemark_shadow_%'`;

  test('its own databases only, dropped at the end', async () => {
    const shadow = await openShadow({ major: 18, extensions: [], root: ROOT, shadowUrl: url() });
    const [made] = (await shadow.send('select current_database() as name'))[0]?.rows ?? [];
    expect(made?.['name']).toMatch(/^tidemark_shadow_/);
    await shadow.send('create table t (a int)');
    await shadow.reset();
    expect((await shadow.send(`select to_regclass('t') as t`))[0]?.rows).toEqual([{ t: null }]);
    await shadow.end();
    const after = await openShadow({ major: 18, extensions: [], root: ROOT, shadowUrl: url() });
    const names = (await after.send(ours))[0]?.rows.map((r) => r['datname']);
    await after.end();
    expect(names).not.toContain(made?.['name']);
  });

  test('what reaches beyond it is not sent', async () => {
    const shadow = await openShadow({ major: 18, extensions: [], root: ROOT, shadowUrl: url() });
    try {
      for (const [text, what] of BEYOND)
        await expect(shadow.send(text), text).rejects.toThrow(`${what} reaches beyond the shadow's own database`);
    } finally {
      await shadow.end();
    }
  });

  test('never an environment’s database', async () => {
    if (!server) return;
    const database = await createDatabase(server);
    try {
      const environment = urlEnvironment(ROOT, database, 'dev');
      if (!environment.ok) throw new Error(environment.why);
      const need = { major: 18, extensions: [], root: ROOT, shadowUrl: new Secret(database), environments: [environment.value] };
      await expect(openShadow(need)).rejects.toMatchObject({
        code: 'shadow-is-environment',
        fix: expect.stringContaining('shadow: { url:'),
      });
    } finally {
      await dropDatabase(server, database);
    }
  });

  test('a limit holds there too', async () => {
    const shadow = await openShadow({ major: 18, extensions: [], root: ROOT, shadowUrl: url(), limit: 300 });
    try {
      await expect(shadow.send('select pg_sleep(20)')).rejects.toMatchObject({ sqlstate: '57014' });
      await expect(shadow.send('set statement_timeout = 0; select pg_sleep(20)')).rejects.toMatchObject({ sqlstate: '57014' });
    } finally {
      await shadow.end();
    }
  });
});
