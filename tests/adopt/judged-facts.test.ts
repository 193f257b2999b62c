/** What a fact says of the statements that write it: what trials of the audit found wrong once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeStatements } from '../../src/compare/audit/judge-statements.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import { catalogOf } from '../../src/read/way/place.ts';
import { historyOf, readerOf, shadowHere, TABLE } from '../trials/history.ts';

let shadow: Shadow;
beforeAll(async () => {
  shadow = await shadowHere(process.cwd());
});
afterAll(() => shadow.end());

/** `live`: what ran there. */
async function judged(files: readonly string[], live: readonly string[]) {
  const history = await historyOf(
    shadow,
    'facts',
    files.map((text, i) => ({ name: `000${i}_m`, text })),
  );
  if (!history) throw new Error('it does not replay');
  await shadow.reset();
  for (const text of live) await shadow.send(text);
  return judgeStatements(history.replay, history.texts, await catalogOf(shadow, [TABLE]), readerOf(18));
}

test('a value of an enum that is there was added, although the list was written over', async () => {
  const files = [
    `CREATE TYPE "k" AS ENUM('a');--> statement-breakpoint\nCREATE TABLE "t" ("id" integer)`,
    `ALTER TYPE "k" ADD VALUE 'b';--> statement-breakpoint\nALTER TABLE "t" ADD COLUMN "x" integer`,
    `ALTER TYPE "k" ADD VALUE 'c'`,
  ];
  const [, second, third] = await judged(files, [`CREATE TYPE "k" AS ENUM('a', 'b', 'c')`]);
  expect(second?.map((s) => [s.verdict, s.speaksFor])).toEqual([
    ['executed', [`value 'b' of enum public.k exists`]],
    ['not-executed', []],
  ]);
  expect(third?.[0]?.verdict).toBe('executed');
});

test('a table that IF NOT EXISTS made is not the doing of who would have made it before', async () => {
  const files = [
    'CREATE TABLE "t" ("id" integer)',
    'ALTER TABLE "t" ENABLE ROW LEVEL SECURITY',
    'CREATE TABLE IF NOT EXISTS "t" ("id" integer)',
  ];
  const [first, second] = await judged(files, [files[2] ?? '']);
  expect(first?.[0]?.verdict).not.toBe('executed');
  expect(second?.[0]?.verdict).toBe('not-executed');
});

test('a column that went with the name of its table was not dropped', async () => {
  const files = [
    'CREATE TABLE "n" ("id" integer, "e" integer)',
    'ALTER TABLE "n" DROP COLUMN IF EXISTS "e"',
    'ALTER TABLE "n" RENAME TO "p"',
  ];
  const [, second, third] = await judged(files, [files[0] ?? '', files[2] ?? '']);
  expect(second?.[0]?.verdict).not.toBe('executed');
  expect(third?.[0]?.verdict).toBe('executed');
});

test('a table that was made a second time says nothing of what was done to the first', async () => {
  const files = [
    'CREATE TABLE IF NOT EXISTS "p" ("id" integer, "d" integer)',
    'ALTER TABLE "p" ALTER COLUMN "d" SET DATA TYPE bigint',
    'ALTER TABLE "p" RENAME TO "q"',
  ];
  const [, second, third] = await judged(files, [...files, files[0] ?? '']);
  expect(second?.[0]?.verdict).not.toBe('not-executed');
  expect(third?.[0]?.verdict).not.toBe('not-executed');
  const [, never] = await judged(files, files.slice(0, 1));
  expect(never?.[0]?.verdict).toBe('not-executed');
});

test('a column that is gone with its table was not dropped by itself', async () => {
  const files = [
    'CREATE TABLE "t" ("id" integer, "b" integer);--> statement-breakpoint\nCREATE TABLE "u" ("id" integer)',
    'ALTER TABLE "t" DROP COLUMN "b"',
    'ALTER TABLE "t" RENAME TO "v"',
  ];
  const [, second] = await judged(files, ['CREATE TABLE "u" ("id" integer)']);
  expect(second?.[0]?.verdict).not.toBe('executed');
});
