/** Rules about what no folder can hold: a clock, a pooler, an old server. A real reading, with the one thing changed. */
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { judge } from '../../src/compare/judge.ts';
import { openSession } from '../../src/drivers/index.ts';
import type { Environment, Readings, Server } from '../../src/model/index.ts';
import { readDatabase } from '../../src/read/database/database.ts';
import { rules } from '../../src/rules/index.ts';
import { environmentOf, READ } from '../drivers/environment.ts';
import { sharedServer } from '../shared-server.ts';

const server = sharedServer(15);

describe.skipIf(server === null)('rules about the connection', () => {
  const environment: Environment = environmentOf('pg', server?.url() ?? '');

  async function spoken(id: string, changed: (server: Server) => Server, place: Environment = environment): Promise<string[]> {
    const session = await openSession(environment, READ);
    const reading = await readDatabase(session, environment, Date.now);
    await session.close();
    const read: Readings = {
      environments: { ok: true, value: [place] },
      servers: { ok: true, value: new Map([[place.name, { ok: true, value: changed(reading.server) }]]) },
    };
    const { judged } = judge(
      rules.filter((r) => r.id === id),
      read,
      [],
    );
    return judged.map((j) => j.finding.says);
  }

  test.each(['clock-off', 'pooler-in-url', 'server-too-old'])('%s is silent on a real server', async (id) => {
    expect(await spoken(id, (s) => s)).toEqual([]);
  });

  test('clock-off says by how much, in both directions', async () => {
    const ahead = await spoken('clock-off', (s) => ({ ...s, clock: { ...s.clock, ours: s.clock.server + 3_600_000 * 3 } }));
    expect(ahead[0]).toContain('3 hours ahead of');
    const behind = await spoken('clock-off', (s) => ({ ...s, clock: { ...s.clock, ours: s.clock.server - 600_000 } }));
    expect(behind[0]).toContain('10 minutes behind');
  });

  test('server-too-old names the version', async () => {
    expect(await spoken('server-too-old', (s) => ({ ...s, versionNumber: 130023 }))).toEqual(['The server is PostgreSQL 13.23.']);
  });

  test('pooler-in-url knows the name of a pooler, and a greeting by another process', async () => {
    const host = 'ep-cool-darkness-123456-pooler.eu-central-1.aws.neon.tech';
    const named = { ...environment, url: new Secret('postgres://x'), target: { ...environment.target, host } };
    expect((await spoken('pooler-in-url', (s) => s, named))[0]).toContain(host);
    expect((await spoken('pooler-in-url', (s) => ({ ...s, pooled: true })))[0]).toContain('Something pools');
  });
});
