/** What only looks works on a hot standby, where nothing can be written: no temporary table, no lock, no row. */
import { expect, test } from 'vitest';
import { audit, diff, doctor, verify } from '../../src/index.ts';
import { revivable } from '../faults/revivable.ts';
import { makeStage } from '../faults/stage.ts';
import { standbyOf } from '../faults/standby.ts';
import { hasServer } from '../servers.ts';

test.skipIf(!hasServer(15))('audit, verify, diff and doctor on a standby', { timeout: 180_000 }, async () => {
  const primary = await revivable(15, { settings: { wal_level: 'replica', max_wal_senders: '4', hot_standby: 'on' } });
  try {
    const files = [
      'CREATE TABLE "people" ("id" serial PRIMARY KEY, "name" text NOT NULL);',
      `INSERT INTO "people" ("name") VALUES ('a person of the application');`,
      'ALTER TABLE "people" ADD COLUMN "age" integer;\nCREATE VIEW "adults" AS SELECT "id" FROM "people" WHERE "age" > 17;',
    ];
    const stage = await makeStage('0.x', primary, files);
    expect((await stage.migrate()).exit).toBe(0);
    const cwd = stage.project.folder;
    const before = await audit({ cwd });
    const standby = await standbyOf(primary);
    const database = new URL(stage.at.url).pathname.slice(1);
    stage.project.aim(standby.url(database));

    const { data } = await audit({ cwd });
    expect(data.environments).toMatchObject([{ audits: [{ stands: { is: 'at', migration: stage.name(2) } }] }]);
    expect(data.environments[0]?.audits).toEqual(before.data.environments[0]?.audits);
    const verified = await verify({ cwd });
    expect(verified.exit).toBe(0);
    expect(verified.unchecked.filter((u) => !u.absent)).toEqual([]);
    expect((await diff(standby.url(database), primary.url(database), { cwd })).exit).toBe(0);
    expect((await verify({ cwd, quick: true })).verdict).toContain('is the only one that was read');
    expect((await doctor({ cwd })).findings.map((f) => f.rule)).toEqual(['read-only-server']);
    await standby.stop();
    await stage.remove();
  } finally {
    await primary.stop();
  }
});
