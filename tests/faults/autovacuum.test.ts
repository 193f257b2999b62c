/** An autovacuum that alone is in the way is asked, once, to give way: a real worker, seen at it, cancelled by the server. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrate, type Progress } from '../../src/index.ts';
import { FULL } from '../sample.ts';
import { hasServer, type OwnServer, startServer } from '../servers.ts';
import { open, pause, until } from './sql.ts';
import { makeStage } from './stage.ts';

const TABLE = `CREATE TABLE "t" ("id" integer PRIMARY KEY, "n" text) WITH (autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0, autovacuum_enabled = false);
INSERT INTO "t" SELECT g, repeat('x', 400) FROM generate_series(1, 20000) AS g;`;
const ALTER = 'ALTER TABLE "t" ADD COLUMN "later" integer;';
/** Milliseconds. */
const DEADLOCK_TIMEOUT = 1_000;

/** As slow as it can be made, so that it is still at work when it is asked to give way. */
const SLOW = {
  autovacuum: 'on',
  autovacuum_naptime: '1s',
  autovacuum_vacuum_cost_delay: '100ms',
  autovacuum_vacuum_cost_limit: '10',
  deadlock_timeout: `${DEADLOCK_TIMEOUT}ms`,
  logging_collector: 'on',
  log_directory: 'log',
};

const WORKER = `select l.pid::text from pg_locks l join pg_stat_activity a using (pid)
  where l.relation = 't'::regclass and l.granted and a.backend_type = 'autovacuum worker'`;

const logOf = ({ folder }: OwnServer): string =>
  readdirSync(join(folder, 'log'))
    .map((name) => readFileSync(join(folder, 'log', name), 'utf8'))
    .join('');

const major = 15;
test.skipIf(FULL)('an autovacuum in the way: TIDEMARK_FULL=1, it takes ten seconds', () => undefined);

describe.skipIf(!FULL || !hasServer(major))('an autovacuum in the way', () => {
  test('is waited for outside of the queue, then asked to give way once, and does', async () => {
    const server = await startServer(major, { settings: SLOW });
    const stage = await makeStage('1.0', server, [TABLE, ALTER]);
    try {
      await stage.prepare(1);
      await stage.at.query('update t set n = n; alter table t reset (autovacuum_enabled)');
      await until('an autovacuum is at work on t', 30_000, async () => (await stage.at.query(WORKER)).length > 0);
      const reader = await open(stage.at.url);
      let [worst, going] = [0, true];
      const reading = (async () => {
        for (; going; await pause(20)) {
          const began = performance.now();
          await reader.query('select from t limit 1');
          worst = Math.max(worst, performance.now() - began);
        }
      })();
      const events: Progress[] = [];
      const answer = await migrate({ cwd: stage.project.folder, env: {}, onProgress: (event) => void events.push(event) });
      going = false;
      await reading;
      await reader.end();
      expect(answer.exit).toBe(0);
      const waits = events.flatMap((e) => (e.event === 'waiting' ? [e] : []));
      expect(waits[0]).toMatchObject({ holders: [{ kind: 'autovacuum', relation: 't' }] });
      expect(waits.filter((w) => w.for.includes('to give way'))).toHaveLength(1);
      // Asked for nothing, it goes on: what ended it is the server's own check for a deadlock.
      expect(logOf(server)).toContain('canceling autovacuum task');
      const [vacuumed] = await stage.at.query(`select autovacuum_count::text as n from pg_stat_user_tables where relname = 't'`);
      expect(vacuumed?.['n']).toBe('0');
      expect(worst).toBeGreaterThan(DEADLOCK_TIMEOUT * 0.9);
      expect(worst).toBeLessThan(DEADLOCK_TIMEOUT + 1_000);
    } finally {
      await stage.remove();
      await server.stop();
    }
  });
});
