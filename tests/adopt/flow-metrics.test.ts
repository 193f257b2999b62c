/** The story flow-metrics: what adopt makes of three databases that two systems claim to have changed, and how it is taken back. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { AdoptData } from '../../src/commands/adopt.ts';
import type { Plan } from '../../src/model/index.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockProject } from '../stock.ts';

const story = fileURLToPath(new URL('../../../shared/stories/flow-metrics', import.meta.url));
const server = sharedServer(15);
const here = existsSync(story);

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: flow-metrics was not adopted', () => {});

interface Printed {
  ok: boolean;
  verdict: string;
  data: AdoptData;
  plan?: Plan;
  receipt?: { id: string };
  problem?: { code: string; why: string };
}

describe.skipIf(!here || server === null)('flow-metrics', () => {
  let dir: string;
  const urls: Record<string, string> = {};

  beforeAll(async () => {
    if (!server) return;
    dir = mkdtempSync(join(tmpdir(), 'flow-metrics-'));
    cpSync(join(story, 'project'), dir, { recursive: true });
    await stockProject('0.x', dir);
    for (const name of ['test', 'production']) {
      urls[name] = await createDatabase(server);
      await asked(name, readFileSync(join(story, 'databases', `${name}.sql`), 'utf8'));
    }
    const environments = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]));
    writeFileSync(join(dir, 'tidemark.config.json'), JSON.stringify({ environments }));
  }, 120_000);

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    for (const url of Object.values(urls)) if (server) await dropDatabase(server, url);
  });

  async function asked(name: string, sql: string): Promise<Record<string, string>[]> {
    const client = new pg.Client({ connectionString: urls[name], ssl: false });
    await client.connect();
    const result = await client.query(sql).finally(() => client.end());
    return (Array.isArray(result) ? result.at(-1) : result).rows as Record<string, string>[];
  }

  const rows = (name: string) =>
    asked(name, 'select id::text, hash, created_at::text from drizzle.__drizzle_migrations t order by t.id');

  async function typed(words: readonly string[], exit = 0): Promise<Printed> {
    let out = '';
    const status = await main({
      argv: [...words, '--json'],
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir },
      version: '0.0.0',
      columns: undefined,
      interactive: false,
      by: 'ada@example',
      now: Date.now,
      out: (text) => {
        out += text;
      },
      err: () => undefined,
    });
    expect(status, out).toBe(exit);
    return JSON.parse(out) as Printed;
  }

  test('production: the two that never ran are taken out, with what running them takes away, and undo brings them back', async () => {
    const before = await rows('production');
    const { data, plan } = await typed(['adopt', '-e', 'production', '--dry-run']);
    expect(data.migrations.map((m) => [m.migration, m.does, m.confidence])).toEqual([
      ['0000_steady_mantis', 'keep', 'proven'],
      ['0001_nice_lockheed', 'keep', 'proven'],
      ['0002_loud_vertigo', 'keep', 'proven'],
      ['0002_flow_metrics_jsonb', 'take-out', 'proven'],
      ['0003_grey_azazel', 'take-out', 'proven'],
    ]);
    expect(data.migrations[3]?.loses).toEqual([{ what: 'table public.flow_metrics_config', rows: 24 }]);
    const late = data.others.filter((o) => o.is !== 'there');
    expect(late.map((o) => o.name.slice(0, 3))).toEqual(['022', '023', '024', '025', '026']);
    expect(late.slice(0, 3).map((o) => o.is)).toEqual(['absent', 'absent', 'absent']);
    expect(late.every((o) => o.recorded && o.doubted)).toBe(true);
    expect(data.others.filter((o) => o.is === 'there')).toHaveLength(17);
    expect(plan?.hazards).toEqual(['rewrites-history', 'data-loss']);
    expect(plan?.notes.join('\n')).toContain('takes away table public.flow_metrics_config with 24 rows');

    await typed(['adopt', '-e', 'production', '--yes'], 2);
    const consent = ['--accept', 'rewrites-history', '--accept', 'data-loss', '--yes'];
    const { receipt } = await typed(['adopt', '-e', 'production', ...consent]);
    expect((await rows('production')).map((r) => r['id'])).toEqual(['1', '2', '3', '4', '5']);
    expect((await typed(['adopt', '-e', 'production', '--dry-run'])).plan).toBeUndefined();
    await typed(['undo', receipt?.id ?? '', '-e', 'production', ...consent]);
    expect(await rows('production')).toEqual(before);
  }, 300_000);

  test('production: a file of the old system is run with a receipt, the history of either system untouched', async () => {
    const before = await rows('production');
    const run = ['adopt', '-e', 'production', '--run', '023_create_flow_metrics_entries'];
    await typed([...run, '--yes'], 2);
    const refused = await typed(['adopt', '-e', 'production', '--run', '021_create_report_shares', '--dry-run']);
    expect(refused.plan?.steps.some((s) => s.kind === 'sql') ?? false).toBe(false);
    const { receipt, plan } = await typed([...run, '--accept', 'cannot-undo', '--yes']);
    expect(plan?.steps.map((s) => s.kind)).toEqual(['sql']);
    expect(await rows('production')).toEqual(before);
    expect(await asked('production', "select to_regclass('public.flow_metrics_entries')::text as t")).toEqual([
      { t: 'flow_metrics_entries' },
    ]);
    expect(await asked('production', `select id from tidemark.receipt where id = '${receipt?.id}'`)).toHaveLength(1);
  }, 300_000);

  test('test: what ran by the other system’s hand is recorded, and with --record-legacy its files below every migration', async () => {
    const { data } = await typed(['adopt', '-e', 'test', '--dry-run']);
    expect(data.migrations.map((m) => [m.migration, m.does])).toEqual([
      ['0000_steady_mantis', 'keep'],
      ['0001_nice_lockheed', 'keep'],
      ['0002_loud_vertigo', 'keep'],
      ['0002_flow_metrics_jsonb', 'record'],
      ['0003_grey_azazel', 'leave'],
    ]);
    await typed(['adopt', '-e', 'test', '--record-legacy', '--accept', 'rewrites-history', '--yes']);
    const now = await rows('test');
    expect(now).toHaveLength(3 + 1 + data.others.filter((o) => o.is === 'there').length);
    const stamps = now.slice(3, -1).map((r) => Number(r['created_at']));
    expect(Math.max(...stamps)).toBeLessThan(1_744_293_813_742);
    expect(now.at(-1)?.['created_at']).toBe('1757953200000');
    const status = await typed(['status', '-e', 'test'], 1);
    expect(status.verdict).toContain('1 pending');
  }, 300_000);
});
