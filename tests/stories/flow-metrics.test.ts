/** The story flow-metrics from broken to one true history, by the commands that a user would type and the one text that only the team can write; the stock tools are the judges. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { openStory, type Place, type Story } from './story.ts';

const stories = fileURLToPath(new URL('../../../shared/stories', import.meta.url));
const server = sharedServer(15);
const here = existsSync(join(stories, 'flow-metrics'));
const FULL = process.env['TIDEMARK_FULL'] === '1';

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: flow-metrics was not walked', () => {});
test.skipIf(FULL)(
  'TIDEMARK_FULL is not set: the second half of the road, the way back and the judges of flow-metrics did not run',
  () => {},
);

/** What nobody but the team can say: where the 24 rows go that 022 drops with their table. */
function carryOver(folder: string): void {
  const change = (file: string, before: string, after: string): void => {
    const path = join(folder, 'migrations', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(before);
    writeFileSync(path, text.replace(before, after));
  };
  change(
    '022_flow_metrics_jsonb.sql',
    'DROP TABLE IF EXISTS flow_metrics_config CASCADE;',
    `CREATE TEMP TABLE flat_metrics ON COMMIT DROP AS SELECT * FROM flow_metrics_config;
DROP TABLE IF EXISTS flow_metrics_config CASCADE;`,
  );
  change(
    '022_flow_metrics_jsonb.sql',
    'CREATE INDEX idx_flow_metrics_config_active',
    `INSERT INTO flow_metrics_config (department_id, metrics, created_at)
  SELECT department_id, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('key', metric_key, 'label', label, 'unit', unit,
    'target', target, 'warning', warning_at, 'active', is_active, 'since', created_at)) ORDER BY sort_order, id), min(created_at)
  FROM flat_metrics GROUP BY department_id ORDER BY department_id;

CREATE INDEX idx_flow_metrics_config_active`,
  );
  change(
    '024_flow_metrics_targets.sql',
    'COMMENT ON COLUMN',
    `UPDATE flow_metrics_config SET targets = coalesce((
  SELECT jsonb_object_agg(m->>'key', jsonb_strip_nulls(jsonb_build_object('target', m->'target', 'warning', m->'warning')))
  FROM jsonb_array_elements(metrics) m WHERE m ? 'target'), '{}');
COMMENT ON COLUMN`,
  );
}

/** `said`: that it never ran cannot be proven, so a person says it. */
const run = (...files: [name: string, said: boolean][]): string =>
  files.map(([name, said]) => `${said ? `--not-run ${name} ` : ''}--run ${name}`).join(' ');

const [F22, F23, F24, F25, F26] = [
  '022_flow_metrics_jsonb',
  '023_create_flow_metrics_entries',
  '024_flow_metrics_targets',
  '025_flow_metrics_config_version',
  '026_flow_metrics_defaults',
] as const;

interface Step {
  line: string;
  exit: number;
  tells: string[];
  /** What it changed there comes back by `undo`: at once, and then the undo is undone, or at the end of the road. */
  back?: { place: Place; when: 'at once' | 'at the end' };
  /** It says that it cannot be undone, and `undo` refuses it. */
  final?: true;
}

/** What a person types, in this order; `{plan}` is the hash that the dry run before it printed. */
const ROAD: readonly Step[] = [
  {
    line: 'audit -e production',
    exit: 1,
    tells: [
      'public.schema_migrations (plain SQL): 20 rows, all 20 files are recorded',
      'drizzle.__drizzle_migrations (Drizzle): 2 rows, all 2 files are recorded',
      '0002_flow_metrics_jsonb  yes       ✗ not executed',
      '0003_grey_azazel         yes       ✗ not executed',
      '022_flow_metrics_jsonb.sql               yes       ✗ not executed',
      '025_flow_metrics_config_version.sql      yes       ✗ not executed',
      'Run now, it would take away table public.flow_metrics_config with 24 rows.',
      'It stands at 0002_loud_vertigo',
    ],
  },
  {
    line: 'adopt -e production --dry-run',
    exit: 0,
    tells: ['takes away table public.flow_metrics_config with 24 rows. Keep those rows first, or change the file.'],
  },
  {
    line: `adopt -e production ${run([F22, false])} --on production`,
    exit: 2,
    tells: ['022_flow_metrics_jsonb.sql ran cannot be proven, so it is not run', `--not-run ${F22}.sql --run ${F22}.sql`],
  },
  {
    line: `adopt -e production ${run([F22, true], [F23, false], [F24, true], [F25, false], [F26, false])} --dry-run`,
    exit: 0,
    tells: ['It takes away table public.flow_metrics_config with 24 rows.', 'cannot-undo', 'data-loss'],
  },
  {
    line: `adopt -e production ${run([F22, true], [F23, false], [F24, true], [F25, false], [F26, false])} --on production --accept data-loss --accept cannot-undo --plan {plan}`,
    exit: 0,
    tells: ['5 files of another system run.'],
    final: true,
  },
  { line: 'adopt -e production --dry-run', exit: 0, tells: ['0003_grey_azazel is taken out of the history'] },
  {
    line: 'adopt -e production --on production --accept rewrites-history --plan {plan}',
    exit: 0,
    tells: ['1 taken out. 1 pending.'],
    back: { place: 'production', when: 'at once' },
  },
  { line: 'migrate -e production --on production', exit: 2, tells: ['npx tidemark repair recorded-at-wall-clock -e production'] },
  {
    line: 'repair -e production --on production --yes',
    exit: 0,
    tells: ['Write the hash of 0002_flow_metrics_jsonb.'],
    back: { place: 'production', when: 'at once' },
  },
  { line: 'migrate -e production --on production', exit: 0, tells: ['1 applied: 0003_grey_azazel.'], final: true },
  {
    line: `adopt -e test ${run([F25, true], [F26, true])} --accept cannot-undo --yes`,
    exit: 0,
    tells: ['2 files of another system run.'],
  },
  { line: 'adopt -e test --yes', exit: 0, tells: ['1 recorded. 1 pending.'], back: { place: 'test', when: 'at once' } },
  { line: 'migrate -e test', exit: 0, tells: ['1 applied: 0003_grey_azazel.'] },
  { line: 'baseline -e production --archive --dry-run', exit: 0, tells: ['Proven on', 'view public.department_activity'] },
  {
    line: 'baseline -e production --archive --on production --accept rewrites-history --plan {plan}',
    exit: 0,
    tells: ['0000_baseline creates all that production holds'],
    back: { place: 'production', when: 'at the end' },
  },
  {
    line: 'baseline -e test --accept rewrites-history --yes',
    exit: 0,
    tells: ['0000_baseline is recorded in test'],
    back: { place: 'test', when: 'at the end' },
  },
  {
    line: 'baseline -e dev --accept rewrites-history --yes',
    exit: 0,
    tells: ['0000_baseline is recorded in dev'],
    back: { place: 'dev', when: 'at the end' },
  },
  { line: 'verify', exit: 0, tells: ['dev, test and production are alike.', 'All 3 are as expected.'] },
];

/** Without TIDEMARK_FULL the road ends behind this step, with production's 24 rows carried over and its history true. */
const SHORT = 6;

/** Checks of level `must` that are left: they take the old system away, which `retire` will do. */
const NEED_RETIRE = [
  'One Drizzle folder; the legacy folder and the old Drizzle folder are gone',
  'dev: schema_migrations is gone',
  'test: schema_migrations is gone',
  'production: schema_migrations is gone',
];

describe.skipIf(!here || server === null)('flow-metrics', () => {
  let story: Story;
  let root: string;
  const later: { id: string; place: Place; before: string; files: string[] }[] = [];
  const folder = (): string[] => readdirSync(join(root, 'lib/database/migrations'), { recursive: true }).map(String).sort();

  /** A hazard on a protected environment is accepted with the plan that was shown. Resolves with the id of the undo. */
  async function undo(id: string, place: Place): Promise<string> {
    await story.type(`undo ${id} -e ${place} --dry-run`);
    const protection = place === 'production' ? ' --on production' : '';
    const { exit, said } = await story.type(`undo ${id} -e ${place}${protection} --accept rewrites-history --yes --plan {plan}`);
    expect(exit, said).toBe(0);
    return receiptIn(said);
  }

  const receiptIn = (said: string): string => said.split('Receipt ').at(-1)?.split('.')[0] ?? '';

  beforeAll(async () => {
    if (!server) return;
    root = mkdtempSync(join(tmpdir(), 'flow-metrics-'));
    cpSync(join(stories, 'flow-metrics/project'), root, { recursive: true });
    story = await openStory(server, join(stories, 'flow-metrics'), root);
  }, 60_000);
  afterAll(async () => {
    if (!server) return;
    for (const url of Object.values(story.urls)) await dropDatabase(server, url);
    rmSync(root, { recursive: true, force: true });
  });

  test.for(ROAD.map((step, i) => ({ ...step, i })))(
    '$i $ tidemark $line',
    { timeout: 120_000 },
    async ({ i, ...step }, { skip }) => {
      if (!FULL && i > SHORT) skip('TIDEMARK_FULL is not set');
      // The team reads what the plan says of the 24 rows, and writes where they go.
      if (i === 2) carryOver(root);
      const place = FULL ? step.back?.place : undefined;
      const before = place ? story.dump(place) : '';
      const files = folder();
      const { exit, said } = await story.type(step.line);
      expect(exit, said).toBe(step.exit);
      for (const words of step.tells) expect(flat(said)).toContain(flat(words));
      const id = receiptIn(said);
      if (step.final) {
        expect(flat(said)).toContain('It cannot be undone');
        expect((await story.type(`undo ${id}`)).exit).toBe(2);
      }
      if (!place) return;
      if (step.back?.when === 'at the end') return void later.push({ id, place, before, files });
      const after = story.dump(place);
      const back = await undo(id, place);
      expect(story.dump(place)).toBe(before);
      await undo(back, place);
      expect(story.dump(place)).toBe(after);
    },
  );

  test('the 24 metrics are in the JSONB form, with their targets', async () => {
    const [row] = await story.ask(
      'production',
      `select sum(jsonb_array_length(metrics))::int as metrics, sum((select count(*) from jsonb_object_keys(targets)))::int as targets,
        min(config_version) filter (where targets <> '{}') as version from flow_metrics_config where metrics @> '[{"active": true}]'`,
    );
    expect(row).toEqual({ metrics: 24, targets: 24, version: 2 });
  });

  test('what is left to the goal is to retire the old system', { timeout: 180_000 }, ({ skip }) => {
    if (!FULL) skip('TIDEMARK_FULL is not set');
    const aimed = Object.entries(story.urls).flatMap(([name, url]) => ['--url', `${name}=${url}`]);
    const told = spawnSync(
      process.execPath,
      [join(stories, 'check.mjs'), 'flow-metrics', '--project', root, ...aimed, '--area', 'state', '--json'],
      { encoding: 'utf8', timeout: 170_000 },
    );
    // It installs the stock tools once, from the registry.
    if (told.stderr.includes('npm install')) skip('the registry cannot be reached, so the judges are not here');
    const { results } = JSON.parse(told.stdout) as { results: { ok: boolean; says: string; level: string; why?: string }[] };
    const missed = results.filter((r) => !r.ok);
    expect(missed.map((r) => r.says)).toEqual(NEED_RETIRE);
    expect(results.length).toBeGreaterThan(50);
  });

  test('undo of the baselines, newest first, leads back to where each was', { timeout: 300_000 }, async ({ skip }) => {
    if (!FULL) skip('TIDEMARK_FULL is not set');
    for (const { id, place, before, files } of later.reverse()) {
      await undo(id, place);
      expect(story.dump(place)).toBe(before);
      expect(folder()).toEqual(files);
    }
  });
});

/** Lines are broken where the terminal ends. */
const flat = (text: string): string => text.split(/\s+/).join(' ');
