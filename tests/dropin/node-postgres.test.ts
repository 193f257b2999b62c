/** Does the function in place of drizzle-orm/node-postgres/migrator do its work, and leave the caller's clients as they were? */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assertMigrated, Behind, migrate, type Progress, pending } from '../../src/dropin/node-postgres.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { SEED_LENGTH } from '../stock.ts';
import { add, bareProject, drizzleOf, LINES, query, recorded, refused, stockMigrateOf } from './lines.ts';

const server = sharedServer(15) ?? sharedServer(18);

describe.skipIf(server === null).each(LINES)('tidemark/node-postgres with drizzle-orm %s (needs a server)', (line) => {
  let project: ReturnType<typeof bareProject>;
  let url: string;
  let pool: pg.Pool;
  const drizzle = drizzleOf(line, 'node-postgres');
  const idle = () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount });
  const more = (name: string, sql: string): void => add(project, line, name, sql);

  beforeEach(async () => {
    if (!server) return;
    project = bareProject(line);
    url = await createDatabase(server);
    pool = new pg.Pool({ connectionString: url, ssl: false, max: 3 });
  });
  afterEach(async () => {
    await pool.end();
    project.remove();
    if (server) await dropDatabase(server, url);
  });

  test('applies all, then nothing; the stock function has nothing to do afterwards', async () => {
    const db = drizzle({ client: pool });
    const config = { migrationsFolder: project.folder };
    const waiting = await pending(db, config);
    expect(waiting).toHaveLength(SEED_LENGTH);
    expect(waiting[0]?.sql).toContain('CREATE TABLE');
    expect(await query(url, "select from pg_namespace where nspname = 'drizzle'")).toEqual([]);
    const behind = await refused(assertMigrated(db, config));
    expect(behind).toBeInstanceOf(Behind);
    expect((behind as Behind).pending).toEqual(waiting.map((p) => p.name));
    expect(behind.message).toBe(`The database is behind: ${SEED_LENGTH} migrations are pending.`);
    expect(behind.why).toContain(waiting[0]?.name);

    const events: Progress['event'][] = [];
    const first = await migrate(db, { ...config, onProgress: (p) => void events.push(p.event) });
    expect(first.applied.map((a) => a.name)).toEqual(waiting.map((p) => p.name));
    expect(first.applied.every((a) => a.milliseconds >= 0)).toBe(true);
    const { port, pathname } = new URL(url);
    expect(first).toMatchObject({ recorded: 0, waited: [], receipt: null });
    expect(first.target).toEqual({ host: `127.0.0.1:${port}`, database: pathname.slice(1), role: 'postgres' });
    expect(events).toContain('committed');

    expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH });
    expect(await migrate(db, project.folder)).toMatchObject({ applied: [], recorded: SEED_LENGTH });
    expect(await pending(db, config)).toEqual([]);
    await assertMigrated(db, config);

    const rows = await recorded(url);
    await stockMigrateOf(line, 'node-postgres')(db, config);
    expect(await recorded(url)).toEqual(rows);
    expect(rows).toHaveLength(SEED_LENGTH);
    expect(idle()).toEqual({ total: 1, idle: 1, waiting: 0 });
    const client = await pool.connect();
    // pg's own, and pg-pool's.
    for (const event of ['error', 'end', 'notice']) expect(client.listenerCount(event), event).toBeLessThanOrEqual(1);
    client.release();
  });

  test('a failing migration: an error with its fields, and the db goes on', async () => {
    const db = drizzle({ client: pool });
    more('bad', 'CREATE TABLE "fine" ();--> statement-breakpoint\nALTER TABLE "nowhere" ADD COLUMN "x" int;');
    const error = await refused(migrate(db, { migrationsFolder: project.folder }));
    expect(error).toMatchObject({ code: 'migration-failed', exit: 3 });
    expect(error.why).toContain('42P01');
    expect(error.why).toContain('drizzle/');
    expect(await recorded(url)).toHaveLength(SEED_LENGTH);
    expect(await query(url, "select to_regclass('fine')::text as t")).toEqual([{ t: null }]);
    expect(idle()).toMatchObject({ idle: pool.totalCount, waiting: 0 });
    await db.execute('select 1');
    expect((await refused(assertMigrated(db, { migrationsFolder: project.folder }))).code).toBe('behind');
  });

  test('a client of one, connected; not when it is not connected, ended or inside a transaction', async () => {
    const client = new pg.Client({ connectionString: url, ssl: false });
    const db = drizzle({ client });
    const config = { migrationsFolder: project.folder };
    expect((await refused(migrate(db, config))).code).toBe('client-not-connected');
    await client.connect();
    await client.query('begin');
    expect((await refused(migrate(db, config))).code).toBe('client-in-transaction');
    await client.query('rollback');
    // What the application asks in between keeps its own answers.
    const [{ rows }, { applied }] = await Promise.all([
      client.query("select pg_sleep(0.05), 'own' as whose"),
      migrate(db, config),
    ]);
    expect([rows[0]?.whose, applied.length]).toEqual(['own', SEED_LENGTH]);
    expect((await client.query("select 'alive' as it")).rows).toEqual([{ it: 'alive' }]);
    await client.end();

    const held = await pool.connect();
    expect(await migrate(drizzle({ client: held }), config)).toMatchObject({ applied: [], recorded: SEED_LENGTH });
    expect(idle()).toEqual({ total: 1, idle: 0, waiting: 0 });
    held.release();
  });

  test('a table and a schema of its own', async () => {
    const db = drizzle({ client: pool });
    const config = { migrationsFolder: project.folder, migrationsTable: 'Steps "taken"', migrationsSchema: 'own' };
    expect((await migrate(db, config)).applied).toHaveLength(SEED_LENGTH);
    await stockMigrateOf(line, 'node-postgres')(db, config);
    expect(await query(url, 'select count(*)::int as n from own."Steps ""taken"""')).toEqual([{ n: SEED_LENGTH }]);
  });

  test('what cannot be used is said, and nothing is left behind', async () => {
    const config = { migrationsFolder: project.folder };
    const loose = migrate as (db: unknown, config: unknown) => Promise<unknown>;
    const db = drizzle({ client: pool });
    expect((await refused(loose(pool, config))).code).toBe('db-unusable');
    expect((await refused(loose(db, {}))).code).toBe('config-without-folder');
    expect((await refused(loose(db, { ...config, init: true }))).code).toBe('init-unsupported');
    expect((await refused(loose(drizzle({ client: {} }), config))).code).toBe('client-unusable');
    const gone = await refused(migrate(db, { migrationsFolder: join(project.root, 'gone') }));
    expect(gone.exit).toBe(2);
    expect(await query(url, "select from pg_namespace where nspname = 'drizzle'")).toEqual([]);

    const nobody = new pg.Pool({ connectionString: url.replace(/:\d+\//, ':1/'), ssl: false });
    expect((await refused(migrate(drizzle({ client: nobody }), config))).code).toBe('connection-refused');
    const wrong = new pg.Pool({ connectionString: url.replace(/:[^:@]+@/, ':wrong-9@'), ssl: false });
    const refusal = await refused(migrate(drizzle({ client: wrong }), config));
    expect(refusal.code).toBe('password-refused');
    expect(`${refusal.message}${refusal.why}${refusal.fix}`).not.toContain('wrong-9');
    await Promise.all([nobody.end(), wrong.end()]);
  });

  test('a pool whose clients are all taken is waited for, and then it is said', async () => {
    const tight = new pg.Pool({ connectionString: url, ssl: false, max: 1 });
    const held = await tight.connect();
    const db = drizzle({ client: tight });
    const config = { migrationsFolder: project.folder, connectTimeout: 200 };
    expect((await refused(migrate(db, config))).code).toBe('pool-exhausted');
    held.release();
    expect((await migrate(db, config)).applied).toHaveLength(SEED_LENGTH);
    await tight.end();
  });

  test('a query_timeout of the pool is not for migrations', async () => {
    const impatient = new pg.Pool({ connectionString: url, ssl: false, query_timeout: 300 });
    more('slow', 'SELECT pg_sleep(0.6);');
    expect((await migrate(drizzle({ client: impatient }), { migrationsFolder: project.folder })).applied).toHaveLength(
      SEED_LENGTH + 1,
    );
    await impatient.end();
  });

  test('a role that may only read knows whether it is behind', async () => {
    const db = drizzle({ client: pool });
    const config = { migrationsFolder: project.folder };
    await migrate(db, config);
    const role = `reader_${pathOf(url)}`;
    await query(
      url,
      `create role ${role} login password 'reads-4'; grant usage on schema drizzle to ${role}; grant select on all tables in schema drizzle to ${role}`,
    );
    const reading = new pg.Pool({ connectionString: url.replace(/\/\/[^@]+@/, `//${role}:reads-4@`), ssl: false });
    const app = drizzle({ client: reading });
    try {
      await assertMigrated(app, config);
      more('more', 'CREATE TABLE "more" ();');
      const behind = await refused(assertMigrated(app, config));
      expect(behind).toBeInstanceOf(Behind);
      expect((behind as Behind).pending).toHaveLength(1);
    } finally {
      await reading.end();
      await query(url, `drop owned by ${role}; drop role ${role}`);
    }
  });

  test('an edited file does not stop; one that would break the run does', async () => {
    const db = drizzle({ client: pool });
    const config = { migrationsFolder: project.folder };
    await migrate(db, config);
    const [file] = sqlIn(project.folder).sort();
    appendFileSync(file ?? '', '\n-- later\n');
    expect(await migrate(db, config)).toMatchObject({ applied: [] });
    more('merged', '<<<<<<< HEAD\nSELECT 1;\n=======\nSELECT 2;\n>>>>>>> theirs\n');
    expect((await refused(migrate(db, config))).code).toBe('would-go-wrong');
    expect((await refused(pending(db, config))).code).toBe('would-go-wrong');
    expect((await refused(assertMigrated(db, config))).code).toBe('behind');
  });
});

const pathOf = (url: string): string => new URL(url).pathname.slice(1);

const sqlIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => join(folder, name));
