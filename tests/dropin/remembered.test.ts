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

  test('one question, and whatever changed since is seen', async () => {
    const rounds = async (): Promise<number> => {
      sent.length = 0;
      expect(await migrate(db, config)).toMatchObject({ applied: [], recorded: SEED_LENGTH });
      return sent.length;
    };
    expect(await rounds()).toBe(1);
    expect(sent[0]).toContain('md5');
    expect(sent[0]).not.toContain('h.*');

    await query(url, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('of another branch', 1)");
    expect(await rounds()).toBeGreaterThan(1);
    await query(url, "delete from drizzle.__drizzle_migrations where hash = 'of another branch'");
    expect(await rounds()).toBe(1);

    const other = { ...config, migrationsTable: 'other' };
    expect((await refused(pending(db, other))).why).toContain('history-elsewhere');
    expect(await rounds()).toBe(1);

    const [first = ''] = readdirSync(project.folder, { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.sql'))
      .sort();
    appendFileSync(join(project.folder, first), ' ');
    utimesSync(join(project.folder, first), 1_700_000_000, 1_700_000_000);
    expect(await rounds()).toBeGreaterThan(1);

    add(project, line, 'more', 'CREATE TABLE "more" ();');
    expect((await pending(db, config)).map((p) => p.sql)).toEqual(['CREATE TABLE "more" ();']);
    expect((await migrate(db, config)).applied).toHaveLength(1);
    rmSync(project.folder, { recursive: true });
    expect((await refused(migrate(db, config))).exit).toBe(2);
  });
});
