/** The story flow-metrics: what its three databases and two systems claim, before anybody asks whether it is true. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LegacyHistory, Read } from '../../src/model/index.ts';
import { readLegacyFolder } from '../../src/read/legacy.ts';
import { readSurroundings } from '../../src/read/surroundings.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockProject } from '../stock.ts';
import { execute, legaciesOf, textOf, told } from './project.ts';

const story = fileURLToPath(new URL('../../../shared/stories/flow-metrics', import.meta.url));
const server = sharedServer(15);
const here = existsSync(story);

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: flow-metrics was not read', () => {});

const ENVIRONMENTS = ['dev', 'test', 'production'] as const;
const LATE = ['022', '023', '024', '025', '026'];

describe.skipIf(!here || server === null)('flow-metrics', () => {
  let dir: string;
  const urls: Record<string, string> = {};
  let legacies: Map<string, Read<LegacyHistory[]>>;

  beforeAll(async () => {
    if (!server) return;
    dir = mkdtempSync(join(tmpdir(), 'flow-metrics-'));
    cpSync(join(story, 'project'), dir, { recursive: true });
    await stockProject('0.x', dir);
    for (const name of ENVIRONMENTS) {
      urls[name] = await createDatabase(server);
      await execute(urls[name], textOf(join(story, `databases/${name}.sql`)));
    }
    legacies = await legaciesOf(dir, urls);
  }, 60_000);

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    for (const url of Object.values(urls)) if (server) await dropDatabase(server, url);
  });

  const histories = (environment: string): LegacyHistory[] => {
    const read = legacies.get(environment);
    if (!read?.ok) throw new Error(read?.why);
    return read.value;
  };
  const legacy = (environment: string): LegacyHistory => {
    const found = histories(environment).find(({ tool }) => tool === 'plain SQL');
    if (!found) throw new Error('not seen');
    return found;
  };

  test('two systems beside the configured folder, in each environment', () => {
    for (const name of ENVIRONMENTS) {
      expect(histories(name).map((h) => [h.tool, h.table?.name, h.folder, h.files.length])).toEqual([
        ['plain SQL', 'schema_migrations', 'migrations', 20],
        ['Drizzle', '__drizzle_migrations', 'drizzle', 2],
      ]);
    }
  });

  test('dev and production record all 20 files, test all but 025 and 026', () => {
    const open = (name: string) =>
      legacy(name)
        .standings.filter(({ state }) => state !== 'recorded')
        .map(({ file }) => file.version);
    expect(open('dev')).toEqual([]);
    expect(open('production')).toEqual([]);
    expect(open('test')).toEqual(['025', '026']);
    for (const name of ENVIRONMENTS) expect(legacy(name).orphanRows).toEqual([]);
  });

  test('in production the last five were written at one moment, and nowhere else', () => {
    const moment = legacy('production').rows.filter(({ at }) => at === '2025-09-30 18:04:12.507');
    expect(moment.map(({ version }) => version)).toEqual(LATE);
    expect(legacy('production').notes).toHaveLength(1);
    expect(legacy('production').notes[0]).toContain('5 rows have one time, 2025-09-30 18:04:12.507: 022 flow_metrics_jsonb');
    expect(legacy('dev').notes).toEqual([]);
    expect(legacy('test').notes).toEqual([]);
  });

  test('the folder alone can be read too, in the order in which it runs', async () => {
    const surroundings = await readSurroundings(dir, 'lib/database/migrations');
    const read = readLegacyFolder(dir, 'migrations', surroundings);
    if (!read.ok) throw new Error(read.why);
    expect(read.value.files.map(({ version }) => version)).toEqual(legacy('dev').files.map(({ version }) => version));
    expect(read.value.files.every(({ content, up }) => content.ok && up?.length === content.value.text.length)).toBe(true);
    expect(readLegacyFolder(dir, 'app', surroundings)).toMatchObject({ ok: false });
  });

  test('the first Drizzle folder is recorded in dev and production, not in test', () => {
    const drizzle = (name: string) =>
      histories(name)
        .filter(({ tool }) => tool === 'Drizzle')
        .flatMap(told);
    expect(drizzle('dev')).toEqual(drizzle('production'));
    expect(drizzle('production')).toEqual([
      'Drizzle: drizzle.__drizzle_migrations, drizzle',
      '  drizzle/0000_tidy_talos.sql [1736850665221] recorded, row 1',
      '  drizzle/0001_blue_marrow.sql [1740042768615] recorded, row 2',
    ]);
    expect(drizzle('test')[1]).toContain('not-recorded, no row');
  });
});
