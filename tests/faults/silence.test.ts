/** Connections that fall silent without ending: whoever waits finds out, and who only works long is waited for. */
import { describe, expect, test } from 'vitest';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { TIMEOUTS } from './project.ts';
import { type FaultKind, startProxy } from './proxy.ts';
import type { Said } from './runner.ts';
import { open, pause } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: silence was not tried', () => undefined);

const TABLE = 'CREATE TABLE "t" ("id" integer);\nCREATE TABLE "counted" ("migration" text);';
const SECOND = `ALTER TABLE "t" ADD COLUMN "second" integer;\nINSERT INTO "counted" VALUES ('second');`;
const ALONE = 'CREATE INDEX CONCURRENTLY "alone" ON "t" ("id");';
/** A run that waits for somebody who is not there any more says so by then. */
const PATIENCE = 40_000;

interface Play {
  texts?: string[];
  /** At the first message that holds this. */
  at: string;
  kind: FaultKind;
  /** Before the run, on a stage whose first migration is in. */
  prepare?: (stage: Stage) => Promise<void>;
}

/** null: it still waits after PATIENCE. */
async function play({ texts = [TABLE, SECOND], at, kind, prepare }: Play, see: (said: Said, stage: Stage) => Promise<void>) {
  if (!server) return;
  const stage = await makeStage('1.0', server, texts);
  const proxy = await startProxy(server.port, { fault: { at: (text) => text.includes(at), kind } });
  try {
    await stage.prepare(1);
    await prepare?.(stage);
    stage.project.aim(proxy.through(stage.at.url), { timeouts: { ...TIMEOUTS, lockBudget: 5_000 } });
    const running = stage.quickly();
    const said = await Promise.race([running, pause(PATIENCE).then(() => null)]);
    proxy.cut();
    await running;
    expect(proxy.fired, 'the message did not come by').not.toBeNull();
    expect(said, `silent for ${PATIENCE} ms`).not.toBeNull();
    if (said) await see(said, stage);
    await proxy.close();
    stage.project.aim(stage.at.url);
    const again = await stage.quickly();
    expect([again.exit, (await stage.look()).rows.length], again.text).toEqual([0, texts.length]);
  } finally {
    await proxy.close();
    await stage.remove();
  }
}

const ends =
  (exit: number, code: string | null) =>
  async (said: Said): Promise<void> =>
    expect([said.exit, said.code], said.text).toEqual([exit, code]);

describe.skipIf(server === null).concurrent('fell silent', { timeout: 90_000 }, () => {
  test('the message of a migration does not arrive: it is not in', () =>
    play({ at: 'ADD COLUMN "second"', kind: 'hole' }, ends(2, 'connection-lost')));

  test('the answer to a migration does not: it is in', () => play({ at: 'ADD COLUMN "second"', kind: 'mute' }, ends(0, null)));

  test('the look before anything: nothing was changed', () =>
    play({ at: '__drizzle_migrations', kind: 'hole' }, ends(2, 'connection-lost')));

  test('a statement that runs alone does not arrive', () =>
    play({ texts: [TABLE, ALONE], at: ALONE.replace(';', ''), kind: 'hole' }, ends(3, 'connection-lost')));

  test('what clears an invalid index away does not arrive', () => {
    const prepare = async ({ at, quickly, project, server: { port } }: Stage): Promise<void> => {
      const proxy = await startProxy(port, { fault: { at: (text) => text.startsWith('CREATE INDEX CONC'), kind: 'rst' } });
      project.aim(proxy.through(at.url));
      expect((await quickly()).exit).toBe(3);
      await proxy.close();
      await at.query('insert into t values (1), (1)');
      await expect(at.query('create unique index concurrently alone on t (id)')).rejects.toThrow(/unique/);
    };
    return play({ texts: [TABLE, ALONE], at: 'drop index concurrently', kind: 'hole', prepare }, ends(3, 'connection-lost'));
  });

  test('the rollback of a refused try: it is tried again over a new connection', async () => {
    let holder: Awaited<ReturnType<typeof open>> | null = null;
    const prepare = async ({ at }: Stage): Promise<void> => {
      holder = await open(at.url);
      await holder.query('begin; lock table t');
      await pause(TIMEOUTS.lock + 50);
      setTimeout(() => void holder?.end(), 3_000);
    };
    await play({ at: 'rollback', kind: 'hole', prepare }, async (said) => {
      // The silent backend may still hold the lock of its transaction.
      expect([0, 2], said.text).toContain(said.exit);
    });
  });

  test.runIf(FULL || process.env['SEEDED'] === '1')('not at all: a migration that takes its time is waited for', () =>
    play({ texts: [TABLE, 'SELECT pg_sleep(19);'], at: 'pg_sleep', kind: 'before' }, ends(0, null)),
  );
});
