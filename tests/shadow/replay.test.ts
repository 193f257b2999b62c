/** The folder's catalogs, rows and failures, from PGlite and from a server; and from what was kept. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { catalogAfter, type Replay } from '../../src/model/index.ts';
import { folderReplay } from '../../src/read/replay/folder-replay.ts';
import { replayOf } from '../../src/read/replay/replay.ts';
import { openShadow, planShadow } from '../../src/read/shadow/choose.ts';
import type { PlannedShadow, Shadow } from '../../src/read/shadow/shadow.ts';
import { NOTHING_GRANTED } from '../../src/read/way/granted.ts';
import { catalogOf } from '../../src/read/way/place.ts';
import { statementsOn } from '../../src/read/way/statements-on.ts';
import { sent } from '../../src/read/way/way.ts';
import { sharedServer } from '../shared-server.ts';
import { HISTORY, migrationsFrom } from './migrations.ts';

const BREAK = '\n--> statement-breakpoint\n';
const keys = (of: ReadonlyMap<string, unknown>): string[] => [...of.keys()].filter((k) => !k.startsWith('schema '));

const STORY = migrationsFrom(
  [
    'CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text)',
    `INSERT INTO "users" ("name") VALUES ('ann'), ('bob')`,
    'ALTER TABLE "users" ADD COLUMN "gone" text',
  ].join(`;${BREAK}`),
  `ALTER TABLE "users" DROP COLUMN "gone";${BREAK}UPDATE "users" SET "name" = 'cid' WHERE "id" = 1;${BREAK}CREATE INDEX CONCURRENTLY "by_name" ON "users" ("name");`,
  `CREATE TYPE "mood" AS ENUM ('ok');${BREAK}ALTER TYPE "mood" ADD VALUE 'bad';${BREAK}CREATE TABLE "moods" ("m" "mood" DEFAULT 'bad', "k" integer, "l" text, PRIMARY KEY ("l", "k"));${BREAK}INSERT INTO "moods" ("k", "l") VALUES (1, 'x'), (2, 'y');${BREAK}UPDATE "users" SET "name" = 'none' WHERE "id" > 100`,
  '-- nothing at all',
);

let shadow: Shadow;
beforeAll(async () => {
  shadow = await openShadow({ major: null, extensions: [], root: process.cwd(), limit: 15_000 });
});
afterAll(() => shadow.end());

describe('a folder', () => {
  test('statement by statement', async () => {
    const replay = await replayOf(shadow, STORY, { history: HISTORY });
    expect(replay.failure).toBeUndefined();
    expect(keys(replay.empty.objects)).toEqual([]);
    const [first, second, third, fourth] = replay.migrations;
    expect(first?.statements.map((s) => [s.tag, s.line, s.touches])).toEqual([
      ['CREATE TABLE', 1, 'schema'],
      ['INSERT 0 2', 3, 'data'],
      ['ALTER TABLE', 5, 'schema'],
    ]);
    expect(first?.statements[1]?.wrote).toEqual([{ table: 'public.users', inserted: 2, updated: 0, deleted: 0 }]);
    expect(first?.statements[2]?.effects.map((e) => [e.key, e.before, e.after?.facts['type']])).toEqual([
      ['column public.users.gone', null, 'text'],
    ]);
    expect(first?.seeds).toMatchObject([
      { table: 'public.users', columns: ['id'], generated: ['id'], keys: ['[1]', '[2]'], cut: false },
    ]);
    expect(second?.effects.map((e) => e.key)).toEqual(['column public.users.gone', 'index public.by_name']);
    expect(second?.seeds).toEqual([]);
    expect(third?.statements.map((s) => s.touches)).toEqual(['schema', 'schema', 'schema', 'data', 'data']);
    expect(third?.statements[4]).toMatchObject({ tag: 'UPDATE 0', wrote: [] });
    expect(third?.seeds).toMatchObject([
      { table: 'public.moods', columns: ['l', 'k'], generated: [], keys: ['["x", 1]', '["y", 2]'], cut: false },
    ]);
    expect(fourth).toEqual({ migration: '0003_m', statements: [], effects: [], seeds: [] });
    expect(keys(catalogAfter(replay, '0000_m').objects)).toContain('column public.users.gone');
    expect(keys(catalogAfter(replay, '0001_m').objects)).not.toContain('column public.users.gone');
    expect(catalogAfter(replay, '0003_m').objects).toEqual(replay.final.objects);
    expect(keys(catalogAfter(replay, null).objects)).toEqual([]);
  });

  test('a failure says where, and what was before it stays', async () => {
    const broken = migrationsFrom(
      'CREATE TABLE a (x int);',
      `-- é 🌊\nCREATE TABLE b (y int);${BREAK}\nALTER TABLE a\n  ADD COLUMN z nothing;`,
      'CREATE TABLE c ()',
    );
    const replay = await replayOf(shadow, broken, { history: HISTORY });
    expect(replay.migrations.map((m) => m.migration)).toEqual(['0000_m']);
    expect(replay.failure).toMatchObject({
      migration: '0001_m',
      file: 'drizzle/0001_m.sql',
      line: 6,
      column: 16,
      sqlstate: '42704',
      message: 'type "nothing" does not exist',
      statement: 'ALTER TABLE a\n  ADD COLUMN z nothing',
    });
    expect(keys(replay.final.objects)).toEqual(['column public.a.x', 'table public.a']);
  });

  test.each([
    ['a migration that never ends', 'DO $$ BEGIN LOOP END LOOP; END $$', { line: 1, sqlstate: null }],
    ['psql’s own words', 'CREATE TABLE a ();\n\\restrict x\nCREATE TABLE b ();', { line: 2, sqlstate: '42601' }],
    ['data for COPY', 'CREATE TABLE a (x int);\nCOPY a FROM stdin;\n1\n\\.\n', { sqlstate: '42601' }],
    ['ROLLBACK', 'CREATE TABLE a ();\nROLLBACK;', { line: 2, sqlstate: null }],
    [
      'a constraint that speaks at the end',
      'CREATE TABLE a (x int PRIMARY KEY);\nCREATE TABLE b (x int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1)',
      { sqlstate: '23503' },
    ],
    ['a byte order mark', '\ufeffCREATE TABLE a ()', { line: 1, column: 1, sqlstate: '42601' }],
    ['NUL', 'CREATE TABLE a\0 ()', { sqlstate: null }],
  ])('%s is a failure', async (_, text, failure) => {
    const replay = await replayOf(shadow, migrationsFrom(text), { history: HISTORY });
    expect(replay.failure).toMatchObject({ migration: '0000_m', ...failure });
    expect(keys(replay.final.objects)).toEqual([]);
  });

  test('a migration without a file', async () => {
    const [one] = migrationsFrom('select 1');
    const missing = { ...one!, sql: { ok: false as const, why: 'ENOENT: no such file or directory' } };
    const replay = await replayOf(shadow, [missing], { history: HISTORY });
    expect(replay.failure).toMatchObject({ line: null, sqlstate: null, message: 'ENOENT: no such file or directory' });
  });

  test('roles, providers and extensions that no file makes are guessed, and said', async () => {
    const files = migrationsFrom(
      'CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), owner uuid REFERENCES auth.users (id), body text)',
      'ALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nCREATE POLICY own ON notes TO authenticated, app_reader USING (owner = auth.uid());\nCREATE INDEX ON notes USING gin (body gin_trgm_ops)',
    );
    const replay = await replayOf(shadow, files, { history: HISTORY });
    expect(replay.failure).toBeUndefined();
    expect(replay.assumed).toEqual([
      'the extension uuid-ossp, which 0000_m uses and no file creates',
      'what Supabase brings along (auth, storage, realtime, extensions), which 0000_m names and no file creates',
      'the role authenticated, which the files name and none creates',
      'the role app_reader, which the files name and none creates',
      'the extension pg_trgm, which 0001_m uses and no file creates',
    ]);
    expect(replay.empty.objects.get('table auth.users')?.platform).toBe(true);
  });

  test('declared surroundings need no guess', async () => {
    const files = migrationsFrom('GRANT USAGE ON SCHEMA outer_space TO pilot');
    const surroundings = { roles: ['pilot'], sql: 'create schema outer_space' };
    const replay = await replayOf(shadow, files, { history: HISTORY, surroundings });
    expect(replay.failure).toBeUndefined();
    expect(replay.assumed).toEqual([]);
    expect([...replay.empty.objects.keys()]).toContain('schema outer_space');
    await expect(replayOf(shadow, files, { history: HISTORY, surroundings: { sql: 'create nonsense' } })).rejects.toMatchObject({
      code: 'shadow-surroundings',
    });
  });

  test('the history table is there, and nobody sees it', async () => {
    const replay = await replayOf(
      shadow,
      migrationsFrom('CREATE TABLE a ()', `DELETE FROM drizzle.__drizzle_migrations WHERE hash = 'x'`),
      { history: HISTORY },
    );
    expect(replay.failure).toBeUndefined();
    expect([...replay.final.objects.keys()]).toEqual(['schema public', 'table public.a']);
  });
});

describe('what was kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  const cache = join(folder, '.tidemark', 'cache');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let opened = 0;
  const planned: PlannedShadow = {
    identity: 'the one of this test',
    closed: false,
    why: 'it is open',
    open: () => {
      opened += 1;
      return Promise.resolve({ ...shadow, end: () => Promise.resolve() });
    },
  };
  const again = async (migrations = STORY): Promise<Replay> => replayOf(planned, migrations, { history: HISTORY, cache });

  test('is the same, opens nothing, and is not taken when anything differs', async () => {
    const first = await again();
    expect(opened).toBe(1);
    expect(await again()).toEqual(first);
    expect(opened).toBe(1);
    const [name] = readdirSync(cache).filter((n) => n.startsWith('replay-'));
    const path = join(cache, name ?? '');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
    expect(readFileSync(join(cache, '.gitignore'), 'utf8')).toBe('*\n');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, -10));
    expect(await again()).toEqual(first);
    expect(opened).toBe(2);
    writeFileSync(path, whole.replace('public.users', 'public.losers'));
    expect(await again()).toEqual(first);
    expect(opened).toBe(3);
    await again(STORY.slice(0, 1));
    expect(opened).toBe(4);
  });

  test('of two migrations of one name the last counts too', async () => {
    const [first, second] = migrationsFrom('CREATE TABLE a ()', 'CREATE TABLE b ()');
    const twice = [first!, { ...second!, name: first!.name }];
    const before = opened;
    for (const _ of ['made', 'kept'])
      expect(keys((await again(twice)).final.objects)).toEqual(['table public.a', 'table public.b']);
    expect(opened).toBe(before + 1);
  });

  test('cannot be read: it is told once, and made anew', async () => {
    const warned: string[] = [];
    const told = vi.spyOn(process, 'emitWarning').mockImplementation((said) => void warned.push(String(said)));
    const place = join(folder, 'a-file');
    writeFileSync(place, '');
    try {
      for (const _ of [1, 2])
        expect((await replayOf(planned, STORY, { history: HISTORY, cache: place })).failure).toBeUndefined();
    } finally {
      told.mockRestore();
    }
    expect(warned).toEqual([expect.stringContaining('ENOTDIR')]);
  });

  test('is no failure, which something else than the files may mend', async () => {
    const failing = migrationsFrom('CREATE TABLE a (x nothing)');
    const before = opened;
    for (const time of [1, 2]) {
      expect((await again(failing)).failure?.sqlstate).toBe('42704');
      expect(opened).toBe(before + time);
    }
  });

  test('is a failure where nothing on the machine can mend it, unless the machine ran short', async () => {
    const raising = (code: string): string => `DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`;
    const openings = async (text: string): Promise<number> => {
      const before = opened;
      const files = migrationsFrom('CREATE TABLE a ()', text);
      const asked = () => replayOf({ ...planned, closed: true }, files, { history: HISTORY, cache });
      const first = await asked();
      expect(first.failure?.migration).toBe('0001_m');
      expect(await asked()).toEqual(first);
      return opened - before;
    };
    expect(await openings('CREATE TABLE b (x nothing)')).toBe(1);
    expect(await openings(raising('23505'))).toBe(1);
    for (const code of ['53200', '57014', '58030', 'XX000']) expect(await openings(raising(code))).toBe(2);
  });
});

const server = sharedServer(15);
describe.skipIf(server === null)('what no shadow can do on a server that others use', () => {
  const replayed = (text: string) =>
    folderReplay(
      { project: { root: process.cwd(), ...HISTORY }, environments: [], shadow: { url: server?.url() ?? '' }, major: null },
      migrationsFrom('CREATE TABLE a (x int)', text),
    );

  test('a role that no file makes is a reason, and says what to do', async () => {
    const read = await replayed('GRANT SELECT ON a TO app_reader');
    expect(read).toMatchObject({ ok: false, because: 'shadow-surroundings' });
    expect(read.ok ? '' : read.why).toContain('CREATE ROLE reaches beyond');
  });

  test('a connection that a file ends', async () => {
    const read = await replayed('DO $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); END $$');
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.why).toContain('connection');
  });

  test('statements beside files', async () => {
    const shadow = await openShadow({
      major: 15,
      extensions: [],
      root: process.cwd(),
      shadowUrl: new Secret(server?.url() ?? ''),
    });
    try {
      const statements = ['create table t (a int)', 'create role x'].map((sql) => ({ sql, alone: false }));
      expect(await sent(shadow, statements, false)).toMatchObject({ sql: 'create role x' });
      expect((await shadow.send(`select to_regclass('t') as t`))[0]?.rows).toEqual([{ t: null }]);
      const empty = await catalogOf(shadow, []);
      expect(await statementsOn(shadow, ['create role x'], empty, [], NOTHING_GRANTED)).toMatchObject({ ok: false });
    } finally {
      await shadow.end();
    }
  });
});

test.skipIf(server === null)('a server gives the same as PGlite', async () => {
  const shadowUrl = new Secret(server?.url() ?? '');
  const real = await replayOf(await planShadow({ major: 15, extensions: [], root: process.cwd(), shadowUrl }), STORY, {
    history: HISTORY,
  });
  const lite = await replayOf(await planShadow({ major: null, extensions: [], root: process.cwd() }), STORY, {
    history: HISTORY,
  });
  expect(real.engine).toMatch(/^PostgreSQL 15/);
  expect(real.failure).toBeUndefined();
  expect(real.migrations).toEqual(lite.migrations);
});
