/** From the server's count and position to file, line and column: also across breakpoints, alphabets, parts and drivers that do not count. */
import { expect, test } from 'vitest';
import { placeOf } from '../../src/base/line.ts';
import { migrationText } from '../../src/plans/transaction.ts';
import { JOINT, locate, type SentPiece } from '../../src/sql/locate.ts';
import { nameStandingAt, subjectOf } from '../../src/sql/subject.ts';
import { random } from '../compare/random.ts';

const BREAKPOINT = '--> statement-breakpoint';
const FILE = `-- 😀 größer\nCREATE TABLE a (\n\tx text DEFAULT 'ä;ö'\n);\n${BREAKPOINT}\nSELECT 1;SELECT '😀', oops\n${BREAKPOINT}\nDROP TABLE b;\n`;

const sent = (text: string, offset = 0): SentPiece[] => [
  { text: 'begin' },
  { text: "do $$ begin perform 'größer'; end $$" },
  { text: migrationText(text), from: { text, offset } },
  { text: 'commit' },
];
const messageOf = (pieces: readonly SentPiece[]): string => pieces.map((p) => p.text).join(JOINT);
/** 1-based, in characters, as PostgreSQL counts. */
const positionOf = (message: string, at: number): number => [...message.slice(0, at)].length + 1;

test('a position is found again in the file, wherever it is', () => {
  const pieces = sent(FILE);
  const message = messageOf(pieces);
  const at = message.indexOf('oops');
  const found = locate(pieces, { completed: 4, counted: true, position: positionOf(message, at) });
  expect(found.statement?.nth).toBe(2);
  expect(FILE.slice(found.at, (found.at ?? 0) + 4)).toBe('oops');
  expect(placeOf(FILE, found.at ?? 0)).toEqual({ line: 6, column: 23 });
  expect(FILE.slice(found.statement?.offset, (found.statement?.offset ?? 0) + (found.statement?.length ?? 0))).toBe(
    "SELECT '😀', oops",
  );
});

test('every statement is found by counting, and nothing of ours is taken for one of the file', () => {
  const pieces = sent(FILE);
  const by = (completed: number) => locate(pieces, { completed, counted: true, position: null });
  expect(by(1)).toEqual({ piece: 1 });
  expect([2, 3, 4, 5].map((n) => by(n).statement?.nth)).toEqual([0, 1, 2, 3]);
  expect(placeOf(FILE, by(5).statement?.offset ?? 0)).toEqual({ line: 8, column: 1 });
  expect(by(6)).toEqual({ piece: 3 });
});

test('a syntax error comes before anything has run, so that only its position tells', () => {
  const pieces = sent(FILE);
  const message = messageOf(pieces);
  const position = positionOf(message, message.indexOf('DROP'));
  expect(locate(pieces, { completed: 0, counted: true, position }).statement?.nth).toBe(3);
});

test('where a database counts bytes the count is believed', () => {
  const pieces = sent(FILE);
  const message = messageOf(pieces);
  // SQL_ASCII: the position lies too far behind, in the statement that follows.
  const bytes = new TextEncoder().encode(message.slice(0, message.indexOf('oops'))).length + 20;
  const found = locate(pieces, { completed: 4, counted: true, position: bytes });
  expect(found.statement?.nth).toBe(2);
  expect(found.at).toBeUndefined();
});

test('without a count and without a position nothing is claimed', () => {
  expect(locate(sent(FILE), { completed: 0, counted: false, position: null })).toEqual({ piece: null });
});

test('a part of a file is found where it stands in the file', () => {
  const offset = FILE.indexOf('SELECT 1');
  const pieces = sent(FILE.slice(offset), offset);
  const message = messageOf(pieces);
  const found = locate(pieces, { completed: 3, counted: true, position: positionOf(message, message.indexOf('oops')) });
  expect(placeOf(FILE, found.at ?? 0)).toEqual({ line: 6, column: 23 });
});

test('1,000 texts: each statement by its position, by its count, and by both', () => {
  const r = random(7);
  for (let round = 0; round < 1_000; round += 1) {
    const statements = Array.from(
      { length: 1 + r.below(6) },
      (_, i) => `SELECT ${r.pick(["'ä;'", "'😀'", '1', '$$;$$', '"日"'])} AS s${i}`,
    );
    const text = statements.map((s) => s + r.pick([';', `;${BREAKPOINT}`, `\n${BREAKPOINT}\n`, ' ;\n-- é\n'])).join('');
    const pieces = sent(text);
    const message = messageOf(pieces);
    const nth = r.below(statements.length);
    const position = positionOf(message, message.indexOf(` AS s${nth}`) + 4);
    for (const failure of [
      { completed: 2 + nth, counted: true, position },
      { completed: 2 + nth, counted: true, position: null },
      { completed: 0, counted: false, position },
    ]) {
      const found = locate(pieces, failure);
      expect(found.statement?.nth, text).toBe(nth);
      if (failure.position !== null) expect(text.slice(found.at, (found.at ?? 0) + 2), text).toBe(`s${nth}`);
    }
  }
});

test('what a statement is about', () => {
  const seen = (sql: string) => {
    const { verb, kind, name, on, adds, rows } = subjectOf(sql);
    return [verb, kind, name, on, adds, rows].filter((part) => part !== null && part !== '').join(' ');
  };
  expect(seen('CREATE TABLE IF NOT EXISTS "app"."Users" ("id" int)')).toBe('create table app.Users');
  expect(seen('create unique index concurrently if not exists i on only app.t (a)')).toBe('create index i app.t');
  expect(seen('CREATE INDEX ON t (a)')).toBe('create index t');
  expect(seen('ALTER TABLE ONLY t ADD COLUMN IF NOT EXISTS "n" text NOT NULL')).toBe('alter table t n');
  expect(seen('INSERT INTO "t" SELECT * FROM u')).toBe('insert table t insert');
  expect(seen('CREATE MATERIALIZED VIEW v AS SELECT 1')).toBe('create materialized view v');
  expect(seen('VACUUM')).toBe('vacuum');
  expect(nameStandingAt('SELECT app."It""s" FROM x', 7)).toEqual({ written: 'app', read: 'app' });
  expect(nameStandingAt('SELECT userId', 7)).toEqual({ written: 'userId', read: 'userid' });
  expect(nameStandingAt("SELECT 'x'", 7)).toBeNull();
});
