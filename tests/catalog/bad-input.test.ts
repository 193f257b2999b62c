/** Databases and schema files that nobody would want: each is read right or told in clear words, and never a bug. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockMigrate, stockProject } from '../stock.ts';
import { look, openAt } from './look.ts';

const full = process.env['TIDEMARK_FULL'] !== undefined;
const major = MAJORS.find((m) => sharedServer(m) !== null) ?? 15;
const server = sharedServer(major);
const SECRET = 'hunter2-hunter2';

const made: string[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const url of made) if (server) await dropDatabase(server, url);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function database(...sql: string[]): Promise<string> {
  if (!server) throw new Error('no server');
  const url = await createDatabase(server);
  made.push(url);
  await run(url, ...sql);
  return url;
}

async function run(url: string, ...sql: string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const text of sql) await client.query(text);
  } finally {
    await client.end();
  }
}

/** A folder of one migration, and a database that need not be like it. */
function project(url: string, sql: string, schema = 'export {};\n', more: Record<string, unknown> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bad-'));
  folders.push(folder);
  mkdirSync(join(folder, 'drizzle/meta'), { recursive: true });
  writeFileSync(join(folder, 'drizzle/0000_all.sql'), sql);
  const entries = [{ idx: 0, version: '7', when: 1_700_000_000_000, tag: '0000_all', breakpoints: true }];
  writeFileSync(join(folder, 'drizzle/meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  writeFileSync(join(folder, 'schema.ts'), schema);
  writeFileSync(
    join(folder, 'drizzle.config.json'),
    JSON.stringify({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' }),
  );
  writeFileSync(join(folder, 'tidemark.config.json'), JSON.stringify({ environments: { live: { url, ...more } } }));
  return folder;
}

async function type(folder: string, ...argv: string[]): Promise<{ exit: number; all: string }> {
  let all = '';
  const exit = await main({
    argv,
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder },
    version: '0.0.0',
    columns: undefined,
    interactive: false,
    by: 'ada@example',
    now: Date.now,
    out: (text) => {
      all += text;
    },
    err: (text) => {
      all += text;
    },
  });
  expect([0, 1, 2], `${argv.join(' ')}\n${all.slice(0, 3000)}`).toContain(exit);
  return { exit, all };
}

const CHUNK = '\n--> statement-breakpoint\n';
const LONG = 'ü'.repeat(31);
const ODD = [
  'create schema "Sch""ema"',
  'create table "Sch""ema"."Ta""ble\nnew" ("co""l" integer primary key, "Col" text, "col" text, "ünï ☃" text default \'it\'\'s\')',
  'create table "select" ("from" integer, "Where" integer check ("Where" > 0))',
  // Cut at 63 bytes, in the middle of nothing: ü has two of them.
  `create table "${LONG}ab" ("${LONG}cd" integer)`,
  `create table "${LONG}b" (a integer)`,
  `create index "${'i'.repeat(80)}" on "select" ("from")`,
  'create table a (id integer primary key, b integer); create table b (id integer primary key, c integer references a); create table c (id integer primary key, a integer references b)',
  'alter table a add foreign key (b) references c deferrable initially deferred',
  'create table self (id integer primary key, up integer references self)',
  `comment on table "select" is '${'long '.repeat(200_000)}'`,
  'create view v0 as select * from "select"',
  ...Array.from(
    { length: 30 },
    (_, i) => `create view v${i + 1} as select "from", "Where" from v${i} where "from" in (${i}, ${i + 1})`,
  ),
  `set local check_function_bodies = off; create function lost() returns integer language sql as 'select nothing from nowhere'; create function worse() returns integer language plpgsql as 'this is no plpgsql'`,
];

describe.skipIf(server === null)(`PostgreSQL ${major}`, () => {
  test('odd names, names cut at 63 bytes, cycles, views 30 deep, huge comments, bodies that do not compile: as the folder makes them', async () => {
    const url = await database();
    const folder = project(url, ODD.join(CHUNK));
    expect((await stockMigrate('0.x', folder, 'drizzle', { url })).error).toBe(null);
    const verified = await type(folder, 'verify', '--count', 'cosmetic');
    expect(verified.exit, verified.all).toBe(0);
    expect(verified.all).not.toContain('not compared: texts');
    await run(
      url,
      'drop view v20 cascade',
      `update pg_index set indisvalid = false where indexrelid = '${'i'.repeat(63)}'::regclass`,
    );
    const again = await type(folder, 'verify');
    expect(again.exit).toBe(1);
    expect(again.all).toContain('public.v25');
    expect(again.all).toContain('index');
  });

  test('two names that are one when cut: the folder stops at that line', async () => {
    const url = await database();
    const folder = project(url, [`create table "${LONG}xy" (a integer)`, `create table "${LONG}x" (a integer)`].join(CHUNK));
    const { exit, all } = await type(folder, 'diff', 'live', 'migrations');
    expect(exit).toBe(2);
    expect(all).toContain('0000_all.sql:3');
  });

  test('views of an extension that was taken out of the catalog by hand', async () => {
    const url = await database(
      "create extension hstore; create view torn as select akeys('a=>1'::hstore) as k; create view whole as select 1 as one",
      `set allow_system_table_mods = on; delete from pg_proc where proname = 'akeys'; delete from pg_extension where extname = 'hstore'`,
    );
    const folder = project(url, 'create view whole as select 1 as one');
    for (const argv of [['verify'], ['audit'], ['diff', 'live', 'migrations']]) {
      const { all } = await type(folder, ...argv);
      expect(all, argv[0]).not.toContain('cache lookup');
      expect(all, argv[0]).toContain('torn');
    }
  });

  test('a statement timeout while it reads is told as what it is', async () => {
    const url = await database(
      `do $$ begin for i in 1..300 loop execute format('create table t%s (a integer primary key, b text)', i); end loop; end $$`,
    );
    const folder = project(url, 'create table t1 (a integer primary key, b text)', 'export {};\n', {
      timeouts: { statement: 1 },
    });
    const { exit, all } = await type(folder, 'verify');
    expect(exit).not.toBe(0);
    expect(all).toMatch(/timeout/i);
  });

  test('a role that may see only a part', async () => {
    const role = `bad_${randomBytes(4).toString('hex')}`;
    const url = await database(
      'create schema hidden; create table hidden.t (a serial); create table t (a serial); create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
      `create role ${role} login password 'x'`,
    );
    const own = new URL(url);
    own.username = role;
    own.password = 'x';
    const folder = project(
      own.href,
      'create schema hidden;--> statement-breakpoint\ncreate table hidden.t (a serial);--> statement-breakpoint\ncreate table t (a serial)',
    );
    try {
      for (const argv of [['verify'], ['audit'], ['diff', 'live', 'migrations']]) {
        const { exit, all } = await type(folder, ...argv);
        expect(all, argv[0]).toMatch(/may not|permission|not read/);
        if (argv[0] !== 'diff') expect(exit).toBe(1);
      }
    } finally {
      await run(url, `drop owned by ${role}; drop role ${role}`);
    }
  });

  test('somebody changes the schema all the time', async () => {
    const url = await database('create table t (a integer)');
    const folder = project(url, 'create table t (a integer)');
    let done = false;
    const client = new pg.Client(url);
    await client.connect();
    const change = async (): Promise<void> => {
      while (!done) {
        await client.query(
          "create table churn (a integer, b text default lower('B')); create view churned as select lower(b) as l from churn; create index on churn (lower(b)); drop table churn cascade",
        );
        await wait(5);
      }
    };
    const changing = change();
    try {
      for (let n = 0; n < 3; n += 1) {
        const { all } = await type(folder, 'diff', 'live', 'migrations');
        expect(all).not.toMatch(/cache lookup|could not open relation/);
      }
    } finally {
      done = true;
      await changing;
      await client.end();
    }
  });

  test(`${full ? 50_000 : 5_000} objects`, async () => {
    const tables = full ? 10_000 : 1_000;
    const url = await database();
    // Each table takes locks until the transaction ends.
    for (let from = 0; from < tables; from += 200)
      await run(
        url,
        `do $$ begin for i in ${from}..${from + 199} loop execute format('create table t%s (a integer primary key, b text default ''x''); create index on t%s (b)', i, i); end loop; end $$`,
      );
    const session = await openAt(url);
    try {
      const { objects, notCompared } = await look(session, major);
      expect(objects.size).toBeGreaterThanOrEqual(tables * 5);
      expect(notCompared).toEqual([]);
    } finally {
      await session.close();
    }
  });

  describe('a schema.ts', () => {
    const column = `import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: integer('a') });\n`;
    const diffed = async (schema: string): Promise<{ exit: number; all: string }> => {
      const folder = project('postgres://nobody@127.0.0.1:1/none', 'create table t (a integer)', schema);
      await stockProject('0.x', folder);
      writeFileSync(join(folder, '.env'), `DATABASE_URL=postgres://app:${SECRET}@db.example/app\n`);
      return type(folder, 'diff', 'schema', 'migrations');
    };

    test('that throws, with a secret in what it says', async () => {
      const { exit, all } = await diffed(`throw new Error('cannot reach postgres://app:${SECRET}@db.example/app');\n`);
      expect(exit, all).toBe(2);
      expect(all).toContain('schema');
      expect(all).not.toContain(SECRET);
    });

    test('that prints, and loads secrets', async () => {
      const loads = `import { readFileSync } from 'node:fs';\nconsole.log('loading', readFileSync('.env', 'utf8'));\nconsole.error(readFileSync('.env', 'utf8'));\n`;
      const { exit, all } = await diffed(`${loads}${column}`);
      expect(exit, all).toBe(0);
      expect(all).not.toContain(SECRET);
    });

    test('that ends the process', async () => {
      const { exit, all } = await diffed(`${column}process.exit(3);\n`);
      expect(exit, all).toBe(2);
    });
  });
});
