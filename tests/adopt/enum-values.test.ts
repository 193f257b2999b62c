/** Values of an enum speak one by one: a list that grew since does not hide who added what. */
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

const FILES = [
  `CREATE TYPE "k" AS ENUM('a');--> statement-breakpoint\nCREATE TABLE "t" ("id" integer)`,
  `ALTER TYPE "k" ADD VALUE 'b';--> statement-breakpoint\nALTER TABLE "t" ADD COLUMN "x" integer`,
  `ALTER TYPE "k" ADD VALUE 'c'`,
];

test('a value that is there was added, although the list was written over', async () => {
  const history = await historyOf(
    shadow,
    'values',
    FILES.map((text, i) => ({ name: `000${i}_m`, text })),
  );
  if (!history) throw new Error('it does not replay');
  await shadow.send('drop table t');
  const live = await catalogOf(shadow, [TABLE]);
  const [, second, third] = judgeStatements(history.replay, history.texts, live, readerOf(18));
  expect(second?.map((s) => [s.verdict, s.speaksFor])).toEqual([
    ['executed', [`value 'b' of enum public.k exists`]],
    ['not-executed', []],
  ]);
  expect(third?.[0]?.verdict).toBe('executed');
});
