/** What goes as one HTTP request goes as the right queries; what cannot is refused with the reason. */
import { describe, expect, it } from 'vitest';
import { oneRequest } from '../../src/sql/one-request.ts';

function inside(message: string): string[] {
  const request = oneRequest(message);
  if (!request.ok) throw new Error(request.why);
  return request.statements.slice(request.from, request.to).map(({ offset, length }) => message.slice(offset, offset + length));
}

describe('a message that goes', () => {
  it.each<[string, string[], object | null]>([
    ['', [], null],
    ['-- only a comment', [], null],
    ['select 1', ['select 1'], null],
    ['select 1;', ['select 1'], null],
    ['rollback', ['rollback'], null],
    ['create index concurrently i on t (a)', ['create index concurrently i on t (a)'], null],
    ['select 1; select 2', ['select 1', 'select 2'], { isolationLevel: null }],
    ['begin; select 1; commit', ['select 1'], { isolationLevel: null, readOnly: null }],
    ['/* c */ BEGIN WORK ; select 1; select 2; END', ['select 1', 'select 2'], {}],
    ['start transaction; commit', [], {}],
    [
      'begin transaction isolation level repeatable read read only; select 1; commit',
      ['select 1'],
      { isolationLevel: 'RepeatableRead', readOnly: true },
    ],
    [
      'begin isolation level serializable, read only, deferrable; commit transaction',
      [],
      { isolationLevel: 'Serializable', readOnly: true, deferrable: true },
    ],
    ['begin read write not deferrable; commit', [], { readOnly: false, deferrable: false }],
    [`begin; select ';commit;'; do $$ begin commit; end $$; commit`, [`select ';commit;'`, 'do $$ begin commit; end $$'], {}],
    [
      'savepoint a; select 1; rollback to savepoint a; release a',
      ['savepoint a', 'select 1', 'rollback to savepoint a', 'release a'],
      {},
    ],
    [
      'begin; create function f() returns int begin atomic select 1; select 2; end; commit',
      ['create function f() returns int begin atomic select 1; select 2; end'],
      {},
    ],
    [
      'create table "concurrently" (a int); create index "detach" on "concurrently" (a)',
      ['create table "concurrently" (a int)', 'create index "detach" on "concurrently" (a)'],
      {},
    ],
  ])('%s', (message, statements, transaction) => {
    expect(inside(message)).toEqual(statements);
    const request = oneRequest(message);
    if (transaction === null) expect(request).toMatchObject({ transaction: null });
    else expect(request).toMatchObject({ transaction });
  });
});

describe('a message that does not go', () => {
  it.each([
    ['begin', 'open'],
    ['begin; select 1', 'open'],
    ['begin; select 1; rollback', 'open'],
    ['begin; select 1; commit and chain', 'open'],
    ['begin; select 1; commit; select 2', 'open'],
    ['begin; select 1; commit; begin; select 2; commit', 'COMMIT stands inside'],
    ['create table a (b int); commit; create table c (d int)', 'COMMIT stands inside'],
    ['select 1; rollback', 'ROLLBACK stands inside'],
    ['select 1; abort', 'ABORT stands inside'],
    [`select 1; prepare transaction 'x'`, 'PREPARE stands inside'],
    ['begin isolation level nonsense; commit', 'BEGIN asks'],
    ['copy t from stdin', 'COPY'],
    ['copy t to stdout', 'COPY'],
    ['select 1; create index concurrently i on t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['begin; create unique index concurrently i on t (a); commit', 'CREATE INDEX CONCURRENTLY'],
    ['drop index concurrently i; select 1', 'DROP INDEX CONCURRENTLY'],
    ['reindex table concurrently t; select 1', 'REINDEX CONCURRENTLY'],
    ['alter table t detach partition p concurrently; select 1', 'DETACH'],
    ['vacuum t; select 1', 'VACUUM'],
    ['alter system set x = 1; select 1', 'ALTER SYSTEM'],
    ['create database d; select 1', 'CREATE DATABASE'],
    ['select 1;\n\\connect other', '\\connect other'],
  ])('%s', (message, why) => {
    expect(oneRequest(message)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  it('names the line', () => {
    expect(oneRequest('select 1;\n\nvacuum t')).toMatchObject({ ok: false, line: 3 });
  });
});
