/** Fourteen real histories: what was measured on them is found, what is healthy is silent, repairs keep the laws. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { rules } from '../../src/rules/index.ts';
import { bytesOf } from '../bad-input/place.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockMigrate } from '../stock.ts';
import { deploy, HISTORY_TABLE, type States } from './deploy.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'expected.json'))) : [];
const server = sharedServer(15);

test.skipIf(names.length > 0)('the corpus is not here: no real history was looked at', () => {});

interface Expected {
  layout: '0.x' | '1.0';
  migrations: number;
  extensions: string[];
  anomalies: Record<string, string[]>;
  replay: { works: boolean; on?: string };
  deployedAtEveryMerge?: { skippedForEver: { tag: string }[] };
}

interface Finding {
  rule: string;
  severity: string;
  environment?: string;
  subject: { migration?: string; file?: string; line?: number };
  says: string;
  evidence: string[];
  remedies: { name: string; command: string }[];
}

const expectedOf = (name: string): Expected => JSON.parse(readFileSync(join(corpus, name, 'expected.json'), 'utf8')) as Expected;
/** Snapshots that were left out to save space are missing here and not in the source. */
const leftOut = (name: string): boolean => !readFileSync(join(corpus, name, 'SOURCE.md'), 'utf8').includes('nothing left out');

/** Which rules may tell an anomaly; one of them has to, about the thing that was measured. */
const TOLD_BY: Readonly<Record<string, readonly string[]>> = {
  entryWithoutFile: ['entry-without-file'],
  fileWithoutEntry: ['orphan-file'],
  sqlInSubfolder: [],
  chunkWithSeveralStatements: ['several-statements-per-chunk'],
  notUtf8: ['utf16-file', 'invalid-utf8', 'nul-byte'],
  whenGoesBack: ['stamp-not-increasing', 'late-migration', 'skipped-migration'],
  duplicatePrefix: ['duplicate-prefix', 'next-number-taken'],
  // 1.0 orders them by name, and all tools agree: no rule speaks of it.
  duplicateTimestamp: [],
  duplicateSnapshotId: ['snapshot-same-id'],
  prevIdNotFound: ['snapshot-parent-unknown', 'snapshot-parent-missing'],
  latestSnapshotMissing: ['snapshot-missing-latest'],
  // Told where it is pending in a database; drizzle's own placeholders and texts that may run twice are no fault.
  emptyMigration: [],
  identicalMigrations: [],
  impossibleTimestamp: ['dated-name-rolls-over'],
};

/** Classes that are silent where they were not measured. */
const SILENT_WITHOUT: Readonly<Record<string, string>> = {
  'entry-without-file': 'entryWithoutFile',
  'orphan-file': 'fileWithoutEntry',
  'utf16-file': 'notUtf8',
  'snapshot-same-id': 'duplicateSnapshotId',
  'dated-name-rolls-over': 'impossibleTimestamp',
  'stamp-not-increasing': 'whenGoesBack',
  'duplicate-content': 'identicalMigrations',
};

const known = new Set(rules.map((r) => r.id));

function project(name: string, more: Record<string, unknown> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), `corpus-${name}-`));
  cpSync(join(corpus, name, 'migrations'), join(folder, 'migrations'), { recursive: true });
  writeFileSync(
    join(folder, 'drizzle.config.json'),
    JSON.stringify({ dialect: 'postgresql', schema: './schema.ts', out: './migrations', ...more }),
  );
  writeFileSync(join(folder, 'schema.ts'), 'export {};\n');
  return folder;
}

async function type(folder: string, ...argv: string[]): Promise<{ exit: number; out: string; all: string }> {
  let out = '';
  let all = '';
  const exit = await main({
    argv,
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder },
    version: '0.0.0',
    columns: undefined,
    interactive: false,
    by: 'ada@example',
    now: Date.now,
    out: (text) => {
      out += text;
      all += text;
    },
    err: (text) => {
      all += text;
    },
  });
  expect([0, 1, 2, 3], `${argv.join(' ')}\n${all.slice(0, 2000)}`).toContain(exit);
  return { exit, out, all };
}

async function doctor(folder: string, ...more: string[]): Promise<Finding[]> {
  const { out } = await type(folder, 'doctor', '--json', ...more);
  return (JSON.parse(out) as { findings: Finding[] }).findings;
}

/** The words of a measured anomaly that name something: tags, files, numbers are cut off. */
const namesIn = (anomaly: string): string[] => anomaly.split(/ \/ | < |: | -> /).map((part) => part.split(' ')[0] ?? '');

const tells = (f: Finding, word: string): boolean =>
  JSON.stringify([f.subject, f.says, f.evidence]).includes(word.replace(/\.json$/, ''));

describe.each(names)('%s', (name) => {
  const expected = names.length > 0 ? expectedOf(name) : ({ anomalies: {} } as Expected);

  test('what was measured on the files is told, and nothing of a class that was not', { timeout: 60_000 }, async () => {
    const folder = project(name);
    try {
      const before = bytesOf(folder);
      const findings = await doctor(folder, '--files');
      expect(bytesOf(folder)).toEqual(before);
      const missing: string[] = [];
      for (const [anomaly, cases] of Object.entries(expected.anomalies)) {
        const speaking = (TOLD_BY[anomaly] ?? []).filter((id) => known.has(id));
        // Rules that need a database or an own class speak elsewhere.
        if (
          speaking.length === 0 ||
          speaking.every((id) =>
            rules.find((r) => r.id === id)?.needs.some((n) => ['histories', 'servers', 'standings', 'environments'].includes(n)),
          )
        )
          continue;
        if (anomaly === 'prevIdNotFound' && leftOut(name)) continue;
        for (const one of cases) {
          const words = namesIn(one).filter((w) => /\w{4}/.test(w));
          const told = findings.some((f) => speaking.includes(f.rule) && (words.length === 0 || words.some((w) => tells(f, w))));
          if (!told && !findings.some((f) => speaking.includes(f.rule) && f.evidence.some((e) => /more|and \d+/.test(e))))
            missing.push(`${anomaly}: ${one}`);
        }
      }
      expect(missing, findings.map((f) => `${f.rule}: ${f.says}`).join('\n')).toEqual([]);
      const invented = findings.filter((f) => {
        const anomaly = SILENT_WITHOUT[f.rule];
        return anomaly !== undefined && (expected.anomalies[anomaly] ?? []).length === 0;
      });
      expect(invented.map((f) => `${f.rule}: ${f.says}`)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('each repair of files keeps the laws', { timeout: 60_000 }, async () => {
    const folder = project(name);
    try {
      const found = await doctor(folder, '--files');
      const before = bytesOf(folder);
      for (const rule of new Set(
        found.filter((f) => f.remedies.some((r) => r.command.startsWith('npx tidemark repair'))).map((f) => f.rule),
      )) {
        const dry = await type(folder, 'repair', rule, '--json', '--dry-run');
        const plan = (JSON.parse(dry.out) as { plan?: { hazards: string[] } }).plan;
        if (dry.exit !== 0 || plan === undefined) continue;
        const repaired = await type(folder, 'repair', rule, '--yes', '--json', ...plan.hazards.flatMap((h) => ['--accept', h]));
        expect(repaired.exit, `${rule}\n${repaired.all.slice(0, 3000)}`).toBe(0);
        const after = await doctor(folder, '--files');
        const key = (f: Finding): string => `${f.rule} ${f.subject.migration ?? f.subject.file ?? ''}`;
        const news = after.filter((f) => f.severity === 'error' && !found.some((o) => key(o) === key(f) || o.rule === f.rule));
        expect(
          news.map((f) => `${f.rule}: ${f.says}`),
          `new after repair ${rule}`,
        ).toEqual([]);
        const receipt = (JSON.parse(repaired.out) as { receipt: { id: string } }).receipt.id;
        const undone = await type(folder, 'undo', receipt, '--yes');
        expect(undone.exit, undone.all).toBe(0);
        const now = bytesOf(folder, ['node_modules', '.tidemark']);
        expect(
          [...now].filter(([path, content]) => before.get(path) !== content),
          `undo of ${rule}`,
        ).toEqual([]);
        expect(
          [...before.keys()].filter((path) => !now.has(path)),
          `undo of ${rule}`,
        ).toEqual([]);
        rmSync(join(folder, '.tidemark'), { recursive: true, force: true });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.skipIf(server === null)(
    'on an empty database everything is pending; deployed by the stock migrator everything is applied',
    { timeout: 60_000 },
    async () => {
      if (!server) return;
      const url = await createDatabase(server);
      const folder = project(name, { dbCredentials: { url } });
      try {
        const states = async (): Promise<Record<string, number>> => {
          const { out } = await type(folder, 'status', '--json');
          const data = (
            JSON.parse(out) as { data: { environments: { migrations: { state: string; odd?: string }[]; rows: unknown[] }[] } }
          ).data.environments[0];
          const count: Record<string, number> = {};
          for (const m of data?.migrations ?? []) count[m.state] = (count[m.state] ?? 0) + 1;
          return count;
        };
        const missing = (expected.anomalies['entryWithoutFile'] ?? []).length;
        expect((await states())['pending']).toBe(expected.migrations - missing);
        await type(folder, 'doctor');
        if (!expected.replay.works || expected.replay.on !== 'bare' || expected.extensions.length > 0) return;
        expect((await stockMigrate(expected.layout, folder, 'migrations', { url })).error).toBe(null);
        // Under 0.x a fresh database runs all of them whatever their stamps are.
        expect(await states()).toEqual({ applied: expected.migrations });
        const findings = await doctor(folder);
        expect(findings.filter((f) => f.environment && f.severity === 'error').map((f) => `${f.rule}: ${f.says}`)).toEqual([]);
        expect((await type(folder, 'migrate', '--dry-run')).exit).toBe(0);
      } finally {
        await dropDatabase(server, url);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  const skipped = expected.deployedAtEveryMerge?.skippedForEver.map((s) => s.tag) ?? [];
  const states = join(corpus, name, 'states.json');

  test.skipIf(server === null || !existsSync(states))(
    'deployed at every merge: exactly what the stock migrator skips for ever is named',
    { timeout: 120_000 },
    async ({ skip }) => {
      if (!server) return;
      const url = await createDatabase(server);
      const folder = project(name, { dbCredentials: { url } });
      const client = new pg.Client({ connectionString: url, ssl: false });
      await client.connect();
      try {
        if (expected.extensions.length > 0) {
          const there = await client.query('select name from pg_available_extensions where name = any($1)', [
            expected.extensions,
          ]);
          if (there.rowCount !== expected.extensions.length)
            skip(`extensions ${expected.extensions.join(', ')} are not installed on this server`);
        }
        await client.query(HISTORY_TABLE);
        const history = JSON.parse(readFileSync(states, 'utf8')) as States;
        const { entries } = JSON.parse(readFileSync(join(folder, 'migrations/meta/_journal.json'), 'utf8')) as {
          entries: { tag: string }[];
        };
        for (const state of history.states) await deploy(client, state.files, history.blobs, entries[0]?.tag ?? '');
        const { out } = await type(folder, 'status', '--json');
        const data = (JSON.parse(out) as { data: { environments: { migrations: { name: string; state: string }[] }[] } }).data
          .environments[0];
        const late = (data?.migrations ?? []).filter((m) => m.state === 'out-of-order').map((m) => m.name);
        expect(late, out).toEqual(skipped);
        const findings = await doctor(folder);
        const named = findings
          .filter((f) => f.environment && ['skipped-migration', 'late-migration'].includes(f.rule))
          .map((f) => f.subject.migration);
        expect([...new Set(named)].sort()).toEqual([...skipped].sort());
      } finally {
        await client.end();
        await dropDatabase(server, url);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
