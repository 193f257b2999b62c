/** Locks that others hold, connections that are lost, statements that no transaction can hold: does the caller's pool survive, and is the truth told? */
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, pending } from '../../src/dropin/node-postgres.ts';
import * as pglite from '../../src/dropin/pglite.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { SEED_LENGTH } from '../stock.ts';
import { add, bareProject, drizzleOf, query, recorded, refused, type StockDb } from './lines.ts';

const server = sharedServer(15) ?? sharedServer(18);

describe.skipIf(server === null)('the caller’s pool (needs a server)', () => {
  let project: ReturnType<typeof bareProject>;
  let url: string;
  let pool: pg.Pool;
  let db: StockDb;
  let config: { migrationsFolder: string };
  const all = () => ({ total: pool.totalCount, lent: pool.totalCount - pool.idleCount, waiting: pool.waitingCount });

  beforeEach(async () => {
    if (!server) return;
    project = bareProject('0.x');
    url = await createDatabase(server);
    pool = new pg.Pool({ connectionString: url, ssl: false, max: 1 });
    // As pg asks of every pool: an idle client that is lost is told here, and would end the process otherwise.
    pool.on('error', () => undefined);
    db = drizzleOf('0.x', 'node-postgres')({ client: pool });
    config = { migrationsFolder: project.folder };
    await migrate(db, config);
  });
  afterEach(async () => {
    await pool.end();
    project.remove();
    if (server) await dropDatabase(server, url);
  });

  test('who was waited for is told', async () => {
    add(project, '0.x', 'wait', 'ALTER TABLE "notes" ADD COLUMN "later" text;');
    const other = new pg.Client({ connectionString: url, ssl: false, application_name: 'a report' });
    await other.connect();
    await other.query('begin; select from notes');
    const first: string[] = [];
    const { applied, waited } = await migrate(db, {
      ...config,
      async onProgress(progress) {
        if (progress.event !== 'waiting' || first.length > 0) return;
        first.push(progress.for);
        await other.query('commit');
      },
    });
    await other.end();
    expect(applied).toHaveLength(1);
    expect(waited.map((w) => w.for)).toEqual(first);
    expect(waited[0]?.holders.map((h) => h.application)).toContain('a report');
    expect(all()).toEqual({ total: 1, lent: 0, waiting: 0 });
  });

  test('after a time it is given up, with nothing changed', async () => {
    add(project, '0.x', 'wait', 'ALTER TABLE "notes" ADD COLUMN "later" text;');
    const other = new pg.Client({ connectionString: url, ssl: false });
    await other.connect();
    await other.query('begin; select from notes');
    const problem = await refused(migrate(db, { ...config, lockTimeout: 50, lockBudget: 400 }));
    expect(problem).toMatchObject({ code: 'lock-not-free', exit: 2 });
    // Words of the function, for there may be no command where it is called.
    expect(problem.fix).toContain('migrate(db, …)');
    expect(problem.fix).toContain('the option lockBudget');
    expect(problem.fix).not.toContain('npx tidemark migrate');
    await other.end();
    expect(all()).toEqual({ total: 1, lent: 0, waiting: 0 });
    expect((await migrate(db, config)).applied).toHaveLength(1);
  });

  test('an option that is not known is refused by name, with the nearest one', async () => {
    for (const [option, near] of [
      ['lockTimout', 'lockTimeout'],
      ['migrationFolder', 'migrationsFolder'],
      ['dryRun', null],
    ] as const) {
      const problem = await refused(migrate(db, { ...config, [option]: 1 }));
      expect(problem).toMatchObject({ code: 'unknown-option', message: `There is no option ${option}.` });
      if (near === null) expect(problem.why).toContain('onProgress');
      else expect(problem.why).toContain(`The nearest is ${near}.`);
    }
    expect((await migrate(db, { ...config, init: false, to: undefined, of: undefined } as never)).applied).toEqual([]);
  });

  test('what to type is told as what to call, with its options', async () => {
    add(project, '0.x', 'wait', 'ALTER TABLE "notes" ADD COLUMN "later" text;');
    expect(await refused(migrate(db, { ...config, to: 'wait' }))).toMatchObject({ code: 'unknown-migration' });
    const [name = ''] = (await pending(db, config)).map((p) => p.name);
    const problem = await refused(migrate(db, { ...config, to: `${name}x` }));
    expect(problem.fix).toBe(`migrate(db, { …, to: '${name}' })`);
    const wrong = await refused(migrate(db, { ...config, outOfOrder: 'skip' as never }));
    expect([wrong.message, wrong.fix]).toEqual([
      'outOfOrder takes apply or refuse, not skip.',
      "migrate(db, { …, outOfOrder: 'apply' })",
    ]);
  });

  test('a connection that is ended in the middle is not given back as if it lived', async () => {
    add(project, '0.x', 'slow', 'CREATE TABLE "half" (); SELECT pg_sleep(20);');
    const work = refused(migrate(db, config));
    const sleeping =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    while ((await query(url, sleeping)).length === 0) await new Promise((done) => setTimeout(done, 50));
    const problem = await work;
    expect(problem).toMatchObject({ code: 'connection-lost', exit: 2 });
    expect(all()).toMatchObject({ lent: 0, waiting: 0 });
    await db.execute('select 1');
    expect(await recorded(url)).toHaveLength(SEED_LENGTH);
    expect(await query(url, "select to_regclass('half')::text as t")).toEqual([{ t: null }]);
  });

  test('an index that is built beside, over a pool of one', async () => {
    add(project, '0.x', 'index', 'CREATE INDEX CONCURRENTLY "notes_beside" ON "notes" ("id");');
    expect((await migrate(db, config)).applied).toHaveLength(1);
    expect(await query(url, "select indisvalid from pg_index where indexrelid = 'notes_beside'::regclass")).toEqual([
      { indisvalid: true },
    ]);
    expect(all()).toMatchObject({ lent: 0, waiting: 0 });
    expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH + 1 });
  });

  test('all in one transaction, up to one, strictly', async () => {
    add(project, '0.x', 'one', 'CREATE TABLE "one" ();');
    add(project, '0.x', 'two', 'CREATE TABLE "two" ();');
    add(project, '0.x', 'three', 'CREATE TABLE "one" ();');
    const to = await migrate(db, { ...config, to: '0005_one' });
    expect(to.applied.map((a) => a.name)).toEqual(['0005_one']);
    const problem = await refused(migrate(db, { ...config, singleTransaction: true }));
    expect(problem).toMatchObject({ code: 'migration-failed', exit: 2, details: { sqlstate: '42P07', line: 1 } });
    expect(problem.details?.file).toContain('0007_three.sql');
    expect(await query(url, "select to_regclass('two')::text as t")).toEqual([{ t: null }]);
  });
});

test('tidemark/pglite refuses a client of another kind at once', async () => {
  const problem = await refused(pglite.migrate({ dialect: {}, $client: {}, execute: () => undefined } as never, 'drizzle'));
  expect(problem.code).toBe('client-unusable');
});
