/** How long do readers of a table wait while migrate wants it, and while it has it? */
import { describe, expect, test } from 'vitest';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { stockMigrate } from '../stock.ts';
import { startProxy } from './proxy.ts';
import { open, pause } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: locks were not tried', () => undefined);

const TABLE =
  'CREATE TABLE "t" ("id" integer PRIMARY KEY, "n" integer);\nINSERT INTO "t" SELECT g, g FROM generate_series(1, 100) AS g;';
const ALTER = Array.from({ length: 6 }, (_, i) => `ALTER TABLE "t" ADD COLUMN "c_${i}" integer DEFAULT ${i};`);
const LOCK_TIMEOUT = 300;
/** Two busy cores: a reader that never waited for a lock may wait this long for its turn. */
const SLACK = 150;

/** One of `text` every `every` milliseconds until stopped: the longest wait in milliseconds, and how many there were. */
async function reader(url: string, text: string, every: number): Promise<() => Promise<{ worst: number; count: number }>> {
  const client = await open(url);
  let going = true;
  let [worst, count] = [0, 0];
  const done = (async () => {
    while (going) {
      const began = performance.now();
      await client.query(text);
      worst = Math.max(worst, performance.now() - began);
      count += 1;
      await pause(every);
    }
    await client.end();
  })();
  return async () => {
    going = false;
    await done;
    return { worst: Math.round(worst), count };
  };
}

const onAltered = async (play: (stage: Stage) => Promise<void>): Promise<void> => {
  if (!server) return;
  const stage = await makeStage('1.0', server, [TABLE, ALTER]);
  try {
    await stage.prepare(1);
    await play(stage);
  } finally {
    await stage.remove();
  }
};

/** From the first to the last sight of the strongest lock while `run` goes over 40 ms, in milliseconds. */
async function heldOver(stage: Stage, run: (url: string) => Promise<void>): Promise<{ took: number; turns: number }> {
  const proxy = await startProxy(stage.server.port, { roundTrip: 40 });
  stage.project.aim(proxy.through(stage.at.url));
  const watch = await open(stage.at.url);
  let [first, last, going] = [0, 0, true];
  const watching = (async () => {
    while (going) {
      const { rows } = await watch.query(
        `select from pg_locks where relation = 't'::regclass and mode = 'AccessExclusiveLock' and granted and pid <> pg_backend_pid()`,
      );
      if (rows.length === 0) continue;
      first ||= performance.now();
      last = performance.now();
    }
  })();
  await run(proxy.through(stage.at.url));
  going = false;
  await watching;
  await watch.end();
  await proxy.close();
  return { took: Math.round(last - first), turns: proxy.turns };
}

describe.skipIf(server === null)('locks', () => {
  test('readers behind a waiting migrate wait for one lock_timeout at most', () =>
    onAltered(async (stage) => {
      const holder = await open(stage.at.url);
      await holder.query('begin; select count(*) from t');
      const stop = await reader(stage.at.url, 'select count(*) from t', 20);
      const running = stage.migrate();
      await pause(FULL ? 10_000 : 3_000);
      await holder.query('commit');
      const said = await running;
      const { worst, count } = await stop();
      await holder.end();
      process.stdout.write(`a reader every 20 ms behind a waiting ALTER TABLE: ${count} reads, worst wait ${worst} ms\n`);
      expect(said.exit, said.text).toBe(0);
      expect(worst).toBeLessThanOrEqual(LOCK_TIMEOUT + SLACK);
    }));

  test('readers are hardly held up when the blocker is seen before the queue is joined', () =>
    onAltered(async (stage) => {
      const holder = await open(stage.at.url);
      await holder.query('begin; select count(*) from t');
      const stop = await reader(stage.at.url, 'select count(*) from t', 20);
      const running = stage.migrate();
      await pause(3_000);
      const { worst } = await stop();
      await holder.query('commit');
      await holder.end();
      await running;
      process.stdout.write(`while a long reader is seen beforehand: worst wait ${worst} ms\n`);
      expect(worst, `readers waited ${worst} ms`).toBeLessThanOrEqual(SLACK);
    }));

  test('the strongest lock is held for a round trip at most', () =>
    onAltered(async (stage) => {
      const { took, turns } = await heldOver(stage, async () => {
        const said = await stage.migrate();
        expect(said.exit, said.text).toBe(0);
      });
      process.stdout.write(`AccessExclusiveLock over 40 ms: seen for ${took} ms; ${turns} round trips after connecting\n`);
      expect(took).toBeLessThanOrEqual(40);
    }));

  test.runIf(FULL)('the same measure of the stock migrator, so that the measure is known to see', () =>
    onAltered(async (stage) => {
      const { took, turns } = await heldOver(stage, async (url) => {
        expect((await stockMigrate(stage.line, stage.project.folder, stage.project.out, { url })).error).toBeNull();
      });
      process.stdout.write(`the stock migrator: seen for ${took} ms; ${turns} round trips\n`);
      expect(took).toBeGreaterThan(40);
    }),
  );

  test('the common deploy takes three round trips after connecting', () =>
    onAltered(async (stage) => {
      if (!server) return;
      const proxy = await startProxy(server.port);
      stage.project.aim(proxy.through(stage.at.url));
      const said = await stage.quickly();
      await proxy.close();
      expect(said.exit, said.text).toBe(0);
      expect(proxy.turns, `${proxy.turns} round trips`).toBeLessThanOrEqual(3);
    }));
});
