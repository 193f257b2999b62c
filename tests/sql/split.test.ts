import { describe, expect, test } from 'vitest';
import { sqlParser } from '../../src/read/folder/sql-parser.ts';
import { BREAKPOINT, piecesOf } from '../../src/sql/breakpoints.ts';
import { factsOf } from '../../src/sql/facts.ts';
import { isPlain } from '../../src/sql/plain.ts';
import { split } from '../../src/sql/split.ts';

const parser = await sqlParser();
const cut = (text: string): string[] => split(text).statements.map((s) => text.slice(s.offset, s.offset + s.length));

test('pieces are Drizzle’s own split', () => {
  for (const text of ['', BREAKPOINT, ` a ${BREAKPOINT}${BREAKPOINT}\n`, `'${BREAKPOINT}'`, '-->statement-breakpoint']) {
    const pieces = piecesOf(text);
    expect(pieces.map((p) => p.text)).toEqual(text.split('--> statement-breakpoint'));
    for (const p of pieces) expect(text.slice(p.offset, p.offset + p.length)).toBe(p.text);
  }
});

/** Valid, awkward, and PostgreSQL's own parser must cut it the same way. */
const AWKWARD = [
  'create function f() returns int language sql as $$ select 1; select 2; $$; select 3',
  'do $body$ begin perform $q$a;b$q$; end $body$; select 1',
  'create function f(a int) returns int language sql begin atomic select case when a > 1 then 2 end; select 1 as end; end; select 2',
  'create or replace procedure p() begin atomic end; select 1',
  "select E'a\\';b', 'c\\'; select 'd''e;f'",
  "select E'a\\\\'; select 1",
  "select E'a'\n 'b\\';c'; select 1",
  "select 'a' -- it's; x\n 'b;c'; select 1",
  `select U&'d\\0061t;a' uescape '!', U&"x;\\0061"; select 1`,
  "select b'01', x'ff', n'a;b'; select 1",
  '/* a; /* nested; */ b; */ select 1; -- c; d\nselect 2',
  'select "a;""b;" from "c;d"; select 1',
  'create rule r as on insert to t do also (insert into u values (1); delete from v;); select 1',
  'select a$b$c from t; select 1 as x$y',
  'prepare p as select $1; select $1$$a;b$$',
  'select 1 /*;*/ + /* -- */ 2 -- ;\n; select 3',
  'select 1;;; ;select 2;',
  'select 5*-1, 2-- x;\n, a @> b; select -1/*;*/',
  'merge into t using u on t.a = u.a when not matched by source then delete returning merge_action(); select 1',
  'create table t (a int, b int generated always as (a * 2) virtual, constraint c not null a); select 1',
  "select '😀;é', \"ü;\" ; select 'x'",
  'begin; select begin from atomic; end; begin atomic; select 1',
  'create table begin (atomic int); create view v as select begin atomic from t; select 1',
  "select e'', E'\\'', 'e''', typee'x' from t; select 1",
];

test.each(AWKWARD)('%s', (text) => {
  const parsed = parser.parse(text);
  if (!parsed.ok) {
    // `begin atomic` alone and `typee'x'` are no SQL; the cut is still the plain one.
    expect(cut(text).length).toBeGreaterThan(1);
    return;
  }
  const bytes = Buffer.from(text);
  const theirs = parsed.statements.map(({ stmt_location: at = 0, stmt_len: n }) =>
    bytes.subarray(at, n === undefined ? bytes.length : at + n).toString(),
  );
  const ours = cut(text);
  expect(ours.length).toBe(theirs.length);
  for (const [i, statement] of ours.entries()) expect(theirs[i]?.startsWith(statement), statement).toBe(true);
});

test('what is psql’s', () => {
  const text = "\\restrict x\nCOPY a (b) FROM stdin;\n1;\t'\n\\.\nselect 1;\n\\unrestrict x\n";
  expect(split(text).psql.map((p) => [p.line, p.text])).toEqual([
    [1, '\\restrict x'],
    [3, 'COPY data, 1 row'],
    [6, '\\unrestrict x'],
  ]);
  expect(cut(text)).toEqual(['COPY a (b) FROM stdin', 'select 1']);
  expect(cut('copy a from stdin; select 1;')).toEqual(['copy a from stdin', 'select 1']);
  expect(cut(`select 1 ${BREAKPOINT} select 2`)).toEqual(['select 1', 'select 2']);
});

test.each([
  ["select 'a", 'literal'],
  ["select E'a\\'", 'literal'],
  ['do $a$ x $b$', 'literal'],
  ['select "a', 'name'],
  ['/* /* */', 'comment'],
  ['select (1', 'parenthesis'],
  ['create function f() returns int begin atomic select 1;', 'body'],
  ['select 1 -- a', null],
])('unfinished: %s', (text, unfinished) => expect(split(text).unfinished).toBe(unfinished));

test.each([
  ['create table a (); alter table a add b int; insert into a values (1);', true],
  ['create index concurrently i on a (b);', false],
  ['drop database d', false],
  ['begin; create table a (); commit;', false],
  ['set search_path = a', false],
  ["insert into t select set_config('a.b', 'c', false)", false],
  ["insert into t select \"set_config\"('a.b', 'c', false)", false],
  ["create table a (b text default 'concurrently')", true],
  ['create function f() returns int language sql set search_path = a as $$ vacuum $$', true],
  ['vacuum', false],
])('plain: %s', (text, plain) => expect(isPlain(text)).toBe(plain));

describe('random texts of nasty tokens', () => {
  const NASTY = [
    "'",
    '"',
    '$$',
    '$a$',
    '$1',
    '$',
    "E'",
    "U&'",
    'U&"',
    "b'",
    '\\',
    "\\'",
    '\\.\n',
    '--',
    '/*',
    '*/',
    '(',
    ')',
    ';',
    '\n',
    '\r',
    '\r\n',
    ' ',
  ]
    .concat([
      'begin atomic ',
      ' end',
      'create function f() ',
      'copy t from stdin;\n',
      BREAKPOINT,
      '😀',
      '\ufeff',
      '\0',
      '\ud800',
      'a',
      '1',
      'e',
      '-',
      '.',
    ])
    .concat(['select 1', 'select ', 'case ', ', ', "'x'", ' as ']);
  /** A linear congruential generator: the same texts in every run. */
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return Math.floor((seed / 4294967296) * below);
  };
  const text = (): string => Array.from({ length: random(25) }, () => NASTY[random(NASTY.length)]).join('');

  test('the splitter never throws, and its statements lie in order inside the text', () => {
    for (let i = 0; i < 5000; i += 1) {
      const sql = text();
      let end = 0;
      for (const s of split(sql).statements) {
        expect(s.offset >= end && s.length > 0, JSON.stringify(sql)).toBe(true);
        end = s.offset + s.length;
        expect(s.line).toBe(sql.slice(0, s.offset).split('\n').length);
      }
      expect(end).toBeLessThanOrEqual(sql.length);
    }
  });
  const SPACES = [' ', '\n', '\r\n', '/* ; */', "/*/* '); */*/", "-- ;'\n", '\t', ' /* 😀 */ '];
  const VALUES = [
    "'a;b'",
    "'it''s'",
    "E'\\';'",
    "U&'\\0061;'",
    "b'01'",
    '"x;"',
    'a$b',
    '$$;$$',
    "$a$ $$;' $a$",
    '(select 1)',
    '1',
    '1.5e3',
    '$1',
    '-1',
    "'a' \n ';b'",
    "'\\'",
  ];
  const HEADS = ['select', 'values (', 'create function f() returns int begin atomic select'];
  const likely = (): string =>
    Array.from({ length: 1 + random(4) }, () => {
      const head = HEADS[random(10) < 8 ? 0 : 1 + random(2)]!;
      const list = Array.from({ length: 1 + random(4) }, () => SPACES[random(SPACES.length)]! + VALUES[random(VALUES.length)]!);
      const tail = head.startsWith('values') ? ')' : head.startsWith('create') ? '; end' : '';
      return `${head} ${list.join(',')}${SPACES[random(SPACES.length)]}${tail};`;
    }).join(SPACES[random(SPACES.length)]);

  test('where PostgreSQL’s parser accepts one, both cut alike; facts never throw', () => {
    let accepted = 0;
    for (let i = 0; i < 5000; i += 1) {
      const sql = i % 2 ? likely() : text();
      factsOf(sql, parser);
      for (const piece of piecesOf(sql)) {
        const parsed = parser.parse(piece.text);
        if (!parsed.ok) continue;
        if (parsed.statements.length > 0) accepted += 1;
        expect(split(piece.text).statements.length, JSON.stringify(piece.text)).toBe(parsed.statements.length);
      }
    }
    expect(accepted).toBeGreaterThan(1000);
  });
});
