/** What doctor says of clean-slate and flow-metrics, against what their STORY.md tells, as far as files and rows can show it. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDatabase, dropDatabase, PASSWORD } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockProject } from '../stock.ts';

const stories = fileURLToPath(new URL('../../../shared/stories', import.meta.url));
const server = sharedServer(15);
const here = existsSync(join(stories, 'clean-slate'));
const ENVIRONMENTS = ['dev', 'test', 'production'] as const;

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: their diagnosis was not compared', () => {});

interface Told {
  findings: { rule: string; environment?: string; subject: Record<string, string>; says: string; evidence: string[] }[];
}

/** `rule: subject` or `rule@environment: subject`, one a finding. */
async function diagnosed(story: string): Promise<string[]> {
  if (!server) return [];
  const folder = mkdtempSync(join(tmpdir(), `${story}-`));
  const urls: string[] = [];
  try {
    cpSync(join(stories, story, 'project'), folder, { recursive: true });
    await stockProject('0.x', folder);
    const environments: Record<string, { url: string }> = {};
    for (const environment of ENVIRONMENTS) {
      const url = await createDatabase(server);
      urls.push(url);
      environments[environment] = { url };
      const client = new pg.Client({ connectionString: url, ssl: false });
      await client.connect();
      await client
        .query(readFileSync(join(stories, story, 'databases', `${environment}.sql`), 'utf8'))
        .finally(() => client.end());
    }
    writeFileSync(join(folder, 'tidemark.config.json'), JSON.stringify({ environments }));
    let out = '';
    const take = (text: string): void => {
      out += text;
    };
    const exit = await main({
      argv: ['doctor', '--json'],
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder },
      version: '0.0.0',
      columns: undefined,
      interactive: false,
      by: 'ada@example',
      now: Date.now,
      out: take,
      err: () => undefined,
    });
    expect(exit).toBe(1);
    expect(out).not.toContain(PASSWORD);
    const told = JSON.parse(out) as Told;
    return told.findings.map(
      ({ rule, environment, subject, says }) =>
        `${rule}${environment ? `@${environment}` : ''}: ${[subject['migration'], subject['file'], subject['object'], subject['row'], subject['variable']].filter((s) => s !== undefined).join(' ')} | ${says}`,
    );
  } finally {
    for (const url of urls) await dropDatabase(server, url);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the story tells, and by which rule about what. */
const STORIES: Readonly<Record<string, readonly [says: string, rule: string, about: string][]>> = {
  'clean-slate': [
    ['0001_fix_ids.sql is not in the journal', 'orphan-file:', '0001_fix_ids'],
    ['the snapshot of 0002_clean_schema is missing', 'snapshot-missing-middle:', 'drizzle/meta'],
    ['dev has two history tables', 'two-histories@dev:', '__drizzle_migrations__'],
    ['test keeps its history in a table of the team', 'history-elsewhere@test:', '__drizzle_migrations__'],
    ['production too', 'history-elsewhere@production:', '__drizzle_migrations__'],
    ['the team has migration scripts of its own', 'legacy-system-beside:', 'hand-made script'],
  ],
  'flow-metrics': [
    ['0003_grey_azazel was marked as applied in production and never ran', 'marked-not-run@production:', '0003_grey_azazel'],
    ['so was the JSONB structure', 'marked-not-run@production:', '0002_flow_metrics_jsonb'],
    ['two migrations have the prefix 0002', 'duplicate-prefix:', '0002_loud_vertigo'],
    ['drizzle/ is a second Drizzle folder', 'several-drizzle-folders:', 'drizzle'],
    ['its two old migrations are recorded in dev', 'orphan-row@dev:', '1'],
    ['and in production', 'orphan-row@production:', '2'],
    ['schema_migrations is another history', 'legacy-system-beside:', 'schema_migrations'],
    ['migrations/ holds hand-written SQL', 'legacy-system-beside:', 'plain SQL'],
    ['scripts/ holds migration scripts', 'legacy-system-beside:', 'hand-made script'],
    ['what the script marked was written at one moment', 'recorded-at-wall-clock@production:', '0003_grey_azazel'],
  ],
};

describe.skipIf(!here || server === null)('doctor tells the story', () => {
  test.each(Object.keys(STORIES))('%s', { timeout: 60_000 }, async (story) => {
    const told = await diagnosed(story);
    for (const [says, rule, about] of STORIES[story] ?? [])
      expect(
        told.some((line) => line.startsWith(rule) && line.includes(about)),
        `${says}: ${rule} about ${about}\n${told.join('\n')}`,
      ).toBe(true);
  });
});
