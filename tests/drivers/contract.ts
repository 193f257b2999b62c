/** What every driver's session keeps, whatever is behind it; what it declares it cannot do in `can` is held to be impossible in fact. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost, DatabaseError, type Notice, type Session } from '../../src/drivers/session.ts';
import type { Environment } from '../../src/model/target.ts';
import { WRITE } from './environment.ts';

/** One driver and a database that it reaches. */
export interface Place {
  name: string;
  /** The machine has not what it takes. */
  skip: boolean;
  /** A database of one's own, and an environment whose driver is the one under test. */
  make(): Promise<{ environment: Environment; remove(): Promise<void> }>;
}

export async function refusal(work: Promise<unknown>): Promise<DatabaseError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return error as DatabaseError;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function contract({ name, skip, make }: Place): void {
  describe.skipIf(skip)(name, () => {
    let made: Awaited<ReturnType<Place['make']>>;
    let session: Session;

    beforeAll(async () => {
      made = await make();
      session = await openSession(made.environment, WRITE);
    });
    afterAll(async () => {
      await session.close();
      await made.remove();
    });

    it('gives values as PostgreSQL prints them', async () => {
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

    it('answers several statements in one message, each with its tag and rows', async () => {
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

    it('gives nothing for a message without a statement', async () => {
      for (const text of ['', '   \n', ';', '-- only a comment\n', '/* and */ ; ;']) expect(await session.send(text)).toEqual([]);
    });

    it('says how many statements had completed, and is usable after rollback', async () => {
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
      if (session.can.session) {
        expect((await refusal(session.send('select 1'))).sqlstate).toBe('25P02');
        await session.send('rollback');
      }
      expect(await session.send(`select to_regclass('half') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('undoes the statements before the failing one when there is no explicit transaction', async () => {
      expect((await refusal(session.send('create table implicit (a int); select 1/0; select 2'))).completed).toBe(1);
      expect(await session.send(`select to_regclass('implicit') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('runs nothing when the syntax is wrong anywhere, and says where', async () => {
      const text = `create table never (a text default '🚢'); selec 1`;
      const error = await refusal(session.send(text));
      expect(error).toMatchObject({ sqlstate: '42601', completed: 0 });
      // In characters: the ship is one, although JavaScript counts two.
      expect([...text].slice((error.position ?? 0) - 1).join('')).toBe('selec 1');
      expect(await session.send(`select to_regclass('never') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('keeps hint, column and PL/pgSQL context', async () => {
      expect((await refusal(session.send('select lenght(1::text)'))).hint).not.toBeNull();
      await session.send('create table strict (needed int not null)');
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

    it('tells notices, or none', async () => {
      const heard: Notice[] = [];
      session.onNotice((notice) => heard.push(notice));
      await session.send(`drop table if exists nowhere; do $$ begin raise warning 'mind'; end $$`);
      const expected: Notice[] = [
        { severity: 'NOTICE', code: '00000', message: 'table "nowhere" does not exist, skipping' },
        { severity: 'WARNING', code: '01000', message: 'mind' },
      ];
      expect(heard).toEqual(session.can.notices ? expected : []);
    });

    it('keeps what a message set for the next one, or nothing', async () => {
      await session.send(`set application_name = 'kept'`);
      const [result] = await session.send(`select current_setting('application_name') as name`);
      if (session.can.session) expect(result?.rows).toEqual([{ name: 'kept' }]);
      else expect(result?.rows).not.toEqual([{ name: 'kept' }]);
    });

    it('carries a statement of 5 MB and an answer as large', async () => {
      const long = 'é🚢x'.repeat((5 * 2 ** 20) / 7);
      const [result] = await session.send(`select '${long}' as long, md5('${'a'.repeat(1000)}') as sum`);
      expect(result?.rows[0]?.['long'] === long).toBe(true);
    });

    it('takes messages that are sent at once in turn', async () => {
      const before = session.sent;
      const answers = await Promise.all([1, 2, 3].map((n) => session.send(`select ${n} as n`)));
      expect(answers.map(([r]) => r?.rows[0]?.['n'])).toEqual(['1', '2', '3']);
      expect(session.sent).toBe(before + 3);
    });

    it('refuses COPY FROM STDIN and stays usable', async () => {
      await session.send('create table copied (a int)');
      expect(await session.send('copy copied from stdin; select 1').catch((error: unknown) => error)).toBeInstanceOf(
        DatabaseError,
      );
      expect(await session.send('select 1 as n')).toMatchObject([{ rows: [{ n: '1' }] }]);
    });

    it('cancels, or lets the statement end', async () => {
      const seconds = session.can.cancel ? 30 : 0.4;
      const slow = session.send(`select pg_sleep(${seconds})`).catch((error: unknown) => error);
      await pause(100);
      await session.cancel();
      if (session.can.cancel) expect(await slow).toMatchObject({ sqlstate: '57014' });
      else expect(await slow).toMatchObject([{ tag: 'SELECT 1' }]);
      expect(await session.send('select 1 as n')).toMatchObject([{ rows: [{ n: '1' }] }]);
    });

    it('obeys statement_timeout and lock_timeout, or neither', async () => {
      if (!session.can.timeouts) {
        const results = await session.send('set statement_timeout = 50; select pg_sleep(0.2); reset statement_timeout');
        expect(results.map((r) => r.tag)).toEqual(['SET', 'SELECT 1', 'RESET']);
        return;
      }
      await session.send('create table waited (a int)');
      expect((await refusal(session.send(`begin; set local statement_timeout = 50; select pg_sleep(10); commit`))).sqlstate).toBe(
        '57014',
      );
      if (session.can.session) await session.send('rollback');
      if (!session.can.concurrent) return;
      const other = await openSession(made.environment, WRITE);
      const held = other.send('begin; lock table waited; select pg_sleep(1); commit');
      await pause(300);
      const text = 'begin; set local lock_timeout = 50; select * from waited; commit';
      expect((await refusal(session.send(text))).sqlstate).toBe('55P03');
      if (session.can.session) await session.send('rollback');
      await held;
      await other.close();
      await session.send('drop table waited');
    });

    it('has a second session beside it, or refuses one', async () => {
      const second = await openSession(made.environment, WRITE).catch((error: unknown) => error);
      if (!session.can.concurrent) {
        expect(second).toBeInstanceOf(Problem);
        return;
      }
      expect(await (second as Session).send('select 1 as n')).toMatchObject([{ rows: [{ n: '1' }] }]);
      await (second as Session).close();
    });

    it('announces the backend it talks to, where there is one', async () => {
      const [result] = await session.send('select pg_backend_pid()::text as pid');
      if (!session.can.concurrent || !session.can.session) expect(session.announcedPid).toBeNull();
      else expect(String(session.announcedPid)).toBe(result?.rows[0]?.['pid']);
    });

    it('says that the connection was lost when the server ends it, with what it said last', async () => {
      if (!session.can.concurrent || !session.can.session) return;
      const victim = await openSession(made.environment, WRITE);
      const slow = victim.send('begin; select 1; select pg_sleep(30)').catch((error: unknown) => error);
      await pause(100);
      await session.send(`select pg_terminate_backend(${victim.announcedPid})`);
      const lost = (await slow) as ConnectionLost;
      expect(lost).toBeInstanceOf(ConnectionLost);
      expect(lost.cause).toBeInstanceOf(DatabaseError);
      expect(lost.cause).toMatchObject({ sqlstate: '57P01', completed: 2 });
      await expect(victim.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
      await victim.close();
    });

    it('survives being ended while idle, and says so at the next message', async () => {
      if (!session.can.concurrent || !session.can.session) return;
      const victim = await openSession(made.environment, WRITE);
      await session.send(`select pg_terminate_backend(${victim.announcedPid})`);
      await pause(100);
      await expect(victim.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
      expect(victim.sent).toBe(0);
      await victim.close();
    });

    it('can be closed twice and not used afterwards; closing ends an open transaction', async () => {
      if (!session.can.concurrent) return;
      const brief = await openSession(made.environment, WRITE);
      if (brief.can.session) await brief.send('begin; create table gone (a int)');
      await brief.close();
      await brief.close();
      await expect(brief.send('select 1')).rejects.toThrow('closed');
      expect(await session.send(`select to_regclass('gone') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });
  });
}
