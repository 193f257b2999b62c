/** Is doctor silent where nothing is wrong? Both lines' seeds: files alone, an empty database, and deployed by the stock migrator at each prefix. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { keepInMemory } from '../../src/drivers/pglite-memory.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Line } from '../../src/model/project.ts';
import { healthyProject, SEED_LENGTH, stockMigrateHere } from '../stock.ts';
import { emptied, type Kept } from './pglite-engine.ts';
import { NOW } from './place.ts';

let kept: Kept;
let forget: () => void;
const folders: string[] = [];

beforeAll(async () => {
  kept = await emptied(undefined);
  forget = keepInMemory('healthy', kept.instance);
});
afterAll(async () => {
  forget();
  await kept.stop();
  for (const folder of folders) await rm(folder, { recursive: true });
});

interface Said {
  exit: number;
  findings: Finding[];
  unchecked: { what: string; absent?: true }[];
}

async function doctor(cwd: string, env: Record<string, string>): Promise<Said> {
  let out = '';
  const exit = await main({
    argv: ['doctor', '--json'],
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    version: '0.0.0',
    columns: undefined,
    interactive: false,
    by: 'ada@example',
    now: () => NOW,
    out: (text) => {
      out += text;
    },
    err: () => undefined,
  });
  return { exit, ...(JSON.parse(out) as Omit<Said, 'exit'>) };
}

async function project(line: Line, n: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-healthy-'));
  folders.push(folder);
  await healthyProject(line, folder, n);
  return folder;
}

const silent = (said: Said): void => {
  expect(said.findings).toEqual([]);
  expect(said.unchecked.filter((u) => !u.absent)).toEqual([]);
  expect(said.exit).toBe(0);
};

for (const line of ['0.x', '1.0'] as const) {
  describe(`a healthy project of ${line}`, () => {
    test('files alone', async () => silent(await doctor(await project(line, SEED_LENGTH), {})));

    test('an empty database, and each number of migrations deployed', async () => {
      const folder = await project(line, SEED_LENGTH);
      for (let n = 0; n <= SEED_LENGTH; n += 1) {
        kept = await emptied(kept);
        if (n > 0) {
          const { error } = await stockMigrateHere(line, kept.instance, join(await project(line, n), 'drizzle'));
          expect(error).toBeNull();
        }
        silent(await doctor(folder, { DATABASE_URL: 'memory://healthy' }));
      }
    });
  });
}
