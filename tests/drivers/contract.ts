/** What every driver's session keeps, whatever is behind it; what it declares it cannot do in `can` is held to be impossible in fact. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost, DatabaseError, type Notice, type Result, type Session } from '../../src/drivers/session.ts';
import type { Environment } from '../../src/model/target.ts';
import { WRITE } from './environment.ts';

/** One driver and a database that it reaches. */
export interface Place {
  name: string;
  /** The machine has not what it takes. */
  skip: boolean;
  /** A database of one's own, and an environment whose driver is the one under test. */
  make(): Promise<{ environment: Environment; remove(): Promise<void> }>;
  /** Bytes that a message must have to be refused; without it there is no such limit. */
  tooLarge?: number;
}

export async function refusal(work: Promise<unknown>): Promise<DatabaseError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return error as DatabaseError;
}

/** How many statements had completed: right where it is told, and told wherever the driver says that it is. */
function expectCompleted(session: Session, error: DatabaseError, completed: number): void {
  if (session.can.counts) expect(error.counted).toBe(true);
  expect(error.completed).toBe(error.counted ? completed : 0);
}

/** Whole tags, or their first words from a driver that knows no more. */
function expectTags(session: Session, results: readonly Result[], tags: readonly string[]): void {
  const seen = (tag: string): string => (session.can.counts ? tag : (tag.split(' ')[0] ?? ''));
  expect(results.map(({ tag }) => seen(tag))).toEqual(tags.map(seen));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function contract({ name, skip, make, tooLarge }: Place): void {
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
      expectTags(session, results, ['CREATE TABLE', 'INSERT 0 2', 'UPDATE 2', 'SELECT 2', 'SELECT 2', 'DELETE 2', 'DROP TABLE']);
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
        severity: 'ERROR',
        table: 'half',
        constraint: 'only_one',
        schema: 'public',
        position: null,
      });
      expectCompleted(session, error, 3);
      expect(error.detail).toContain('(id)=(1)');
      if (session.can.session) {
        expect((await refusal(session.send('select 1'))).sqlstate).toBe('25P02');
        await session.send('rollback');
      }
      expect(await session.send(`select to_regclass('half') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('undoes the statements before the failing one when there is no explicit transaction', async () => {
      expectCompleted(session, await refusal(session.send('create table implicit (a int); select 1/0; select 2')), 1);
      expect(await session.send(`select to_regclass('implicit') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('runs nothing when the syntax is wrong anywhere, and says where', async () => {
      const text = `create table never (a text default '🚢'); selec 1`;
      const error = await refusal(session.send(text));
      expect(error).toMatchObject({ sqlstate: '42601' });
      expectCompleted(session, error, 0);
      // In characters: the ship is one, although JavaScript counts two.
      expect([...text].slice((error.position ?? 0) - 1).join('')).toBe('selec 1');
      expect(await session.send(`select to_regclass('never') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('keeps every field of a refusal', async () => {
      expect((await refusal(session.send('select lenght(1::text)'))).hint).not.toBeNull();
      await session.send('create table strict (needed int not null)');
      const missing = await refusal(session.send('insert into strict values (null)'));
      expect(missing).toMatchObject({ sqlstate: '23502', schema: 'public', table: 'strict', column: 'needed' });
      expect(missing.source).toMatch(/^\w+, \w+\.c:\d+$/);
      await session.send('create domain positive as int constraint above_zero check (value > 0)');
      expect(await refusal(session.send('select 0::positive'))).toMatchObject({
        sqlstate: '23514',
        schema: 'public',
        dataType: 'positive',
        constraint: 'above_zero',
      });
      const raised = await refusal(
        session.send(`do $$ begin raise exception 'no' using errcode = 'TM001', detail = 'd', hint = 'h'; end $$`),
      );
      expect(raised).toMatchObject({
        sqlstate: 'TM001',
        severity: 'ERROR',
        message: 'no',
        detail: 'd',
        hint: 'h',
        position: null,
      });
      expect(raised.context).toContain('PL/pgSQL');
      expect(await refusal(session.send(`do $$ begin execute 'select 1 +'; end $$`))).toMatchObject({
        sqlstate: '42601',
        internalQuery: 'select 1 +',
        internalPosition: 11,
        position: null,
      });
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

    it('carries a statement of 10 MB and an answer as large, or says that it cannot', async () => {
      const whole = 'é🚢x'.repeat(Math.ceil((tooLarge ?? 10 * 2 ** 20) / 7));
      const message = (text: string): string => `select '${text}' as long`;
      if (tooLarge !== undefined) {
        const before = session.sent;
        await expect(session.send(message(whole))).rejects.toBeInstanceOf(Problem);
        expect(session.sent).toBe(before);
      }
      const long = tooLarge === undefined ? whole : 'é🚢x'.repeat(Math.floor((tooLarge * 0.9) / 7));
      const [result] = await session.send(message(long));
      expect(result?.rows[0]?.['long'] === long).toBe(true);
    });

    it('carries 5,000 statements in one message', async () => {
      const results = await session.send('select 1 as n;'.repeat(5_000));
      expect(results.length).toBe(5_000);
      expect(results.at(-1)?.rows).toEqual([{ n: '1' }]);
    });

    it('runs nothing of a message that holds NUL', async () => {
      await expect(session.send('create table nul (a int);\0 select 1')).rejects.toThrow();
      expect(await session.send(`select to_regclass('nul') as t`)).toMatchObject([{ rows: [{ t: null }] }]);
    });

    it('keeps names and values as they are written, quoted and in every script', async () => {
      const name = 'Tabelle "ü" 表 🚢 \\ $1 ; --';
      const quoted = `"${name.replaceAll('"', '""')}"`;
      await session.send(
        `create table ${quoted} (${quoted} text); insert into ${quoted} values ('a;b''c'), (E'\\n\\t'), ($$;$$)`,
      );
      const [result] = await session.send(`select * from ${quoted}`);
      expect(result?.rows).toEqual([{ [name]: "a;b'c" }, { [name]: '\n\t' }, { [name]: ';' }]);
    });

    it('takes messages that are sent at once in turn', async () => {
      const before = session.sent;
      const answers = await Promise.all([1, 2, 3].map((n) => session.send(`select ${n} as n`)));
      expect(answers.map(([r]) => r?.rows[0]?.['n'])).toEqual(['1', '2', '3']);
      expect(session.sent).toBe(before + 3);
    });

    it('refuses COPY FROM STDIN with a reason, loses what COPY TO STDOUT prints, and stays usable', async () => {
      await session.send('create table copied (a int); insert into copied values (1), (2)');
      const refused = (await session.send('copy copied from stdin; select 1').catch((error: unknown) => error)) as Error;
      expect([DatabaseError, Problem].some((kind) => refused instanceof kind)).toBe(true);
      expect(refused.message).toContain('COPY');
      if (session.can.session) {
        const out = `copy (select repeat('x', 1000) from generate_series(1, 300)) to stdout; copy copied to stdout; select 1 as n`;
        const results = await session.send(out);
        expectTags(session, results, ['COPY 300', 'COPY 2', 'SELECT 1']);
        expect(results.map((r) => r.rows)).toEqual([[], [], [{ n: '1' }]]);
        const mixed = await refusal(session.send('copy copied to stdout; copy copied from stdin'));
        expectCompleted(session, mixed, 1);
      }
      expect(await session.send('select count(*) as n from copied')).toMatchObject([{ rows: [{ n: '2' }] }]);
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
        expectTags(session, results, ['SET', 'SELECT 1', 'RESET']);
        return;
      }
      await session.send('create table waited (a int)');
      expect((await refusal(session.send(`begin; set local statement_timeout = 50; select pg_sleep(10); commit`))).sqlstate).toBe(
        '57014',
      );
      if (session.can.session) await session.send('rollback');
      if (!session.can.concurrent) return;
      const other = await openSession(made.environment, WRITE);
      const held = other.send('begin; lock table waited; select pg_sleep(0.5); commit');
      await pause(200);
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
      expect(lost.cause).toMatchObject({ sqlstate: '57P01', severity: 'FATAL', completed: 2 });
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

    it('is abandoned within two seconds: what waits is told that the connection was lost', async () => {
      if (!session.can.concurrent || !session.can.session) return;
      const brief = await openSession(made.environment, WRITE);
      const waits = brief.send('create table abandoned (a int); select pg_sleep(3)').catch((error: unknown) => error);
      const next = brief.send('select 1').catch((error: unknown) => error);
      await pause(100);
      const begun = Date.now();
      await brief.close();
      expect(Date.now() - begun).toBeLessThan(2_500);
      expect(await waits).toBeInstanceOf(ConnectionLost);
      expect(await next).toBeInstanceOf(Error);
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
