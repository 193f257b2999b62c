/** Every driver keeps the same contract: what a session is, whatever is behind it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost, DatabaseError, type Notice, type Session } from '../../src/drivers/session.ts';
import type { Environment } from '../../src/model/target.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { environmentOf, WRITE } from './environment.ts';

interface Place {
  name: string;
  skip: boolean;
  make(): Promise<{ environment: Environment; remove(): Promise<void> }>;
}

const onServer = (major: number): Place => {
  const server = sharedServer(major);
  return {
    name: `pg on PostgreSQL ${major}`,
    skip: server === null,
    async make() {
      if (server === null) throw new Error('skipped');
      const url = await createDatabase(server);
      return { environment: environmentOf('pg', url), remove: () => dropDatabase(server, url) };
    },
  };
};

const onPglite: Place = {
  name: 'pglite',
  skip: false,
  async make() {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-contract-'));
    return {
      environment: environmentOf('pglite', join(folder, 'data')),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
};

async function refusal(work: Promise<unknown>): Promise<DatabaseError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return error as DatabaseError;
}

describe.each([...MAJORS.map(onServer), onPglite])('$name', ({ skip, make }) => {
  let made: Awaited<ReturnType<Place['make']>>;
  let session: Session;

  beforeAll(async () => {
    if (skip) return;
    made = await make();
    session = await openSession(made.environment, WRITE);
  });
  afterAll(async () => {
    if (skip) return;
    await session.close();
    await made.remove();
  });

  it.skipIf(skip)('gives values as PostgreSQL prints them', async () => {
    const [, , result] = await session.send(`set time zone 'UTC'; set bytea_output = hex;
      select 9223372036854775807::bigint as big, 1.10::numeric as num, 'NaN'::float8 as nan, true as yes, false as no, null::text as nothing,
        '' as empty, 'Zoë 🚢 \\ "q"' as unicode, '2024-02-29 12:30:00.123456+00'::timestamptz as moment, '\\x00ff'::bytea as bytes,
        '{"b": 1,  "a": null}'::json as json, '{"b":1,"a":null}'::jsonb as jsonb, array['a', null, 'b,c'] as list, 'x'::char(3) as padded,
        1 as "__proto__", interval '1 day 2 hours' as span, null::int[] as nolist`);
    expect(result?.tag).toBe('SELECT 1');
    expect(Object.entries(result?.rows[0] ?? {})).toEqual([
      ['big', '9223372036854775807'],
      ['num', '1.10'],
      ['nan', 'NaN'],
      ['yes', 't'],
      ['no', 'f'],
      ['nothing', null],
      ['empty', ''],
      ['unicode', 'Zoë 🚢 \\ "q"'],
      ['moment', '2024-02-29 12:30:00.123456+00'],
      ['bytes', '\\x00ff'],
      ['json', '{"b": 1,  "a": null}'],
      ['jsonb', '{"a": null, "b": 1}'],
      ['list', '{a,NULL,"b,c"}'],
      ['padded', 'x  '],
      ['__proto__', '1'],
      ['span', '1 day 02:00:00'],
      ['nolist', null],
    ]);
  });

  it.skipIf(skip)('answers several statements in one message, each with its tag and rows', async () => {
    const before = session.sent;
    const results = await session.send(`create table several (a int); insert into several values (1), (2);
      update several set a = a + 1; select a from several order by 1; select from several; delete from several; drop table several`);
    expect(results.map((r) => r.tag)).toEqual([
      'CREATE TABLE',
      'INSERT 0 2',
      'UPDATE 2',
      'SELECT 2',
      'SELECT 2',
      'DELETE 2',
      'DROP TABLE',
    ]);
    expect(results.map((r) => r.rows.length)).toEqual([0, 0, 0, 2, 2, 0, 0]);
    expect(results[3]?.rows).toEqual([{ a: '2' }, { a: '3' }]);
    expect(session.sent).toBe(before + 1);
  });

  it.skipIf(skip)('gives nothing for a message without a statement', async () => {
    for (const text of ['', '   \n', ';', '-- only a comment\n', '/* and */ ; ;']) expect(await session.send(text)).toEqual([]);
  });

  it.skipIf(skip)('says how many statements had completed, and is usable after rollback', async () => {
    const error = await refusal(
      session.send(`begin; create table half (id int constraint only_one primary key); insert into half values (1);
      insert into half values (1); insert into half values (2); commit`),
    );
    expect(error).toMatchObject({
      sqlstate: '23505',
      completed: 3,
      severity: 'ERROR',
      table: 'half',
      constraint: 'only_one',
      schema: 'public',
      position: null,
    });
    expect(error.detail).toContain('(id)=(1)');
    expect((await refusal(session.send('select 1'))).sqlstate).toBe('25P02');
    await session.send('rollback');
    expect(await session.send(`select to_regclass('half') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
  });

  it.skipIf(skip)('undoes the statements before the failing one when there is no explicit transaction', async () => {
    expect((await refusal(session.send('create table implicit (a int); select 1/0; select 2'))).completed).toBe(1);
    expect(await session.send(`select to_regclass('implicit') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
  });

  it.skipIf(skip)('runs nothing when the syntax is wrong anywhere, and says where', async () => {
    const text = `create table never (a text default '🚢'); selec 1`;
    const error = await refusal(session.send(text));
    expect(error).toMatchObject({ sqlstate: '42601', completed: 0 });
    // In characters: the ship is one, although JavaScript counts two.
    expect([...text].slice((error.position ?? 0) - 1).join('')).toBe('selec 1');
    expect(await session.send(`select to_regclass('never') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
  });

  it.skipIf(skip)('keeps hint, column and PL/pgSQL context', async () => {
    expect((await refusal(session.send('select lenght(1::text)'))).hint).not.toBeNull();
    await session.send('create temp table strict (needed int not null)');
    expect(await refusal(session.send('insert into strict values (null)'))).toMatchObject({
      sqlstate: '23502',
      column: 'needed',
      table: 'strict',
    });
    const raised = await refusal(
      session.send(`do $$ begin raise exception 'no' using errcode = 'TM001', detail = 'd', hint = 'h'; end $$`),
    );
    expect(raised).toMatchObject({ sqlstate: 'TM001', message: 'no', detail: 'd', hint: 'h' });
    expect(raised.context).toContain('PL/pgSQL');
  });

  it.skipIf(skip)('tells notices', async () => {
    const heard: Notice[] = [];
    session.onNotice((notice) => heard.push(notice));
    await session.send(`drop table if exists nowhere; do $$ begin raise warning 'mind'; end $$`);
    expect(session.can.notices).toBe(true);
    expect(heard).toEqual([
      { severity: 'NOTICE', code: '00000', message: 'table "nowhere" does not exist, skipping' },
      { severity: 'WARNING', code: '01000', message: 'mind' },
    ]);
  });

  it.skipIf(skip)('carries a statement of 5 MB and an answer as large', async () => {
    const long = 'é🚢x'.repeat((5 * 2 ** 20) / 7);
    const [result] = await session.send(`select '${long}' as long, md5('${'a'.repeat(1000)}') as sum`);
    expect(result?.rows[0]?.['long'] === long).toBe(true);
  });

  it.skipIf(skip)('takes messages that are sent at once in turn', async () => {
    const before = session.sent;
    const answers = await Promise.all([1, 2, 3].map((n) => session.send(`select ${n} as n`)));
    expect(answers.map(([r]) => r?.rows[0]?.['n'])).toEqual(['1', '2', '3']);
    expect(session.sent).toBe(before + 3);
  });

  it.skipIf(skip)('refuses COPY FROM STDIN and stays usable', async () => {
    await session.send('create temp table copied (a int)');
    expect(await session.send('copy copied from stdin; select 1').catch((error: unknown) => error)).toBeInstanceOf(DatabaseError);
    expect(await session.send('select 1 as n')).toMatchObject([{ rows: [{ n: '1' }] }]);
  });

  it.skipIf(skip)('cancels, where it can', async () => {
    if (!session.can.cancel) return session.cancel();
    const slow = refusal(session.send('select pg_sleep(30)'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.cancel();
    expect((await slow).sqlstate).toBe('57014');
    expect(await session.send('select 1 as n')).toMatchObject([{ rows: [{ n: '1' }] }]);
  });

  it.skipIf(skip)('obeys statement_timeout and lock_timeout, where it can', async () => {
    if (!session.can.timeouts) return;
    expect((await refusal(session.send(`set statement_timeout = 50; select pg_sleep(10)`))).sqlstate).toBe('57014');
    await session.send('reset statement_timeout; create table waited (a int)');
    const other = await openSession(made.environment, WRITE);
    await other.send('begin; lock table waited');
    expect((await refusal(session.send(`set lock_timeout = 50; select * from waited`))).sqlstate).toBe('55P03');
    await other.close();
    await session.send('reset lock_timeout; drop table waited');
  });

  it.skipIf(skip)('announces the backend it talks to, where there is one', async () => {
    const [result] = await session.send('select pg_backend_pid()::text as pid');
    if (session.driver === 'pglite') expect(session.announcedPid).toBeNull();
    else expect(String(session.announcedPid)).toBe(result?.rows[0]?.['pid']);
  });

  it.skipIf(skip)('says that the connection was lost when the server ends it, with what it said last', async () => {
    if (!session.can.concurrent) return;
    const victim = await openSession(made.environment, WRITE);
    const slow = victim.send('begin; select 1; select pg_sleep(30)').catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.send(`select pg_terminate_backend(${victim.announcedPid})`);
    const lost = (await slow) as ConnectionLost;
    expect(lost).toBeInstanceOf(ConnectionLost);
    expect(lost.cause).toBeInstanceOf(DatabaseError);
    expect(lost.cause).toMatchObject({ sqlstate: '57P01', completed: 2 });
    await expect(victim.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
    await victim.close();
  });

  it.skipIf(skip)('survives being ended while idle, and says so at the next message', async () => {
    if (!session.can.concurrent) return;
    const victim = await openSession(made.environment, WRITE);
    await session.send(`select pg_terminate_backend(${victim.announcedPid})`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(victim.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
    expect(victim.sent).toBe(0);
    await victim.close();
  });

  it.skipIf(skip)('can be closed twice and not used afterwards; closing ends an open transaction', async () => {
    if (!session.can.concurrent) return;
    const brief = await openSession(made.environment, WRITE);
    await brief.send('begin; create table gone (a int)');
    await brief.close();
    await brief.close();
    await expect(brief.send('select 1')).rejects.toThrow('closed');
    expect(await session.send(`select to_regclass('gone') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
  });
});
