/** A process that asks again: does it ask once, and see everything that changed since it asked first? */
import { appendFileSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, pending } from '../../src/dropin/node-postgres.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { SEED_LENGTH } from '../stock.ts';
import { add, bareProject, drizzleOf, LINES, query, refused, type StockDb } from './lines.ts';

const server = sharedServer(15) ?? sharedServer(18);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe.skipIf(server === null).each(LINES)('asked again, with drizzle-orm %s (needs a server)', (line) => {
  let project: ReturnType<typeof bareProject>;
  let url: string;
  let pool: pg.Pool;
  let db: StockDb;
  let config: { migrationsFolder: string };
  /** Texts that went to the server. */
  let sent: string[];

  beforeEach(async () => {
    if (!server) return;
    project = bareProject(line);
    url = await createDatabase(server);
    pool = new pg.Pool({ connectionString: url, ssl: false, max: 1 });
    db = drizzleOf(line, 'node-postgres')({ client: pool });
    config = { migrationsFolder: project.folder };
    expect((await migrate(db, config)).applied).toHaveLength(SEED_LENGTH);
    // What is younger than this could still be changed unseen, and is read anew.
    await pause(2_100);
    expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH });
    sent = [];
    const client = await pool.connect();
    const { connection } = client as unknown as { connection: { query(text: string): void } };
    const { query: send } = connection;
    connection.query = (text) => {
      sent.push(text);
      send.call(connection, text);
    };
    client.release();
  });
  afterEach(async () => {
    await pool.end();
    project.remove();
    if (server) await dropDatabase(server, url);
  });

  test('one question, and no rows in its answer', async () => {
    expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('md5');
    expect(sent[0]).not.toContain('h.*');
  });

  test('a migration more, a file edited, a row taken away, a row more', async () => {
    add(project, line, 'more', 'CREATE TABLE "more" ();');
    expect((await pending(db, config)).map((p) => p.sql)).toEqual(['CREATE TABLE "more" ();']);
    expect((await migrate(db, config)).applied).toHaveLength(1);
    expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH + 1 });

    await query(url, 'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)');
    await query(url, 'drop table "more"');
    expect((await migrate(db, config)).applied).toHaveLength(1);

    await query(url, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('of another branch', 4070999999999)");
    sent = [];
    expect(await migrate(db, config)).toMatchObject({ applied: [] });
    expect(sent.length).toBeGreaterThan(1);
  });

  test('an edited file is read anew, also when its time was set back', async () => {
    const name = readdirSync(project.folder, { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.sql'))
      .sort()[0];
    const path = join(project.folder, name ?? '');
    appendFileSync(path, ' ');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    expect(await migrate(db, config)).toMatchObject({ applied: [] });
    expect(sent.length).toBeGreaterThan(1);
  });

  test('another table, and a folder that is gone, are not taken for the one that is known', async () => {
    const other = { ...config, migrationsTable: 'other' };
    expect((await refused(pending(db, other))).why).toContain('history-elsewhere');
    rmSync(project.folder, { recursive: true });
    expect((await refused(migrate(db, config))).exit).toBe(2);
  });
});
