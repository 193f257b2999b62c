/** Every kind of statement that no transaction holds, lost before and after it was done: what does the next run make of it? */
import { describe, expect, test } from 'vitest';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { startProxy } from './proxy.ts';
import { open, pause } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: traces were not tried', () => undefined);

const BASE = `CREATE TABLE "a" ("id" integer PRIMARY KEY, "n" integer);
CREATE INDEX "a_n" ON "a" ("n");
CREATE TABLE "told" ("n" integer);
CREATE TABLE "p" ("at" integer) PARTITION BY RANGE ("at");
CREATE TABLE "p1" PARTITION OF "p" FOR VALUES FROM (0) TO (100);`;

const on = async (text: string, play: (stage: Stage) => Promise<void>): Promise<void> => {
  if (!server) return;
  const stage = await makeStage('0.x', server, [BASE, text]);
  try {
    await stage.prepare(1);
    await play(stage);
  } finally {
    await stage.remove();
  }
};

/** Of each what it leaves: indexes of "a", and partitions of "p". */
const LEFT = `select (select string_agg(indexrelid::regclass || ' ' || indisvalid, ', ' order by indexrelid::regclass::text) from pg_index where indrelid = 'a'::regclass) as i,
  (select count(*) from pg_inherits where inhparent = 'p'::regclass) as p`;

const STATEMENTS: [string, string, string][] = [
  ['CREATE INDEX CONCURRENTLY ON "a" ("id", "n");', 'a_id_n_idx true, a_n true, a_pkey true', '1'],
  ['DROP INDEX CONCURRENTLY "a_n";', 'a_pkey true', '1'],
  ['REINDEX INDEX CONCURRENTLY "a_n";', 'a_n true, a_pkey true', '1'],
  ['VACUUM "a";', 'a_n true, a_pkey true', '1'],
  ['ALTER TABLE "p" DETACH PARTITION "p1" CONCURRENTLY;', 'a_n true, a_pkey true', '0'],
];

/** `kind` at the statement itself; then what this run said, and what stood there. */
async function lose(stage: Stage, text: string, kind: 'rst' | 'lost' | 'gone') {
  const proxy = await startProxy(stage.server.port, { fault: { at: (sent) => sent.startsWith(text.replace(';', '')), kind } });
  stage.project.aim(proxy.through(stage.at.url));
  const said = await stage.quickly();
  expect(proxy.fired, `${text} was not sent`).not.toBeNull();
  await proxy.close();
  stage.project.aim(stage.at.url);
  return said;
}

describe.skipIf(server === null)('the connection is lost at', () => {
  for (const kind of FULL ? (['rst', 'lost', 'gone'] as const) : (['lost'] as const))
    test.each(STATEMENTS)(`%s (${kind})`, (text, indexes, partitions) =>
      on(text, async (stage) => {
        const said = await lose(stage, text, kind);
        expect([0, 3], said.text).toContain(said.exit);
        if (said.exit === 3) expect(said.text).not.toMatch(/nothing was changed/i);
        const again = await stage.quickly();
        expect([again.exit, (await stage.look()).rows.length], again.text).toEqual([0, 2]);
        expect((await stage.at.query(LEFT))[0]).toEqual({ i: indexes, p: partitions });
      }),
    );

  test('a block that commits: whether it ran cannot be told, so it is not run again', () => {
    const text = 'DO $$ BEGIN INSERT INTO "told" VALUES (1); COMMIT; END $$;';
    return on(text, async (stage) => {
      const said = await lose(stage, 'DO $$ BEGIN INSERT INTO "told" VALUES (1)', 'lost');
      expect(said.exit, said.text).toBe(3);
      const again = await stage.quickly();
      expect([again.exit, again.code], again.text).toEqual([3, 'outcome-unknown']);
      expect(await stage.at.query('select n from told')).toHaveLength(1);
    });
  });

  test('a build that the server goes on with: waited for, not built twice', () => {
    const text = 'CREATE INDEX CONCURRENTLY "slow" ON "a" ("id");';
    return on(text, async (stage) => {
      // The build waits for this writer, and its client is gone meanwhile.
      const writer = await open(stage.at.url);
      await writer.query('begin; insert into a values (1, 1)');
      setTimeout(() => void writer.query('commit'), 2_500);
      const said = await lose(stage, text, 'gone');
      expect([0, 3], said.text).toContain(said.exit);
      await pause(500);
      const again = await stage.quickly();
      await writer.end();
      expect([again.exit, (await stage.look()).rows.length], again.text).toEqual([0, 2]);
      expect((await stage.at.query(LEFT))[0]?.['i']).toBe('a_n true, a_pkey true, slow true');
    });
  });
});
