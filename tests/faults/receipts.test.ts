/** What a receipt of `migrate` tells: what ran when, for how long, and whom it waited for. */
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { ReceiptsData } from '../../src/commands/receipts.ts';
import type { Ran } from '../../src/model/plan.ts';
import { createOwnSchema } from '../../src/sql/own-schema.ts';
import { sharedServer } from '../shared-server.ts';
import { inProcess } from './runner.ts';
import { link } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: receipts were not looked at', () => undefined);

const TABLE = 'CREATE TABLE "a" ("id" integer PRIMARY KEY, "n" integer);';
const SLOW = ['SELECT pg_sleep(0.3);', 'ALTER TABLE "a" ADD COLUMN "slow" integer;'];
const CUT = ['SELECT pg_sleep(0.3);', 'CREATE INDEX CONCURRENTLY "i" ON "a" ("n");', 'SELECT pg_sleep(0.2);'];

async function typed(stage: Stage, ...argv: string[]): Promise<string> {
  let out = '';
  const io = { env: {}, version: '0.0.0', columns: undefined, interactive: false, by: 'ada@example', now: Date.now };
  const write = (text: string): void => {
    out += text;
  };
  await main({ ...io, argv, cwd: stage.project.folder, out: write, err: write });
  return out;
}

async function ranIn(stage: Stage): Promise<(Ran | undefined)[]> {
  const { data } = JSON.parse(await typed(stage, 'receipts', '--json')) as { data: ReceiptsData };
  return data.receipts.map((kept) => kept.receipt.ran);
}

const staged = async (texts: (string | string[])[], play: (stage: Stage) => Promise<void>): Promise<void> => {
  if (!server) return;
  const stage = await makeStage('0.x', server, texts);
  try {
    await stage.at.query(createOwnSchema());
    await play(stage);
  } finally {
    await stage.remove();
  }
};

describe.skipIf(server === null)('a receipt tells', () => {
  test('each migration with its time, also one in parts, and whom it waited for', () =>
    staged([TABLE, SLOW, CUT, 'ALTER TABLE "a" ADD COLUMN "last" integer;'], async (stage) => {
      await stage.prepare(1);
      const other = link(stage.at.url);
      await other.query("set application_name = 'a report'; begin; select from a");
      setTimeout(() => void other.query('commit'), 1_500);
      const before = Date.now();
      expect(await inProcess(stage.project.folder)).toMatchObject({ exit: 0 });
      const after = Date.now();
      await other.end();
      const [ran, first] = await ranIn(stage);
      expect(first?.migrations.map((m) => m.names)).toEqual([[stage.name(0)]]);
      expect(ran?.migrations.map((m) => m.names)).toEqual([[stage.name(1)], [stage.name(2)], [stage.name(3)]]);
      const [slow, cut, last] = (ran?.migrations ?? []).map((m) => m.milliseconds);
      expect(slow).toBeGreaterThanOrEqual(1_500);
      expect(cut).toBeGreaterThanOrEqual(500);
      expect(last).toBeLessThan(1_000);
      for (const { at } of ran?.migrations ?? []) {
        expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
        expect(Date.parse(at)).toBeLessThanOrEqual(after);
      }
      expect(ran?.waited).toHaveLength(1);
      expect(ran?.waited[0]?.for).toContain('"a report"');
      expect(ran?.waited[0]?.seconds).toBeGreaterThan(0.5);
      const shown = await typed(stage, 'receipts');
      expect(shown).toMatch(new RegExp(`${stage.name(1)} at \\d\\d:\\d\\d:\\d\\d UTC, ${slow} ms`));
      expect(shown.replaceAll(/\s+/g, ' ')).toContain('s for a lock that somebody holds: pid');
    }));

  test('of the last one the time that PostgreSQL counted; of several in one transaction one time', () =>
    staged([TABLE, SLOW, 'SELECT pg_sleep(0.2);'], async (stage) => {
      await stage.prepare(1);
      expect(await typed(stage, 'migrate', '--single-transaction')).toContain('2 applied');
      const [ran] = await ranIn(stage);
      expect(ran?.migrations.map((m) => m.names)).toEqual([[stage.name(1), stage.name(2)]]);
      expect(ran?.migrations[0]?.milliseconds).toBeGreaterThanOrEqual(500);
      expect(ran?.waited).toEqual([]);
    }));

  test('nothing of it in a table that an older version made: the receipt is written all the same', () =>
    staged([TABLE], async (stage) => {
      await stage.at.query('alter table tidemark.receipt drop column ran');
      expect(await inProcess(stage.project.folder)).toMatchObject({ exit: 0 });
      expect(await ranIn(stage)).toEqual([undefined]);
    }));
});
