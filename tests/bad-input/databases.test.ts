/** Databases in every condition: told in the right words and with the right exit status, changed only by what was asked. */
import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseDump } from '../cases/dump.ts';
import { createDatabase, dropDatabase, PASSWORD } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { healthyPlace, NOW, type Place } from './place.ts';

const server = sharedServer(15);

test.skipIf(server !== null)('PostgreSQL 15 is not here: databases were not tried', () => {});

describe.skipIf(server === null)('PostgreSQL 15', () => {
  let place: Place;
  /** Migrations 1 to 3 of 5 are applied in it. */
  let template: string;
  let url: string;
  const made: string[] = [];
  const roles: string[] = [];

  const nameOf = (of: string): string => decodeURIComponent(new URL(of).pathname.slice(1));

  async function sql(text: string, at = url): Promise<Record<string, string>[]> {
    const client = new pg.Client({ connectionString: at, ssl: false });
    client.on('error', () => undefined);
    await client.connect();
    const result = await client.query(text).finally(() => client.end());
    const last = (Array.isArray(result) ? result.at(-1) : result) as { rows: Record<string, string>[] };
    return last.rows;
  }

  /** Everything that pg_dump would write, schema tidemark included when it is there. */
  async function dump(at = url): Promise<string[]> {
    const query = (text: string) => sql(text, at);
    const ours = (await query("select count(*)::text as n from pg_namespace where nspname = 'tidemark'"))[0]?.['n'];
    return [
      `schema tidemark: ${ours}`,
      ...(await databaseDump({ url: at, query, exec: async (text) => void (await sql(text, at)) })),
    ];
  }

  const aim = (at: string, more: Record<string, unknown> = {}): void => {
    place.write(
      'tidemark.config.json',
      JSON.stringify({ environments: { only: { url: at, timeouts: { connect: 1500, lock: 100, lockBudget: 700 }, ...more } } }),
    );
  };

  async function role(name: string, grants: string): Promise<string> {
    roles.push(name);
    await sql(`create role ${name} login password '${PASSWORD}'`);
    if (grants) await sql(grants);
    return url.replace('//postgres:', `//${name}:`);
  }

  const LOOKS: string[][] = [
    ['status'],
    ['doctor'],
    ['receipts'],
    ['explain', 'journal-entry-without-tag'],
    ['repair', '--dry-run'],
    ['migrate', '--dry-run'],
    ['rebuild-history', '--dry-run', '-e', 'only'],
  ];

  beforeAll(async () => {
    if (!server) return;
    place = await healthyPlace(3);
    place.secrets.push(PASSWORD);
    template = await createDatabase(server);
    url = template;
    aim(template);
    expect((await place.type('migrate')).exit).toBe(0);
    place.remove();
    place = await healthyPlace(4);
    place.secrets.push(PASSWORD);
  });
  beforeEach(async () => {
    if (!server) return;
    url = await createDatabase(server, { template: nameOf(template) });
    made.push(url);
    aim(url);
    place.now = () => NOW;
  });
  afterEach(async () => {
    if (!server) return;
    for (const name of made.splice(0)) await dropDatabase(server, name);
    for (const name of roles.splice(0)) await sql(`drop role if exists ${name}`, server.url());
  });
  afterAll(async () => {
    if (!server) return;
    await dropDatabase(server, template);
    place.remove();
  });

  describe('cannot be reached', () => {
    /** doctor could read only a part: 1. migrate could not do its job: 2, with this code. */
    async function unreachable(at: string, code: string, more: Record<string, unknown> = {}): Promise<string> {
      aim(at, more);
      const doctor = await place.ask('doctor');
      expect(doctor.exit).toBe(1);
      expect(doctor.told.unchecked.filter((u) => u.environment === 'only').map((u) => u.because)).toContain(code);
      expect((await place.ask('status')).exit).toBe(1);
      const { exit, told } = await place.ask('migrate');
      expect([exit, told.problem?.code]).toEqual([2, code]);
      return (await place.type('migrate')).all;
    }

    test('nobody listens', () => unreachable('postgres://ada:gull-wing-41@127.0.0.1:1/d', 'connection-refused'));
    test('the host has no address', () => unreachable('postgres://ada:gull-wing-41@no-such-host.invalid/d', 'host-not-found'));
    test('the password is wrong', async () => {
      place.secrets.push('gull-wing-41');
      expect(await unreachable(url.replace(PASSWORD, 'gull-wing-41'), 'password-refused')).toContain('does not let');
    });
    test('the database is absent', async () => {
      expect(await unreachable(`${url}_nowhere`, 'database-absent')).toContain('createdb');
    });
    test('TLS is asked for where there is none', () => unreachable(`${url}?sslmode=require`, 'tls-refused'));

    test('somebody else listens', async () => {
      const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      await new Promise<void>((done) => {
        other.listen(0, '127.0.0.1', done);
      });
      const { port } = other.address() as { port: number };
      await unreachable(`postgres://ada@127.0.0.1:${port}/d`, 'connection-failed');
      other.close();
    });

    test('somebody listens and never answers', { timeout: 30_000 }, async () => {
      const silent = createServer(() => undefined);
      await new Promise<void>((done) => {
        silent.listen(0, '127.0.0.1', done);
      });
      const { port } = silent.address() as { port: number };
      aim(`postgres://ada@127.0.0.1:${port}/d`);
      const { exit, told } = await place.ask('migrate');
      expect([exit, told.problem !== undefined]).toEqual([2, true]);
      silent.close();
    });
  });

  test('looking changes nothing', async () => {
    await sql(
      'insert into drizzle.__drizzle_migrations (hash, created_at) select hash, created_at from drizzle.__drizzle_migrations limit 1; update drizzle.__drizzle_migrations set created_at = created_at / 1000 where id = 2',
    );
    const before = await dump();
    for (const argv of LOOKS) {
      await place.type(...argv);
      await place.ask(...argv);
    }
    expect(await dump()).toEqual(before);
  });

  describe('a role', () => {
    test('without any right', async () => {
      aim(await role('ada_nothing', 'revoke all on schema public from public'));
      const before = await dump();
      for (const argv of LOOKS) await place.ask(...argv);
      const { exit, told } = await place.ask('migrate');
      expect([exit, typeof told.problem?.fix]).toEqual([2, 'string']);
      expect(await dump()).toEqual(before);
    });

    test('that may read the history and nothing else', async () => {
      aim(
        await role(
          'ada_reads',
          'grant usage on schema drizzle to ada_reads; grant select on all tables in schema drizzle to ada_reads',
        ),
      );
      const before = await dump();
      expect((await place.ask('status')).told.data).toMatchObject({
        environments: [{ migrations: [{ state: 'applied' }, {}, {}, { state: 'pending' }] }],
      });
      const { exit } = await place.ask('migrate');
      expect(exit).toBe(2);
      expect(await dump()).toEqual(before);
    });

    test('that may not create a schema: migrate works, a repair names the SQL for an administrator, then works', async () => {
      await sql('update drizzle.__drizzle_migrations set created_at = created_at / 1000 where id = 3');
      const ada = await role(
        'ada_writes',
        'grant all on schema public, drizzle to ada_writes; grant all on all tables in schema public, drizzle to ada_writes; grant all on all sequences in schema public, drizzle to ada_writes',
      );
      aim(ada);
      const before = await dump();
      const { exit, told } = await place.ask('repair', 'recorded-in-seconds', '--yes');
      expect([exit, told.problem?.code]).toEqual([2, 'no-own-schema']);
      expect(await dump()).toEqual(before);
      const grant = told.problem?.fix.split('\n').at(-1) ?? '';
      expect(grant).toContain('create schema');
      await sql(grant);
      expect((await place.ask('repair', 'recorded-in-seconds', '--yes')).exit).toBe(0);
      expect((await place.ask('doctor')).told.findings.map((f) => f.rule)).not.toContain('recorded-in-seconds');
    });

    test('that may not connect', async () => {
      const ada = await role('ada_outside', `revoke connect on database "${nameOf(url)}" from public`);
      aim(ada);
      expect((await place.ask('doctor')).exit).toBe(1);
      expect((await place.ask('migrate')).exit).toBe(2);
    });

    test('in a database whose schema drizzle is of somebody else', async () => {
      aim(
        await role('ada_owner', 'grant all on schema public to ada_owner; grant all on all tables in schema public to ada_owner'),
      );
      const before = await dump();
      for (const argv of LOOKS) await place.ask(...argv);
      expect((await place.ask('migrate')).exit).toBe(2);
      expect(await dump()).toEqual(before);
    });

    test('whose transactions are read-only', async () => {
      await sql(`alter database "${nameOf(url)}" set default_transaction_read_only = on`);
      const before = await dump();
      for (const argv of LOOKS) await place.ask(...argv);
      const { exit } = await place.ask('migrate');
      expect([0, 2]).toContain(exit);
      if (exit === 2) expect(await dump()).toEqual(before);
    });
  });

  test('a role that may not read what Tidemark keeps in the database', async () => {
    await sql(
      'create schema tidemark; create table tidemark.environment (only_one boolean primary key default true, name text not null, since timestamptz not null default now())',
    );
    aim(
      await role(
        'ada_unread',
        'grant usage on schema drizzle to ada_unread; grant select on all tables in schema drizzle to ada_unread',
      ),
    );
    for (const argv of LOOKS) await place.ask(...argv);
    const { exit, told } = await place.ask('doctor');
    expect([exit, told.unchecked.find((u) => u.environment === 'only')?.because]).toEqual([1, 'own-schema-not-readable']);
    expect((await place.ask('migrate')).exit).toBe(2);
  });

  const T = 'drizzle.__drizzle_migrations';
  const TABLES: readonly [string, string][] = [
    ['is a view', `alter table ${T} rename to kept; create view ${T} as select * from drizzle.kept`],
    ['is a materialised view', `alter table ${T} rename to kept; create materialized view ${T} as select * from drizzle.kept`],
    [
      'is partitioned',
      `drop table ${T}; create table ${T} (id serial, hash text not null, created_at bigint) partition by range (id); create table drizzle.p partition of ${T} default`,
    ],
    [
      'is a partition',
      `drop table ${T}; create table drizzle.whole (id serial, hash text not null, created_at bigint) partition by range (id); create table ${T} partition of drizzle.whole default`,
    ],
    ['is a sequence', `drop table ${T}; create sequence ${T}`],
    ['is unlogged', `alter table ${T} set unlogged`],
    [
      'has a trigger',
      `create function public.f() returns trigger language plpgsql as 'begin return new; end'; create trigger t before insert on ${T} for each row execute function public.f()`,
    ],
    [
      'has a trigger that refuses',
      `create function public.f() returns trigger language plpgsql as 'begin raise exception ''no ${PASSWORD}''; end'; create trigger t before insert on ${T} for each row execute function public.f()`,
    ],
    ['has row security', `alter table ${T} enable row level security; alter table ${T} force row level security`],
    ['has further columns', `alter table ${T} add column note text, add column by text default 'x'`],
    [
      'has a column that has to be filled',
      `alter table ${T} add column note text not null default ''; alter table ${T} alter column note drop default`,
    ],
    ['has a generated column', `alter table ${T} add column day text generated always as (created_at::text) stored`],
    [
      'has an identity instead of serial',
      `alter table ${T} alter column id drop default; alter table ${T} alter column id add generated always as identity (start 100)`,
    ],
    ['has no id', `alter table ${T} drop column id`],
    ['has no hash', `alter table ${T} drop column hash`],
    ['has no column', `drop table ${T}; create table ${T} ()`],
    ['has hostile column names', `alter table ${T} add column "a""b'c\n🦔" text`],
    [
      'has values of every kind',
      `alter table ${T} alter column created_at type text, alter column hash drop not null; insert into ${T} (hash, created_at) values (null, null), ('', ''), ('x', 'NaN'), ('y', '99999999999999999999'), ('z', '2024-01-01'), (E'\\u0001\\u001b[31m', '-1'), (repeat('h', 100000), '1e400')`,
    ],
    ['has json for a stamp', `alter table ${T} alter column created_at type jsonb using to_jsonb(created_at)`],
    [
      'has timestamps for stamps',
      `alter table ${T} alter column created_at type timestamptz using to_timestamp(created_at / 1000.0)`,
    ],
    ['is not there, the schema is', `drop table ${T}`],
    ['is not there, nor the schema', 'drop schema drizzle cascade'],
    ['is beside another one in public', `create table public.__drizzle_migrations (id serial, hash text, created_at bigint)`],
    [
      'is beside a schema tidemark of somebody else',
      'create schema tidemark; create table tidemark.receipt (a int); create table tidemark.environment (b int)',
    ],
    [
      'is beside objects with hostile names',
      'create table "a""b\'c\n🦔" ("x""y" int); create schema "s p"; create table "s p"."__drizzle_migrations" (id int, hash text, created_at text)',
    ],
  ];

  test.each(TABLES)('the history table %s', { timeout: 30_000 }, async (_name, text) => {
    await sql(text);
    const before = await dump();
    for (const argv of [['status'], ['doctor'], ['rebuild-history', '--dry-run', '-e', 'only']]) {
      const { out, err } = await place.type(...argv);
      expect(out + err).not.toContain('\u001b');
    }
    expect(await dump()).toEqual(before);
    const { exit, told } = await place.ask('migrate');
    expect([0, 2]).toContain(exit);
    if (exit === 2) {
      expect(told.problem?.fix).toBeTruthy();
      // A refused insert has taken a number; PostgreSQL never gives it back.
      const rows = (lines: string[]): string[] => lines.filter((line) => !line.startsWith('sequence '));
      expect(rows(await dump())).toEqual(rows(before));
    } else {
      expect(
        (
          await sql(
            "select count(*)::text as n from information_schema.columns where table_name = 'accounts' and column_name = 'display_name'",
          )
        )[0]?.['n'],
      ).toBe('1');
      expect((await place.ask('migrate')).told.verdict).toContain('Nothing is pending');
    }
  });

  test('the history has 100,000 rows', { timeout: 60_000 }, async () => {
    await sql(`insert into ${T} (hash, created_at) select md5(g::text), g from generate_series(1, 100000) g`);
    const began = performance.now();
    const { out } = await place.type('status');
    const doctor = await place.type('doctor');
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(out.split('\n').length).toBeLessThan(500);
    expect(doctor.out.split('\n').length).toBeLessThan(1000);
  });

  test.each(['a"b', "o'brien", 'migrations 🦔', 'UPPER', 'new\nline', '$tidemark$', 'm'.repeat(63), 'select', '%s'])(
    'the configured name is %j',
    async (name) => {
      aim(url, { migrationsTable: { schema: name, table: name } });
      await sql('drop schema drizzle cascade; drop schema public cascade; create schema public');
      const first = await place.ask('migrate');
      expect(first.exit, JSON.stringify(first.told.problem)).toBe(0);
      expect((await place.ask('status')).exit).toBe(0);
      expect((await place.ask('migrate')).told.verdict).toContain('Nothing is pending');
      const [row] = await sql(`select count(*)::text as n from ${pg.escapeIdentifier(name)}.${pg.escapeIdentifier(name)}`);
      expect(row?.['n']).toBe('4');
    },
  );

  test('the clock is far off', async () => {
    for (const now of [0, 1, NOW + 1e12, 8.64e15]) {
      place.now = () => now;
      for (const argv of LOOKS) await place.ask(...argv);
    }
  });

  test('a migration fails: the message says where and why, the database is as before', async () => {
    const file = 'drizzle/0003_archive.sql';
    const good = place.read(file);
    place.write(
      file,
      `${good}\n--> statement-breakpoint\n-- the title\nALTER TABLE "projects" ALTER COLUMN "title" TYPE integer USING "owner"::uuid;\n`,
    );
    const before = await dump();
    const { exit, err } = await place.type('migrate');
    expect(exit).toBe(2);
    for (const word of [file, 'statement 3', '42846', 'projects', 'Nothing was changed', 'npx tidemark migrate'])
      expect(err).toContain(word);
    expect(err).toContain(
      `${file}:${
        place
          .read(file)
          .split('\n')
          .findIndex((l) => l.includes('uuid')) + 1
      }`,
    );
    expect(await dump()).toEqual(before);
    place.write(file, good);
    expect((await place.type('migrate')).exit).toBe(0);
  });

  /** Holds a lock in a transaction of its own until `free` is called. */
  async function holding(text: string): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: url, ssl: false });
    await client.connect();
    await client.query('begin');
    await client.query(text);
    return async () => {
      await client.query('rollback');
      await client.end();
    };
  }

  test.each([
    `lock table ${T} in access exclusive mode`,
    `lock table ${T} in row exclusive mode`,
    'lock table public.accounts in access share mode',
  ])('somebody holds: %s', async (text) => {
    const before = await dump();
    const free = await holding(text);
    const began = performance.now();
    const { exit, told } = await place.ask('migrate');
    expect(performance.now() - began).toBeLessThan(12_000);
    expect([exit, told.problem?.code]).toEqual([2, 'lock-not-free']);
    await free();
    expect(await dump()).toEqual(before);
    expect((await place.type('migrate')).exit).toBe(0);
  });

  test('another Tidemark holds the migration lock', async () => {
    const { tried } = await import('../../src/sql/guard.ts');
    const free = await holding(`select ${tried({ schema: 'drizzle', name: '__drizzle_migrations' })}`);
    const { exit, told } = await place.ask('migrate');
    expect([exit, told.problem?.code]).toEqual([2, 'lock-held']);
    await free();
  });

  test('two runners at once: one runs it, both end well', async () => {
    aim(url, { timeouts: { lockBudget: 20_000 } });
    const file = 'drizzle/0003_archive.sql';
    const good = place.read(file);
    place.write(file, `${good}\n--> statement-breakpoint\nSELECT pg_sleep(0.5);\n`);
    const both = await Promise.all([place.type('migrate'), place.type('migrate')]);
    place.write(file, good);
    expect(both.map((b) => b.exit)).toEqual([0, 0]);
    expect((await sql(`select count(*)::text as n from ${T}`))[0]?.['n']).toBe('4');
  });

  test('the connection is killed in the middle', async () => {
    const file = 'drizzle/0003_archive.sql';
    const good = place.read(file);
    place.write(file, `${good}\n--> statement-breakpoint\nSELECT pg_sleep(5);\n`);
    const before = await dump();
    const running = place.ask('migrate');
    for (const end = Date.now() + 8000; Date.now() < end; ) {
      const killed = await sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and wait_event = 'PgSleep'",
      );
      if (killed.length > 0) break;
      await new Promise((done) => setTimeout(done, 30));
    }
    const { exit, told } = await running;
    place.write(file, good);
    expect(exit, JSON.stringify(told.problem)).toBe(2);
    expect(told.problem?.why).toMatch(/[Nn]othing was changed/);
    expect(await dump()).toEqual(before);
    expect((await place.type('migrate')).exit).toBe(0);
  });

  test('statement_timeout of the database stops a migration', async () => {
    await sql(`alter database "${nameOf(url)}" set statement_timeout = '300ms'`);
    const file = 'drizzle/0003_archive.sql';
    const good = place.read(file);
    place.write(file, `${good}\n--> statement-breakpoint\nSELECT pg_sleep(3);\n`);
    const before = await dump();
    const { exit } = await place.ask('migrate');
    place.write(file, good);
    expect([0, 2]).toContain(exit);
    if (exit === 2) expect(await dump()).toEqual(before);
  });

  test('one of two environments cannot be reached: the other is told', async () => {
    place.write(
      'tidemark.config.json',
      JSON.stringify({ environments: { here: { url }, gone: { url: 'postgres://ada@127.0.0.1:1/d' } } }),
    );
    const { exit, told } = await place.ask('status');
    expect(exit).toBe(1);
    expect(told.data).toMatchObject({
      environments: [
        { name: 'here', migrations: [{}, {}, {}, {}] },
        { name: 'gone', unread: expect.any(String) },
      ],
    });
    expect((await place.ask('doctor')).exit).toBe(1);
    expect((await place.ask('migrate', '-e', 'here')).exit).toBe(0);
  });
});
