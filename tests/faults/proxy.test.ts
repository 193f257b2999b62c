/** Does the proxy do what it says? Its faults, as a client of `pg` sees them. */
import { describe, expect, test } from 'vitest';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { type Fault, startProxy, type Wire } from './proxy.ts';
import { open, pause, sql } from './sql.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: the proxy was not tried', () => undefined);

/** Startup, two of SCRAM, then the first statement. */
const FIRST = 4;

describe.skipIf(server === null)('the proxy', () => {
  const through = async (
    fault: Fault | undefined,
    play: (url: string, wire: Wire, direct: string) => Promise<void>,
    roundTrip = 0,
  ): Promise<void> => {
    if (!server) return;
    const direct = await createDatabase(server);
    const wire = await startProxy(server.port, { roundTrip, ...(fault ? { fault } : {}) });
    try {
      await play(wire.through(direct), wire, direct);
    } finally {
      await wire.close();
      await dropDatabase(server, direct);
    }
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'went through',
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );

  test('counts messages and round trips', () =>
    through(undefined, async (url, wire) => {
      const client = await open(url);
      expect([wire.messages, wire.turns]).toEqual([FIRST - 1, 0]);
      await client.query('select 1; select 2');
      await client.query('select 3');
      expect([wire.messages, wire.turns]).toEqual([FIRST + 1, 2]);
      await client.end();
      expect(wire.connections).toBe(1);
    }));

  test('makes a round trip longer', () =>
    through(
      undefined,
      async (url) => {
        const client = await open(url);
        const began = performance.now();
        await client.query('select 1');
        expect(performance.now() - began).toBeGreaterThan(75);
        await client.end();
      },
      80,
    ));

  test.each([
    ['rst', 'ECONNRESET', '0'],
    ['fin', 'Connection terminated unexpectedly', '0'],
    ['lost', 'ECONNRESET', '1'],
  ] as const)('%s: the client sees %s, the server did %s', (kind, sees, done) =>
    through({ at: FIRST + 1, kind }, async (url, wire, direct) => {
      const client = await open(url);
      await client.query('create table t ()');
      expect(await codeOf(client.query('insert into t default values'))).toBe(sees);
      await pause(50);
      expect(wire.fired).toBe('insert into t default values');
      expect((await sql(direct, 'select count(*) as n from t'))[0]?.['n']).toBe(done);
      expect(await codeOf(sql(url, 'select 1')), 'the next connection is let through').toBe('went through');
    }),
  );

  test('hole: nobody hears anything, both sides stay open', () =>
    through({ at: FIRST, kind: 'hole' }, async (url, wire, direct) => {
      const client = await open(url);
      const asked = codeOf(client.query('select 1'));
      expect(await Promise.race([asked, pause(300).then(() => 'silence')])).toBe('silence');
      const held = await sql(
        direct,
        'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      expect(held).toHaveLength(1);
      wire.cut();
      expect(await asked).not.toBe('went through');
    }));

  test('away: nobody is let in until it is healed', () =>
    through({ at: FIRST, kind: 'rst', away: true }, async (url, wire) => {
      expect(await codeOf(sql(url, 'select 1'))).toBe('ECONNRESET');
      expect(await codeOf(sql(url, 'select 1'))).toBe('ECONNRESET');
      wire.heal();
      expect(await codeOf(sql(url, 'select 1'))).toBe('went through');
    }));

  test('act is told the backend, and ends before the message goes on', () => {
    const seen: string[] = [];
    const act = async (pid: number | null, text: string): Promise<void> => {
      await pause(50);
      seen.push(`${pid !== null} ${text}`);
    };
    return through({ at: (text) => text.includes('select 2'), kind: 'before', act }, async (url) => {
      const client = await open(url);
      await client.query('select 1');
      await client.query('select 2');
      seen.push('answered');
      await client.end();
      expect(seen).toEqual(['true select 2', 'answered']);
    });
  });
});
