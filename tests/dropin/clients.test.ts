/** Do the functions for the other clients do the same work as the stock ones, on the caller's own client? */
import { createRequire } from 'node:module';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Functions } from '../../src/dropin/functions.ts';
import * as neonHttp from '../../src/dropin/neon-http.ts';
import * as neonServerless from '../../src/dropin/neon-serverless.ts';
import * as pglite from '../../src/dropin/pglite.ts';
import * as postgresJs from '../../src/dropin/postgres-js.ts';
import type { Line } from '../../src/model/project.ts';
import { type NeonEndpoint, neonEndpoint } from '../neon-endpoint.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { SEED_LENGTH } from '../stock.ts';
import { add, bareProject, drizzleOf, LINES, query, recorded, refused, type StockDb, stockMigrateOf } from './lines.ts';

const server = sharedServer(15) ?? sharedServer(18);
const require = createRequire(import.meta.url);

/** A caller's client, and how it is seen that it lives on as it was. */
interface Client {
  client: unknown;
  /** The rows of the history table, as the client itself reads them. */
  rows(): Promise<unknown[]>;
  end(): Promise<void>;
}

interface Kind {
  entry: string;
  functions: Functions<unknown>;
  make(url: string, endpoint: NeonEndpoint): Promise<Client>;
}

const HISTORY = 'select hash, created_at::text from drizzle.__drizzle_migrations order by id';
const loose = (functions: object): Functions<unknown> => functions as Functions<unknown>;

function neonPackage(endpoint: NeonEndpoint) {
  const neon = require('@neondatabase/serverless');
  neon.neonConfig.fetchEndpoint = () => `http://127.0.0.1:${endpoint.port}/sql`;
  neon.neonConfig.webSocketConstructor = require('ws');
  neon.neonConfig.wsProxy = () => `127.0.0.1:${endpoint.port}/v2`;
  neon.neonConfig.useSecureWebSocket = false;
  neon.neonConfig.pipelineConnect = false;
  return neon;
}

/** One for all: starting one takes seconds where the machine is busy. */
let instance: Promise<PGlite> | undefined;
afterAll(async () => (await instance)?.close());

const KINDS: Kind[] = [
  {
    entry: 'postgres-js',
    functions: loose(postgresJs),
    async make(url) {
      const sql = require('postgres')(url, { max: 1, onnotice: () => undefined });
      return { client: sql, rows: async () => [...(await sql.unsafe(HISTORY))], end: () => sql.end() };
    },
  },
  {
    entry: 'neon-serverless',
    functions: loose(neonServerless),
    async make(url, endpoint) {
      const pool = new (neonPackage(endpoint).Pool)({ connectionString: endpoint.through(url), max: 2 });
      return {
        client: pool,
        async rows() {
          expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toEqual([0, 0]);
          return (await pool.query(HISTORY)).rows;
        },
        end: () => pool.end(),
      };
    },
  },
  {
    entry: 'neon-http',
    functions: loose(neonHttp),
    async make(url, endpoint) {
      const sql = neonPackage(endpoint).neon(endpoint.through(url));
      return { client: sql, rows: () => sql.query(HISTORY), end: async () => undefined };
    },
  },
  {
    entry: 'pglite',
    functions: loose(pglite),
    async make() {
      instance ??= require('@electric-sql/pglite').PGlite.create();
      const client = await instance;
      if (!client) throw new Error('no PGlite');
      await client.exec('drop schema if exists drizzle cascade; drop schema public cascade; create schema public');
      return { client, rows: async () => (await client.query(HISTORY)).rows, end: async () => undefined };
    },
  },
];

const all = KINDS.flatMap((kind) => LINES.map((line): [string, Line, Kind] => [kind.entry, line, kind]));

describe.skipIf(server === null).each(all)('tidemark/%s with drizzle-orm %s (needs a server)', (entry, line, kind) => {
  const { migrate, pending, assertMigrated } = kind.functions;
  let project: ReturnType<typeof bareProject>;
  let url: string;
  let endpoint: NeonEndpoint;
  let made: Client;
  let db: StockDb;

  beforeEach(async () => {
    if (!server) return;
    project = bareProject(line);
    url = await createDatabase(server);
    endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
    made = await kind.make(url, endpoint);
    db = drizzleOf(line, entry)({ client: made.client });
  });
  afterEach(async () => {
    await made.end();
    await endpoint.stop();
    project.remove();
    if (server) await dropDatabase(server, url);
  });

  test('applies all, then nothing; the stock function has nothing to do; the client lives on', async () => {
    const config = { migrationsFolder: project.folder };
    expect((await refused(assertMigrated(db, config))).code).toBe('behind');
    const names = (await pending(db, config)).map((p) => p.name);
    const first = await migrate(db, config);
    expect(first.applied.map((a) => a.name)).toEqual(names);
    expect(names).toHaveLength(SEED_LENGTH);
    const { requests } = endpoint.counts;
    expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH, waited: [] });
    if (entry === 'neon-http') expect(endpoint.counts.requests).toBe(requests + 1);
    await assertMigrated(db, config);
    const rows = await made.rows();
    expect(rows).toHaveLength(SEED_LENGTH);
    await stockMigrateOf(line, entry)(db, config);
    expect(await made.rows()).toEqual(rows);
    if (entry !== 'pglite') expect(rows).toEqual(await recorded(url));
  });

  test('a failing migration leaves nothing of itself, and the db goes on', async () => {
    const config = { migrationsFolder: project.folder };
    add(project, line, 'bad', 'CREATE TABLE "fine" ();--> statement-breakpoint\nALTER TABLE "nowhere" ADD COLUMN "x" int;');
    const error = await refused(migrate(db, config));
    expect(error).toMatchObject({ code: 'migration-failed', exit: 3 });
    expect(error.why).toContain('42P01');
    expect(await made.rows()).toHaveLength(SEED_LENGTH);
    if (entry !== 'pglite') expect(await query(url, "select to_regclass('fine')::text as t")).toEqual([{ t: null }]);
    await db.execute('select 1');
    expect((await pending(db, config)).map((p) => p.name)).toHaveLength(1);
  });
});

test.each(KINDS.map((kind): [string, Kind] => [kind.entry, kind]))(
  'tidemark/%s refuses a client of another kind',
  async (_, { functions }) => {
    const db = drizzleOf('0.x', 'node-postgres')({ client: {} });
    expect((await refused(functions.migrate(db, 'drizzle'))).code).toBe('client-unusable');
  },
);

describe.skipIf(server === null)('postgres.js, as it may be configured (needs a server)', () => {
  const make = drizzleOf('0.x', 'postgres-js');
  const postgres = require('postgres');

  test('columns in another form, a password that is asked for, settings of the session', async () => {
    if (!server) return;
    const project = bareProject('0.x');
    const url = await createDatabase(server);
    await query(url, 'create schema elsewhere');
    const { password, port, pathname } = new URL(url);
    const sql = postgres({
      host: '127.0.0.1',
      port: Number(port),
      database: pathname.slice(1),
      user: 'postgres',
      password: async () => password,
      transform: postgres.camel,
      connection: { search_path: 'public, elsewhere', application_name: 'the app' },
    });
    add(
      project,
      '0.x',
      'here',
      `CREATE TABLE "here" AS SELECT current_setting('application_name') AS "who", current_setting('search_path') AS "path";`,
    );
    const config = { migrationsFolder: project.folder };
    expect((await postgresJs.migrate(make({ client: sql }) as never, config)).applied).toHaveLength(SEED_LENGTH + 1);
    expect((await postgresJs.migrate(make({ client: sql }) as never, config)).applied).toEqual([]);
    expect(await query(url, 'select * from here')).toEqual([{ who: 'the app', path: 'public, elsewhere' }]);
    await sql.end();
    project.remove();
    await dropDatabase(server, url);
  });

  test('no server, and a wrong password, are said without the password', async () => {
    const project = bareProject('0.x');
    const config = { migrationsFolder: project.folder };
    for (const [address, code] of [
      [server?.url().replace(/:\d+\//, ':1/'), 'connection-refused'],
      [server?.url().replace(/:[^:@]+@/, ':wrong-9@'), 'password-refused'],
    ]) {
      const sql = postgres(address, { max: 1 });
      const problem = await refused(postgresJs.migrate(make({ client: sql }) as never, config));
      expect(problem.code).toBe(code);
      expect(`${problem.message}${problem.why}${problem.fix}`).not.toContain('wrong-9');
      await sql.end();
    }
    project.remove();
  });
});
