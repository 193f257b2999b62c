/** A file that our parser refuses, behind others: the server is asked before any of them is committed, and what it reads is run. */
import { describe, expect, test } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { inProcess } from './runner.ts';
import { makeStage } from './stage.ts';

const TABLE = 'CREATE TABLE "a" ("id" integer PRIMARY KEY);';
/** A keyword since PostgreSQL 16. */
const NEWER = 'CREATE TABLE "b" (system_user text);';
const WRONG = ['CREATE TABLE "c" ("id" integer);', 'CREATE TABLE "d" ("id" integer "n" integer);'];
/** Nobody's parser says anything to it; it fails when it runs. */
const ABSENT = 'ALTER TABLE "nowhere" ADD COLUMN "n" integer;';

const here = [15, 18].map((major) => ({ major, server: sharedServer(major) }));

describe.each(here)('on PostgreSQL $major', ({ major, server }) => {
  test.skipIf(server === null).each([
    ['a word that is a keyword by now', [TABLE, NEWER, TABLE.replace('"a"', '"z"')], major < 16 ? null : ['42601', 2, 0]],
    ['a comma that is missing', [TABLE, NEWER.replace('system_user', 'n'), WRONG], ['42601', 2, 0]],
    ['what parses and fails', [TABLE, ABSENT], ['42P01', 3, 1]],
    ['the first one', [WRONG, TABLE], ['42601', 2, 0]],
  ] as [string, (string | string[])[], [string, number, number] | null][])('%s', async (_, texts, refused) => {
    if (!server) return;
    const stage = await makeStage('1.0', server, texts);
    try {
      const said = await inProcess(stage.project.folder);
      expect(said.exit, said.text).toBe(refused ? refused[1] : 0);
      if (refused) expect(said.text).toContain(refused[0]);
      if (refused?.[1] === 2) expect(said.text).toContain('Nothing was changed.');
      expect((await stage.look()).rows).toHaveLength(refused ? refused[2] : texts.length);
    } finally {
      await stage.remove();
    }
  });
});
