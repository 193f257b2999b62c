/** Environments on servers of different majors: what was changed by hand in one of them, and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, diff, verify } from '../../src/index.ts';
import { jsonOf } from '../../src/report/json.ts';
import { schemas } from '../../src/report/schemas.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { healthyProject, stockMigrate } from '../stock.ts';
import { misfits } from './misfits.ts';

const servers = MAJORS.flatMap((major) => sharedServer(major) ?? []);
const names = servers.map((s) => `on-${s.major}`);

/** Each is one object. */
const BY_HAND = [
  'alter table "accounts" add column "nickname" text',
  'create index "by_hand" on "accounts" ("email")',
  'alter table "accounts" alter column "email" set default \'nobody\'',
  'create view "everybody" as select count(*) as n from "accounts"',
  `create function "twice"(n integer) returns integer language sql immutable as 'select 2 * n'`,
];

describe.skipIf(servers.length < 2)('environments on several majors', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-majors-'));
  const urls = new Map<string, string>();

  beforeAll(async () => {
    await healthyProject('0.x', cwd);
    for (const [i, server] of servers.entries()) {
      const url = await createDatabase(server);
      urls.set(names[i] ?? '', url);
      await stockMigrate('0.x', cwd, 'drizzle', { url });
    }
    writeFileSync(
      join(cwd, 'tidemark.config.json'),
      JSON.stringify({ environments: Object.fromEntries([...urls].map(([name, url]) => [name, { url }])) }),
    );
  });

  afterAll(async () => {
    for (const [i, server] of servers.entries()) await dropDatabase(server, urls.get(names[i] ?? '') ?? '');
    rmSync(cwd, { recursive: true, force: true });
  });

  test('all as the folder makes them, and alike', async () => {
    const answer = await verify({ cwd, count: ['cosmetic'] });
    expect(answer.verdict).toBe(`All ${servers.length} are as expected.`);
    expect(answer.exit).toBe(0);
    expect(answer.data.alike).toEqual([names]);
  });

  test('one was changed by hand in five ways: these five, and nothing else', async () => {
    const drifted = names.at(-1) ?? '';
    const client = new pg.Client(urls.get(drifted));
    await client.connect();
    for (const sql of BY_HAND) await client.query(sql);
    await client.end();
    const { data, exit } = await verify({ cwd });
    expect(exit).toBe(1);
    const told = data.environments.map((e) => [
      e.name,
      e.differences
        .filter((d) => d.class === 'structural' && !d.within)
        .map((d) => `${d.is} ${d.kind} ${d.id}`)
        .sort(),
    ]);
    expect(Object.fromEntries(told)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, []])),
      [drifted]: [
        'changed column public.accounts.email',
        'right-only column public.accounts.nickname',
        'right-only function public.twice(integer)',
        'right-only index public.by_hand',
        'right-only view public.everybody',
      ],
    });
    expect(data.alike).toEqual([names.slice(0, -1), [drifted]]);
    const between = await diff(names[0] ?? '', drifted, { cwd });
    expect(between.data.differences.filter((d) => d.class === 'structural' && !d.within)).toHaveLength(5);
    const audited = await audit({ cwd, environments: [drifted] });
    for (const [name, told] of Object.entries({ verify: data, diff: between.data, audit: audited.data }))
      expect(misfits(jsonOf(told), schemas[name] ?? {})).toEqual([]);
    expect(audited.data.environments[0]?.audits[0]?.migrations.map((m) => m.verdict)).not.toContain('not-executed');
  });
});
