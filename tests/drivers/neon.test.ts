/** Neon's two drivers behind an endpoint like Neon's: the contract of every driver, and what is theirs alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neon } from '@neondatabase/serverless';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost, type DatabaseError, type Session } from '../../src/drivers/session.ts';
import { LOCK_HELD, STALE, tryLock } from '../../src/sql/guard.ts';
import { createHistoryTable, PLAIN_OUTPUT } from '../../src/sql/history.ts';
import { HTTP_LIMIT } from '../../src/sql/one-request.ts';
import { doBlock } from '../../src/sql/quote.ts';
import { MAJORS } from '../majors.ts';
import { type NeonEndpoint, neonEndpoint } from '../neon-endpoint.ts';
import { createDatabase, dropDatabase, PASSWORD } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { contract, refusal } from './contract.ts';
import { environmentOf, READ, WRITE } from './environment.ts';

for (const driver of ['neon-http', 'neon-websocket']) {
  for (const major of MAJORS) {
    const server = sharedServer(major);
    contract({
      name: `${driver} on PostgreSQL ${major}`,
      skip: server === null,
      ...(driver === 'neon-http' ? { tooLarge: HTTP_LIMIT } : {}),
      async make() {
        if (server === null) throw new Error('skipped');
        const url = await createDatabase(server);
        const endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
        const remove = async (): Promise<void> => {
          await endpoint.stop();
          await dropDatabase(server, url);
        };
        return { environment: environmentOf(driver, endpoint.through(url)), remove };
      },
    });
  }
}

const server = sharedServer(15);
const HISTORY = { schema: 'drizzle', name: '__drizzle_migrations' };

/** Drops, creates, indexes and comments without a breakpoint between them: what the stock HTTP migrator refuses. */
const FILES = [
  `create table config (id serial primary key, version int not null);
   create index config_version on config (version);
   comment on table config is 'one row a version; the newest counts';`,
  `drop index config_version; create unique index config_version on config (version); comment on index config_version is 'no two';`,
  `create table entries (id int primary key, config int references config, body jsonb not null default '{"a": ";"}');
   create index entries_body on entries using gin (body); comment on column entries.body is $$it's; "free"$$;`,
  `drop index if exists entries_body; alter table entries drop column body, add column amount numeric(10, 2);
   create index entries_amount on entries (amount); -- for the board; not for reports
   create function total() returns numeric language sql begin atomic select sum(amount) from entries; end;`,
  `insert into config (version) values (1), (2); insert into entries (id, config, amount) values (1, 1, 9.50);
   create view board as select total() as total; comment on view board is 'Zoë 🚢';`,
];

/** As `migrate` sends it: the lock, the guard, the file, the row. */
function migration(text: string, hash: string): string {
  const known = `select from drizzle.__drizzle_migrations where hash = '${hash}'`;
  const guard = `if exists (${known}) then raise exception using errcode = 'TM002', message = 'done'; end if;`;
  return `begin; set local lock_timeout = 300; ${PLAIN_OUTPUT}; ${tryLock(HISTORY)}; ${doBlock(guard)}; ${text};
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', 1); commit`;
}

describe.skipIf(server === null)('neon-http', () => {
  let url: string;
  let endpoint: NeonEndpoint;
  let session: Session;
  const open = (): Promise<Session> => openSession(environmentOf('neon-http', endpoint.through(url)), WRITE);
  const hashes = async (): Promise<string[]> => {
    const results = await session.send('select hash from drizzle.__drizzle_migrations order by id');
    return (results[0]?.rows ?? []).map((row) => row['hash'] ?? '');
  };

  beforeAll(async () => {
    if (server === null) return;
    url = await createDatabase(server);
    endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
    session = await open();
    await session.send(`create schema drizzle; ${createHistoryTable(HISTORY, '0.x')}`);
  });
  afterAll(async () => {
    await session.close();
    await endpoint.stop();
    if (server !== null) await dropDatabase(server, url);
  });

  it('applies files of several statements, each in one request with its row, which Neon refuses as one query', async () => {
    const sql = neon(endpoint.through(url));
    for (const [i, text] of FILES.entries()) {
      await expect(sql.query(text)).rejects.toMatchObject({
        code: '42601',
        message: 'cannot insert multiple commands into a prepared statement',
      });
      const before = endpoint.counts.requests;
      await session.send(migration(text, `file ${i}`));
      expect(endpoint.counts.requests).toBe(before + 1);
    }
    expect(await hashes()).toEqual(FILES.map((_, i) => `file ${i}`));
    expect(await session.send('select * from board')).toMatchObject([{ tag: 'SELECT 1', rows: [{ total: '9.50' }] }]);
  });

  it('gives an answer for every statement, BEGIN and COMMIT too', async () => {
    const results = await session.send(`begin; select 1 as a, 2 as a; set local lock_timeout = 5; commit`);
    expect(results).toEqual([
      { tag: 'BEGIN', rows: [] },
      { tag: 'SELECT 1', rows: [{ a: '2' }] },
      { tag: 'SET', rows: [] },
      { tag: 'COMMIT', rows: [] },
    ]);
  });

  it('reads in the transaction that the message asks for', async () => {
    const shown = `select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as only`;
    const level = async (begin: string) => (await session.send(`${begin}; ${shown}; commit`))[1]?.rows[0];
    expect(await level('begin')).toEqual({ level: 'read committed', only: 'off' });
    expect(await level('begin transaction isolation level repeatable read read only')).toEqual({
      level: 'repeatable read',
      only: 'on',
    });
    expect((await session.send(`select 1; ${shown}`))[1]?.rows[0]).toEqual({ level: 'read committed', only: 'off' });
  });

  it('ten at once: one applies, the others are stopped by the lock or by the guard', async () => {
    const runners = await Promise.all(Array.from({ length: 10 }, open));
    const text = `create table once (a int); select pg_sleep(0.2); insert into once values (1)`;
    const outcomes = await Promise.all(
      runners.map((runner) =>
        runner.send(migration(text, 'once')).then(
          () => 'applied',
          (error: DatabaseError) => error.sqlstate,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'applied')).toEqual(['applied']);
    expect(outcomes.filter((outcome) => outcome !== 'applied' && outcome !== LOCK_HELD && outcome !== STALE)).toEqual([]);
    expect((await hashes()).filter((hash) => hash === 'once')).toEqual(['once']);
    expect(await session.send('select count(*) as n from once')).toMatchObject([{ rows: [{ n: '1' }] }]);
  });

  it('leaves nothing of a file that fails, and keeps what was recorded before', async () => {
    const before = await hashes();
    const error = await refusal(
      session.send(migration('create table half (a int); insert into config (version) values (1)', 'half')),
    );
    expect(error).toMatchObject({ sqlstate: '23505', counted: false, position: null, constraint: 'config_version' });
    expect(await session.send(`select to_regclass('half') as half`)).toMatchObject([{ rows: [{ half: null }] }]);
    expect(await hashes()).toEqual(before);
  });

  it('finds the statement by its position, in any script, and by being the only one', async () => {
    const text = `begin; create table s (a text default '🚢🚢'); select 'ü' from s; select nowhere from s; select 1; commit`;
    const error = await refusal(session.send(text));
    expect(error).toMatchObject({ sqlstate: '42703', completed: 3, counted: true });
    expect([...text].slice((error.position ?? 0) - 1).join('')).toMatch(/^nowhere from s/);
    expect(await refusal(session.send('begin; select 1/0; commit'))).toMatchObject({
      sqlstate: '22012',
      completed: 1,
      counted: true,
    });
    const end = 'select 1; select (';
    expect((await refusal(session.send(end))).position).toBe(end.length + 1);
    // Too many to stand at their places: nothing is claimed.
    const many = `${'select 1;'.repeat(1000)} select nowhere;`;
    expect(await refusal(session.send(many))).toMatchObject({ sqlstate: '42703', counted: false, completed: 0, position: null });
  });

  it.each([
    ['begin; select 1', 'leaves its transaction open'],
    ['create table never (a int); commit; select 1', 'COMMIT stands inside it'],
    ['begin; create index concurrently c on config (version); commit', 'CREATE INDEX CONCURRENTLY'],
    ['copy config from stdin', 'COPY'],
    [`select '${'x'.repeat(HTTP_LIMIT)}'`, `and Neon takes ${HTTP_LIMIT}`],
  ])('refuses what cannot go (%#), sends nothing and names the drivers that can', async (text, why) => {
    const before = endpoint.counts.requests;
    const problem = (await session.send(text).catch((error: unknown) => error)) as Problem;
    expect(problem).toMatchObject({ code: 'not-over-http', message: expect.stringContaining(why) });
    expect(problem.fix).toContain('neon-websocket');
    expect(endpoint.counts.requests).toBe(before);
  });

  it('runs alone what must run alone', async () => {
    expect(await session.send('create index concurrently alone on config (version)')).toMatchObject([{ tag: 'CREATE' }]);
    expect(await session.send('vacuum config')).toMatchObject([{ tag: 'VACUUM' }]);
    const unforeseen = await refusal(session.send('select 1; cluster;'));
    expect(unforeseen).toMatchObject({ sqlstate: '25001' });
  });

  it.each([
    ['lost before', false],
    ['lost after', true],
    ['cut after', true],
    [500, false],
    [503, false],
  ] as const)('an answer that is %s: it is a lost connection, done or not', async (fault, done) => {
    endpoint.fail(fault);
    const lost = (await session.send(migration('select 1', `fault ${fault}`)).catch((error: unknown) => error)) as ConnectionLost;
    expect(lost).toBeInstanceOf(ConnectionLost);
    expect(lost.message).not.toContain(PASSWORD);
    expect(lost.message).toMatch(
      typeof fault === 'number' ? `HTTP status ${fault}): Control plane request failed` : 'The answer did not come: ',
    );
    expect((await hashes()).includes(`fault ${fault}`)).toBe(done);
  });

  it('a backend that is ended is a lost connection, with what it said last', async () => {
    const slow = session.send('begin; select pg_sleep(30); commit').catch((error: unknown) => error);
    const other = await open();
    const sleeping = `select pg_terminate_backend(pid) from pg_stat_activity where query ~ '^ *select pg_sleep' and datname = current_database()`;
    for (let ended = 0; ended === 0; ) ended = (await other.send(sleeping))[0]?.rows.length ?? 0;
    const lost = (await slow) as ConnectionLost;
    expect(lost).toBeInstanceOf(ConnectionLost);
    expect(lost.cause).toMatchObject({ sqlstate: '57P01', severity: 'FATAL' });
    await other.close();
  });

  it('is told by the endpoint that an answer is too large, and loses nothing', async () => {
    const large = (await session
      .send(`create table large (a int); select repeat('x', ${HTTP_LIMIT + 1}) as x`)
      .catch((e: unknown) => e)) as Error;
    expect(large).toBeInstanceOf(ConnectionLost);
    expect(large.message).toContain('response is too large');
    expect(await session.send(`select to_regclass('large') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
  });

  it('closing gives up what is waited for, and the endpoint cancels it', async () => {
    const brief = await open();
    const slow = brief.send(`begin; create table given_up (a int); select pg_sleep(30); commit`).catch((error: unknown) => error);
    const running = `select count(*) as n from pg_stat_activity where query ~ '^ *select pg_sleep' and state = 'active' and datname = current_database()`;
    const count = async () => (await session.send(running))[0]?.rows[0]?.['n'];
    await expect.poll(count).toBe('1');
    await brief.close();
    expect(await slow).toBeInstanceOf(ConnectionLost);
    await expect.poll(count).toBe('0');
    expect(await session.send(`select to_regclass('given_up') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
  });

  it('says that nothing left when nobody listens any more', async () => {
    const passing = await neonEndpoint({ host: '127.0.0.1', port: server?.port ?? 0 });
    const left = await openSession(environmentOf('neon-http', passing.through(url)), WRITE);
    await passing.stop();
    await expect(left.send('select 1')).rejects.toMatchObject({ code: 'connection-refused' });
  });
});

describe.skipIf(server === null).each(['neon-http', 'neon-websocket'])('%s, where it cannot connect', (driver) => {
  let endpoint: NeonEndpoint;
  const tls = mkdtempSync(join(tmpdir(), 'tidemark-neon-'));
  beforeAll(async () => {
    endpoint = await neonEndpoint({ host: '127.0.0.1', port: server?.port ?? 0 });
  });
  afterAll(async () => {
    await endpoint.stop();
    rmSync(tls, { recursive: true });
  });

  async function problemOf(url: string, over = {}): Promise<Problem> {
    const thrown = await openSession(environmentOf(driver, url, over), READ).then(
      (session) => session.close(),
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(Problem);
    const problem = thrown as Problem;
    const said = [problem.message, problem.why, problem.fix, String(problem.stack), JSON.stringify(problem)].join('\n');
    for (const secret of ['wr%40ng-pass', 'wr@ng-pass', url]) expect(said).not.toContain(secret);
    expect(said).not.toMatch(/undefined|\[object/);
    return problem;
  }
  const at = (): string => `127.0.0.1:${endpoint.port}`;
  const secret = 'wr%40ng-pass';

  it('a port where nobody listens, a host that does not exist', async () => {
    const free = createServer();
    const port = await listening(free);
    await new Promise((resolve) => free.close(resolve));
    expect((await problemOf(`postgres://u:${secret}@127.0.0.1:${port}/d`)).code).toBe('connection-refused');
    expect((await problemOf(`postgres://u:${secret}@nowhere.invalid/d`)).code).toBe('host-not-found');
    expect((await problemOf(`postgres://u:${secret}@nowhere-pooler.invalid.neon.tech.invalid/d`)).code).toBe('host-not-found');
  });

  it('a wrong password, none, a database that does not exist', async () => {
    const wrong = await problemOf(`postgres://postgres:${secret}@${at()}/postgres`);
    // Neon's HTTP endpoint says it in its own name, without an SQLSTATE.
    expect(wrong.code).toBe(driver === 'neon-http' ? 'connection-failed' : 'password-refused');
    expect(wrong.why).toContain('password authentication failed');
    expect((await problemOf(`postgres://postgres@${at()}/postgres`)).code).toBe('password-refused');
    expect((await problemOf(`postgres://postgres:${PASSWORD}@${at()}/not_there`)).code).toBe('database-absent');
  });

  it('something else that answers, something that says nothing', async () => {
    const web = createHttpServer((_, response) => response.writeHead(404).end('not here'));
    expect((await problemOf(`postgres://u:${secret}@127.0.0.1:${await listening(web)}/d`)).code).toBe('connection-failed');
    web.close();
    const silent = createServer(() => undefined);
    const url = `postgres://u:${secret}@127.0.0.1:${await listening(silent)}/d`;
    expect(await problemOf(url, { connectTimeout: 150 })).toMatchObject({ code: 'connect-timeout' });
    silent.close();
    expect(await problemOf(`postgres://u:${secret}@127.0.0.1:${server?.port}/d`)).toMatchObject({
      code: 'connection-failed',
      fix: expect.stringContaining("needs driver: 'pg'"),
    });
  });

  it('what it cannot keep of a URL is refused', async () => {
    expect((await problemOf(`postgres://u:${secret}@h/d?sslmode=verify-full&sslrootcert=/ca.pem`)).code).toBe('url-unsupported');
    expect((await problemOf(`postgres://u:${secret}@%2Ftmp/d`)).code).toBe('url-unsupported');
    expect((await problemOf(`postgres://u:${secret}@h/d`, { ca: 'PEM' })).code).toBe('url-unsupported');
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('a certificate of nobody known', async () => {
    const files = ['-keyout', join(tls, 'key.pem'), '-out', join(tls, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', ...files];
    execFileSync('openssl', request, { stdio: 'ignore' });
    const web = createHttpsServer({ key: readFileSync(join(tls, 'key.pem')), cert: readFileSync(join(tls, 'cert.pem')) });
    const url = `postgres://u:${secret}@127.0.0.1:${await listening(web)}/d?sslmode=require`;
    expect(await problemOf(url)).toMatchObject({
      code: 'certificate-refused',
      fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    web.close();
  });
});

const listening = async (server: NetServer): Promise<number> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
};
