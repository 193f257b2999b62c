/** Ctrl-C and SIGTERM: the statement is gone within two seconds, and what is in is told; a standby with nothing to do. */
import { describe, expect, test } from 'vitest';
import { hasServer } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { startProxy } from './proxy.ts';
import { revivable } from './revivable.ts';
import { cli, type Runner } from './runner.ts';
import { pause, until } from './sql.ts';
import { inGate, makeStage, WHILE_GATE } from './stage.ts';
import { standbyOf } from './standby.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: interrupts were not tried', () => undefined);

const FIRST = 'CREATE TABLE "first" ("id" integer);';
const GATED = [WHILE_GATE, 'CREATE TABLE "gated" ("id" integer);'];

describe.skipIf(server === null)('interrupted', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    for (const before of [0, 1])
      test(`${signal} in a long statement, ${before} committed before it`, async () => {
        if (!server) return;
        const stage = await makeStage('0.x', server, before === 0 ? [GATED] : [FIRST, GATED]);
        try {
          await stage.at.query('create table gate ()');
          const runner = stage.start();
          await until('the statement runs', 20_000, async () => (await stage.at.query(inGate)).length > 0);
          runner.signal(signal);
          await until('the statement is gone', 2_000, async () => (await stage.at.query(inGate)).length === 0);
          const said = await runner.ended;
          expect(said.exit, said.text).toBe(before === 0 ? 130 : 3);
          expect(said.text).toMatch(/interrupted/i);
          expect((await stage.look()).rows).toHaveLength(before);
        } finally {
          await stage.remove();
        }
      });

  test('Ctrl-C between two messages is not lost', async () => {
    if (!server) return;
    const tables = Array.from({ length: 4 }, (_, i) => `CREATE TABLE "c_${i}" ("id" integer);`);
    const stage = await makeStage('0.x', server, tables);
    let runner: Runner | null = null;
    const act = async (): Promise<void> => {
      runner?.signal('SIGINT');
      await pause(300);
    };
    const at = (text: string): boolean => text.includes('CREATE TABLE "c_1"');
    const proxy = await startProxy(server.port, { fault: { at, kind: 'before', act } });
    try {
      stage.project.aim(proxy.through(stage.at.url));
      runner = cli(stage.project.folder);
      const said = await runner.ended;
      expect(said.exit, `it went on to the end after Ctrl-C: ${said.text}`).toBe(3);
      expect((await stage.look()).rows.length).toBeLessThan(3);
    } finally {
      await proxy.close();
      await stage.remove();
    }
  });
});

describe.skipIf(!hasServer(15))('a hot standby', () => {
  test('with nothing pending migrate exits 0, with something pending it says why not', async () => {
    const primary = await revivable(15, { settings: { wal_level: 'replica', max_wal_senders: '4', hot_standby: 'on' } });
    try {
      const stage = await makeStage('1.0', primary, [FIRST, 'CREATE TABLE "second" ("id" integer);']);
      stage.project.put(stage.project.history.migrations.slice(0, 1));
      expect((await stage.migrate()).exit).toBe(0);
      const standby = await standbyOf(primary);
      stage.project.aim(standby.url(new URL(stage.at.url).pathname.slice(1)));
      const nothing = await stage.migrate();
      expect(nothing.exit, nothing.text).toBe(0);
      stage.project.put(stage.project.history.migrations);
      const pending = await stage.migrate();
      expect(pending.exit, pending.text).toBe(2);
      expect(pending.text).toMatch(/standby|recovery|read-only/i);
      await standby.stop();
      await stage.remove();
    } finally {
      await primary.stop();
    }
  });
});
