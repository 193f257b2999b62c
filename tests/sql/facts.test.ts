import { PGlite } from '@electric-sql/pglite';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/base/fingerprint.ts';
import type { Statement } from '../../src/model/sql.ts';
import { readSqlFacts } from '../../src/read/folder/sql-facts.ts';
import { sqlParser } from '../../src/read/folder/sql-parser.ts';
import { statementDifference } from '../../src/sql/facts/difference.ts';
import { meaningText } from '../../src/sql/facts/meaning.ts';
import { factsOf, meaningOf, meaningsOf } from '../../src/sql/facts.ts';

const parser = await sqlParser();
const only = (sql: string): Statement => {
  const facts = factsOf(sql, parser);
  expect(facts.chunks[0]?.error, sql).toBeUndefined();
  expect(facts.statements.length, sql).toBe(1);
  return facts.statements[0]!;
};
const written = (s: Statement): string => {
  const refs = (sign: string, list: Statement['creates']) =>
    list.map((o) => `${sign}${o.kind} ${o.schema ? `${o.schema}.` : ''}${o.of ? `${o.of}.` : ''}${o.name}`);
  return [...refs('+', s.creates), ...refs('-', s.drops)].join(', ');
};

describe('creates and drops', () => {
  test.each([
    ['create table "app"."Users" (id int constraint pk primary key)', '+table app.Users'],
    ['create temp table if not exists t as select 1', '+table t'],
    ['select 1 into t2', '+table t2'],
    ['create foreign table f (a int) server s', '+table f'],
    [
      'alter table a.t add column x int, add constraint c check (x > 0), drop column y, drop constraint if exists d',
      '+column a.t.x, +constraint a.t.c, -column a.t.y, -constraint a.t.d',
    ],
    ['create unique index concurrently if not exists i on s.t (a)', '+index s.i'],
    ['create index on t (a)', ''],
    ["create type mood as enum ('a')", '+type mood'],
    ['create domain s.d as text', '+type s.d'],
    ['create type c as (a int)', '+type c'],
    ['create or replace view v as select 1', '+view v'],
    ['create materialized view mv as select 1', '+view mv'],
    ['create schema app create table t (a int)', '+schema app, +table app.t'],
    ['create sequence s.q', '+sequence s.q'],
    ['create or replace function s.f(a int) returns int language sql as $$ select 1; select 2 $$', '+function s.f'],
    ['create procedure p() begin atomic insert into t values (1); end', '+function p'],
    ['create extension if not exists "uuid-ossp"', '+extension uuid-ossp'],
    ['drop table if exists a, s.b cascade', '-table a, -table s.b'],
    ['drop type t', '-type t'],
    ['drop function s.f(int, text)', '-function s.f'],
    ['drop index concurrently i', '-index i'],
    ['drop schema a, b', '-schema a, -schema b'],
    ['drop extension x', '-extension x'],
    ['alter table a.t rename to u', '+table a.u, -table a.t'],
    ['alter table t rename column a to b', '+column t.b, -column t.a'],
    ['alter table t rename constraint a to b', '+constraint t.b, -constraint t.a'],
    ['alter index i rename to j', '+index j, -index i'],
    ['alter type a rename to b', '+type b, -type a'],
    ['alter schema a rename to b', '+schema b, -schema a'],
    ['alter table a.t set schema b', '+table b.t, -table a.t'],
    ['alter type a.t set schema b', '+type b.t, -type a.t'],
    ['drop policy p on t', ''],
  ])('%s', (sql, expected) => expect(written(only(sql))).toBe(expected));
});

describe('what cannot run in a transaction block', () => {
  test.each([
    ['create index concurrently i on t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['drop index concurrently i', 'DROP INDEX CONCURRENTLY'],
    ['reindex table concurrently t', 'REINDEX CONCURRENTLY'],
    ['reindex (concurrently off) table t', undefined],
    ['reindex schema s', 'REINDEX SCHEMA'],
    ['reindex database d', 'REINDEX DATABASE'],
    ['reindex system d', 'REINDEX SYSTEM'],
    ['alter table t detach partition p concurrently', 'ALTER TABLE ... DETACH CONCURRENTLY'],
    ['alter table t detach partition p', undefined],
    ['vacuum full t', 'VACUUM'],
    ['analyze t', undefined],
    ['cluster', 'CLUSTER'],
    ['cluster t using i', undefined],
    ["alter system set work_mem = '1MB'", 'ALTER SYSTEM'],
    ['create database d', 'CREATE DATABASE'],
    ['drop database d', 'DROP DATABASE'],
    ['alter database d set tablespace x', 'ALTER DATABASE SET TABLESPACE'],
    ["create tablespace x location '/x'", 'CREATE TABLESPACE'],
    ['drop tablespace x', 'DROP TABLESPACE'],
    ["create subscription s connection 'x' publication p", 'CREATE SUBSCRIPTION ... WITH (create_slot = true)'],
    ["create subscription s connection 'x' publication p with (connect = false)", undefined],
    ["create subscription s connection 'x' publication p with (create_slot = false)", undefined],
    ['alter subscription s refresh publication', 'ALTER SUBSCRIPTION ... REFRESH'],
    ['discard all', 'DISCARD ALL'],
    ["commit prepared 'x'", 'COMMIT PREPARED'],
    ["alter type m add value 'x'", undefined],
    ['do $$ begin execute $q$vacuum$q$; end $$', undefined],
    ['refresh materialized view concurrently mv', undefined],
  ])('%s', (sql, command) =>
    expect(only(sql).nonTransactional).toBe(command && `${command} cannot run inside a transaction block`),
  );
});

test.each([
  ['begin', 'begin'],
  ['start transaction', 'begin'],
  ['end', 'commit'],
  ['commit and chain', 'commit'],
  ['abort', 'rollback'],
  ['savepoint a', 'savepoint'],
  ['release a', 'savepoint'],
  ['rollback to a', 'savepoint'],
  ["prepare transaction 'x'", 'commit'],
  ['select 1', undefined],
])('control: %s', (sql, expected) => expect(only(sql).control).toBe(expected));

test.each([
  ["set search_path = 'a'", 'SET search_path'],
  ['set session statement_timeout = 0', 'SET statement_timeout'],
  ['set local statement_timeout = 0', undefined],
  ['set transaction isolation level serializable', undefined],
  ['set session characteristics as transaction read only', 'SET SESSION CHARACTERISTICS'],
  ["set time zone 'UTC'", 'SET timezone'],
  ['set role r', 'SET ROLE'],
  ['set session authorization u', 'SET SESSION AUTHORIZATION'],
  ['reset role', 'RESET ROLE'],
  ['reset all', 'RESET ALL'],
  ['listen c', 'LISTEN c'],
  ['discard temp', 'DISCARD TEMP'],
  ['set constraints all deferred', undefined],
  ["select pg_catalog.set_config('search_path', '', false)", "set_config('search_path')"],
  ["select 1 from t where (select set_config('a.b', x, false) from u) is null", "set_config('a.b')"],
  ["select set_config('search_path', '', true)", undefined],
  ["select set_config('search_path', '', 't')", undefined],
  ["select app.set_config('search_path', '', false)", undefined],
  ['alter role r set search_path = a', undefined],
])('session: %s', (sql, expected) => expect(only(sql).session).toBe(expected));

test.each([
  ['insert into t values (1)', true],
  ['with x as (delete from t returning *) select * from x', true],
  ['explain analyze update t set a = 1', true],
  ['explain update t set a = 1', false],
  ['merge into t using u on true when matched then delete', true],
  ['truncate t', true],
  ['copy t from stdin', true],
  ['copy t to stdout', false],
  ['copy (select f()) to stdout', true],
  ['do $$ begin end $$', true],
  ['call p()', true],
  ['select count(*), now(), lower(a) from t', false],
  ['select my_backfill()', true],
  ["select setval('s', 1)", true],
  ['select app.count(1)', true],
  ['create table t (id uuid default my_id())', false],
  ['create rule r as on insert to t do also insert into u values (1)', false],
  ['create function f() returns void begin atomic insert into t values (1); end', false],
  ['create table c as select f()', true],
])('data: %s', (sql, expected) => expect(only(sql).data).toBe(expected));

test.each([
  ['create table a (b int references s.c)', 'a s.c'],
  ['select * from a join b.c on true where exists (select from d)', 'a b.c d'],
  ['with x as (select * from x) select * from x, y', 'x y'],
  ['with x as (select 1) select * from x', ''],
  ['with recursive x as (select 1 union select * from x) select * from x', ''],
  ['with t as (select 1) insert into t select * from t', 't'],
  ['drop table a, s.b', 'a s.b'],
  ['drop trigger g on s.t', 's.t'],
  ['comment on column s.t.c is $$x$$', 's.t'],
  ['create policy p on t using (id in (select u from m))', 't m'],
  ['alter index i rename to j', ''],
  ['create sequence q', ''],
  ['create index i on t (a)', 't'],
  ['alter table a attach partition b default', 'a b'],
])('tables: %s', (sql, expected) => expect([...only(sql).tables].sort()).toEqual(expected.split(' ').filter(Boolean).sort()));

test('an added enum value, and a renamed one that is none', () => {
  expect(only("alter type s.mood add value if not exists 'x' before 'y'").addsEnumValue).toEqual({ type: 's.mood', value: 'x' });
  expect(only("alter type mood rename value 'x' to 'y'").addsEnumValue).toBeUndefined();
});

describe('chunks', () => {
  const BP = '--> statement-breakpoint';
  test('places of statements behind BOM-free emoji, CRLF and several chunks', () => {
    const text = `-- 😀é\r\nselect '😀';\r\n${BP}\r\n\r\n/* ü */ create table "t😀" (a int)  -- x\r\n;select 2${BP} select 3;${BP}\n-- only\n${BP}\n \n`;
    const { chunks, statements, meaning } = factsOf(text, parser);
    expect(statements.map((s) => [s.chunk, s.line, text.slice(s.offset, s.offset + s.length)])).toEqual([
      [0, 2, "select '😀'"],
      [1, 5, 'create table "t😀" (a int)'],
      [1, 6, 'select 2'],
      [2, 6, 'select 3'],
    ]);
    expect(chunks.map((c) => [c.line, c.statements, c.empty, c.onlyComments])).toEqual([
      [1, 1, false, false],
      [5, 2, false, false],
      [6, 1, false, false],
      [7, 0, false, true],
      [8, 0, true, false],
    ]);
    expect(meaning).not.toBeNull();
    expect(chunks.map((c) => text.slice(c.offset, c.offset + c.length))).toEqual(text.split(BP));
  });
  test('a fault is placed, and the statements beside it are still read', () => {
    const text = `select 1;${BP}\n-- 😀\r\ncreate table a (b int);\r\n/* 😀 */ create tabel c (); create table d ();`;
    const { chunks, statements, meaning, wholeParses } = factsOf(text, parser);
    expect(chunks[1]?.error).toEqual({ message: 'syntax error at or near "tabel"', line: 4, offset: text.indexOf('tabel') });
    expect(statements.map((s) => [s.chunk, s.line, s.node])).toEqual([
      [0, 1, 'SelectStmt'],
      [1, 3, 'CreateStmt'],
      [1, 4, 'CreateStmt'],
    ]);
    expect([meaning, wholeParses]).toEqual([null, false]);
  });
  test.each([
    ['a body', `create function f() returns int language sql as $$ select 1;${BP} select 2 $$;`, 1],
    ['a literal', `insert into t values ('a ${BP} b');`, 1],
    ['a comment', `/* create table a ();${BP}\ncreate table b ();*/`, 0],
    ['an atomic body', `create function f() returns int begin atomic select 1;${BP} select 2; end;`, 1],
    ['a rule', `create rule r as on insert to t do also (select 1;${BP} select 2);`, 1],
  ])('a breakpoint in %s: the whole parses', (_, text, count) => {
    const facts = factsOf(text, parser);
    expect(facts.wholeParses).toBe(true);
    expect(facts.meaning).toBeNull();
    expect(facts.statements.length).toBe(count);
    expect(facts.chunks.some((c) => c.error)).toBe(true);
  });
  test('a breakpoint behind a line comment, or without a semicolon, cuts like Drizzle', () => {
    expect(factsOf(`select 1 -- x ${BP}\nselect 2`, parser).chunks.map((c) => c.statements)).toEqual([1, 1]);
  });
  test('a byte order mark is refused by PostgreSQL, and changes no meaning', () => {
    const facts = factsOf('\ufeffcreate table a ();', parser);
    expect(facts.chunks[0]?.error?.line).toBe(1);
    expect(facts.statements.map((s) => [s.node, s.offset])).toEqual([['CreateStmt', 1]]);
    expect(facts.meaning).toBe(meaningOf('create table a()', parser));
  });
  test('psql', () => {
    const facts = factsOf(
      '\\restrict abc\r\nselect 1;\ncopy t (a) from stdin;\n1;\n\\N\n\\.\n\n\\connect postgres://u:secret@h/d\n',
      parser,
    );
    expect(facts.psql).toEqual([
      { line: 1, text: '\\restrict abc' },
      { line: 4, text: 'COPY data, 2 rows' },
      { line: 8, text: '\\connect postgres://u:***@h/d' },
    ]);
    expect(facts.chunks[0]?.error?.line).toBe(1);
    expect(facts.statements.map((s) => s.node)).toEqual(['SelectStmt', 'CopyStmt']);
  });
  test('empty texts', () => {
    expect(factsOf('', parser)).toMatchObject({
      chunks: [{ empty: true, onlyComments: false, statements: 0 }],
      statements: [],
      psql: [],
    });
    expect(factsOf('-- x', parser).meaning).toBe(factsOf(' ;;', parser).meaning);
    expect(factsOf('select 1;\0', parser).chunks[0]?.error?.offset).toBe(9);
  });
});

describe('meaning', () => {
  const base = 'create table "a" (b int not null);\ninsert into a values (\'x\ny\');';
  test.each([
    ['white space and case', "CREATE  TABLE a(b INT4 NOT NULL); insert into A values ('x\ny')", false],
    ['integer for int', "create table a (b integer not null);insert into a values ('x\ny');", true],
    [
      'comments and breakpoints',
      "-- x\ncreate /* y */ table a (b integer not null);--> statement-breakpoint\ninsert into a values ('x\ny');",
      true,
    ],
    ['BOM and CRLF', `\ufeff${base.replaceAll('\n', '\r\n')}`, true],
    ['another type', base.replace('int', 'bigint'), false],
    ['another value', base.replace('x', 'z'), false],
    ['another order', base.split(';').reverse().join(';'), false],
    ['one less', base.split(';')[0]!, false],
    ['another name', base.replace('"a"', '"A"'), false],
  ])('%s', (_, text, same) => expect(meaningOf(text, parser) === meaningOf(base, parser)).toBe(same));

  test('a comment where PostgreSQL looks ahead', async () => {
    const sql = 'create table lookahead (a timestamp with -- x\n time zone, b int check (b not /* y */ in (1)))';
    expect(meaningOf(sql, parser)).toBe(
      meaningOf('create table lookahead (a timestamp with time zone, b int check (b not in (1)))', parser),
    );
    const db = await PGlite.create();
    await db.exec(sql);
    await db.close();
  });
  test('its text is the canonical one without positions', () => {
    const parsed = parser.parse("select array[1, 2], 'ü\"\n' from t where a in (1, 2)");
    const strip = (v: unknown): unknown =>
      Array.isArray(v)
        ? v.map(strip)
        : typeof v === 'object' && v !== null
          ? Object.fromEntries(
              Object.entries(v)
                .filter(([k]) => !/location|_start$|_end$|stmt_len/.test(k))
                .map(([k, x]) => [k, strip(x)]),
            )
          : v;
    if (!parsed.ok) throw new Error('it parses');
    const { stmt } = parsed.statements[0]!;
    const { statements } = meaningsOf("select array[1,2],'ü\"\n' from t where a in (1,2)", parser);
    expect(statements.map((s) => s.meaning)).toEqual([fingerprint(strip(stmt))]);
    expect(meaningText(stmt)).not.toContain('location');
  });
});

describe('difference', () => {
  test('nothing, when it is cosmetic', () => {
    expect(statementDifference('select 1;', '\ufeff-- x\r\nSELECT  1', parser)).toEqual([]);
  });
  test('added, removed, changed', () => {
    const was = 'create table a (x int);\ncreate index i on a (x);\nalter table a add column y text;\nselect 1;';
    const now = 'create table a (x bigint);\nalter table a add column y text;\nselect 1;\ndrop table z;';
    expect(statementDifference(was, now, parser)).toEqual([
      'line 1 changed: was create table a (x int), now create table a (x bigint)',
      'line 2 of the former text removed: create index i on a (x)',
      'line 4 added: drop table z',
    ]);
  });
  test('texts that do not parse are compared by tokens', () => {
    expect(statementDifference('creat table a;\nselect 1;', 'creat  table a; select 2;', parser)).toEqual([
      'line 1 changed: was select 1, now select 2',
    ]);
  });
});

describe('large and deep', () => {
  test('a statement nested thousands deep is read or said to be too deep, never a crash', () => {
    for (const depth of [500, 3000, 9000]) {
      const facts = factsOf(`select ${'1+'.repeat(depth)}1; select 2;`, parser);
      expect(facts.statements.length).toBe(2);
      expect(facts.unparsed === undefined).toBe(facts.meaning !== null);
    }
    expect(factsOf('select 1', parser).statements.length).toBe(1);
  });
  test('a fault among thousands of chunks costs no more than they do', () => {
    const chunks = Array.from({ length: 3000 }, (_, i) => `create table t${i} (id integer primary key);`);
    chunks[1500] = 'creat table x (); create table y ();';
    const before = process.cpuUsage();
    const facts = factsOf(chunks.join('--> statement-breakpoint\n'), parser);
    const { user, system } = process.cpuUsage(before);
    expect(facts.chunks.map((c, i) => (c.error ? i : -1)).filter((i) => i !== -1)).toEqual([1500]);
    expect(facts.chunks[1500]?.error?.line).toBe(1501);
    expect(facts.statements.map((s) => s.line)).toEqual(chunks.map((_, i) => i + 1));
    expect((user + system) / 1e6).toBeLessThan(2);
  });
  test('a file above eight megabytes is cut by the lexer', async () => {
    const text = `insert into t values ('${'x'.repeat(1_000_000)}');\n`.repeat(9);
    const facts = (
      await readSqlFacts([
        { path: 'a.sql', text },
        { path: 'b.sql', text: `select '${'y'.repeat(1_000_000)}';` },
      ])
    ).get('a.sql');
    expect(facts).toMatchObject({ unparsed: 'it is larger than 8 MB', meaning: null });
    expect(facts?.statements.map((s) => s.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(facts?.chunks[0]?.error).toBeUndefined();
  });
});
