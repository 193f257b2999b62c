/** A lost connection when the server restarts, and when what answers afterwards is a standby. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Revivable, revivable } from '../faults/revivable.ts';
import { sql } from '../faults/sql.ts';
import { standbyOf } from '../faults/standby.ts';
import { hasServer } from '../servers.ts';
import { lose } from './lost.ts';
import { DATABASE, ROLE } from './place.ts';

const here = hasServer(15);
test.skipIf(here)('PostgreSQL 15 is not here: nothing failed over', () => undefined);

const migration = 'CREATE TABLE "made" ("id" integer);';

describe.skipIf(!here)('looked for', { timeout: 60_000 }, () => {
  let primary: Revivable;
  let standby: Revivable;
  beforeAll(async () => {
    primary = await revivable(15);
    await sql(primary.url(), `create role ${ROLE} login`);
    await sql(primary.url(), `create database ${DATABASE}`);
    standby = await standbyOf(primary);
  });
  afterAll(async () => {
    await standby?.stop();
    await primary?.stop();
  });
  const atStandby = () => standby.url(DATABASE);

  test('a standby that shows the row is an answer', async () => {
    const { problem, recorded } = await lose(primary, { about: '', migration, fault: { kind: 'lost' }, lookAt: atStandby });
    expect([problem, recorded]).toEqual([null, 1]);
  });

  test('a standby that does not show it is none: it may be in all the same', async () => {
    const { problem } = await lose(primary, { about: '', migration, fault: { kind: 'rst' }, lookAt: atStandby, patience: 1_000 });
    expect(problem?.code).toBe('outcome-unknown');
    expect(problem?.why).toContain('the server that answers is a standby');
    expect(problem?.exit).toBe(3);
  });

  test('a server that crashes after COMMIT is waited for, and the row is there', async () => {
    const restart = async (): Promise<void> => {
      await primary.down('immediate');
      await primary.up();
    };
    const { problem, recorded } = await lose(primary, {
      about: '',
      migration,
      fault: { kind: 'lost' },
      meanwhile: restart,
    });
    expect([problem?.why ?? null, recorded]).toEqual([null, 1]);
  });

  test('a server that crashes before COMMIT comes back without it', async () => {
    const crash = { kind: 'after' as const, act: () => primary.down('immediate') };
    const sleeps = `${migration}\nSELECT pg_sleep(5);`;
    const { problem, there } = await lose(primary, { about: '', migration: sleeps, fault: crash, meanwhile: () => primary.up() });
    expect([problem?.code, problem?.details?.state, there]).toEqual(['connection-lost', 'unchanged', false]);
  });
});
