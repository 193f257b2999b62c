/** Questions to a live database that it does not answer, or answers in part: a reason for one environment, never a wrong number. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost, type Session } from '../../src/drivers/session.ts';
import type { Environment } from '../../src/model/index.ts';
import { got } from '../../src/model/index.ts';
import { readAudits } from '../../src/read/audit/audits.ts';
import { countRows } from '../../src/read/audit/seed-rows.ts';
import { urlEnvironment } from '../../src/read/config/environments.ts';
import type { Looking } from '../../src/read/looking.ts';
import { replayOf } from '../../src/read/replay/replay.ts';
import type { Seen } from '../../src/read/seen.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import { createDatabase, dropDatabase, freshName } from '../servers.ts';
import { HISTORY, migrationsFrom } from '../shadow/migrations.ts';
import { sharedServer } from '../shared-server.ts';

const server = sharedServer(15);

const at = (url: string, name = 'dev'): Environment => {
  const read = urlEnvironment(process.cwd(), url, name);
  if (!read.ok) throw new Error(read.why);
  return read.value;
};
const opened = (url: string): Promise<Session> => openSession(at(url), { mode: 'read', applicationName: 'tidemark test' });

describe.skipIf(server === null)('counting rows', () => {
  const role = freshName();
  let url = '';
  let admin: pg.Client;
  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    admin = new pg.Client(url);
    await admin.connect();
    await admin.query(`create role ${role} login password 'quay-11';
      create table held (a int); create table free (a int); insert into held values (1); insert into free values (1), (2);
      create table hidden (a int); insert into hidden values (1); alter table hidden enable row level security;
      grant select on all tables in schema public to ${role}`);
  });
  afterAll(async () => {
    if (!server) return;
    await admin.query(`drop owned by ${role}; drop role ${role}`);
    await admin.end();
    await dropDatabase(server, url);
  });

  test('a table that somebody holds is not waited for, the others are counted', async () => {
    const session = await opened(url);
    try {
      await admin.query('begin; lock table held');
      expect(await countRows(session, ['public.held', 'public.free'])).toEqual([null, 2]);
      await admin.query('rollback');
      expect(await countRows(session, ['public.held', 'public.free'])).toEqual([1, 2]);
    } finally {
      await session.close();
    }
  }, 30_000);

  test('where only some of the rows may be seen none is counted', async () => {
    const reader = new URL(url);
    reader.username = role;
    reader.password = 'quay-11';
    const session = await opened(reader.href);
    try {
      expect(await countRows(session, ['public.hidden', 'public.free'])).toEqual([null, 2]);
    } finally {
      await session.close();
    }
  });
});

test('an environment whose connection is lost leaves the others as they are', async () => {
  const migrations = migrationsFrom('CREATE TABLE a (x int)');
  const shadow = await openShadow({ major: null, extensions: [], root: process.cwd() });
  try {
    const replay = await replayOf(shadow, migrations, { history: HISTORY });
    const names = ['one', 'other'];
    const seen = {
      project: { root: process.cwd(), out: 'drizzle', ...HISTORY },
      folder: { layout: 'journal', files: [] },
      migrations: got(migrations),
    };
    const looking = {
      environments: names.map((name) => at('postgres://a@h/d', name)),
      project: {},
      open: ({ name }: Environment) =>
        name === 'one' ? Promise.reject(new ConnectionLost('It was lost.')) : Promise.resolve(shadow),
    };
    const catalogs = new Map(names.map((name) => [name, got(replay.final)]));
    const audits = await readAudits(seen as unknown as Seen, looking as unknown as Looking, catalogs, got(replay));
    expect(audits.get('one')).toEqual({ ok: false, why: 'It was lost.' });
    expect(audits.get('other')).toMatchObject({ ok: true, value: { own: { stands: { is: 'at', migration: '0000_m' } } } });
  } finally {
    await shadow.end();
  }
});
