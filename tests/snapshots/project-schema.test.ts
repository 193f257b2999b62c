/** The project's own drizzle-kit is asked about a missing snapshot; what is written is what it would have written. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Project, Tried } from '../../src/model/index.ts';
import { readProject } from '../../src/read/config/project.ts';
import { readFolder } from '../../src/read/folder/folder.ts';
import { journalOf, migrationsOf } from '../../src/read/folder/journal.ts';
import { readSnapshots } from '../../src/read/folder/snapshots.ts';
import { readTried } from '../../src/read/kit/project-schema.ts';
import { healthyProject, kitGenerate, stockProject } from '../stock.ts';

function place(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-schema-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function tried(dir: string): Promise<Tried[]> {
  const { project } = await readProject({ cwd: dir, env: {} });
  const value: Project | null = project.ok ? project.value : null;
  if (!value) throw new Error('no project');
  const folder = await readFolder(dir, value.out);
  const migrations = migrationsOf(folder, journalOf(folder));
  return readTried(value, folder, migrations.ok ? migrations.value : [], await readSnapshots(dir, folder));
}

const withoutIds = (text: string): unknown => ({ ...JSON.parse(text), id: '' });

test('a healthy project asks nothing', async () => {
  const dir = place();
  await healthyProject('0.x', dir);
  expect(await tried(dir)).toEqual([]);
});

test('the missing snapshot comes back but for its id, the same each time, and stock generate is silent', async () => {
  const dir = place();
  await healthyProject('0.x', dir, 4);
  const path = join(dir, 'drizzle/meta/0003_snapshot.json');
  const was = readFileSync(path, 'utf8');
  rmSync(path);
  const [first] = await tried(dir);
  const [second] = await tried(dir);
  expect(first).toEqual(second);
  const content = first?.answer.ok ? first.answer.value.content : '';
  expect(withoutIds(content)).toEqual(withoutIds(was));
  expect(JSON.stringify(JSON.parse(content), null, 2)).toBe(content);
  writeFileSync(path, content);
  expect((await kitGenerate('0.x', dir)).out).toContain('No schema changes');
});

test('a schema that cannot be loaded is a reason, not an error', async () => {
  const dir = place();
  await healthyProject('0.x', dir, 4);
  rmSync(join(dir, 'drizzle/meta/0003_snapshot.json'));
  writeFileSync(join(dir, 'src/schema.ts'), "import './not-there';\n");
  const [only] = await tried(dir);
  expect(only?.answer).toMatchObject({ ok: false, why: expect.stringContaining('not-there') });
});

test('without its packages nothing is asked', async () => {
  const dir = place();
  await healthyProject('0.x', join(dir, 'whole'), 4);
  cpSync(join(dir, 'whole'), join(dir, 'bare'), { recursive: true, filter: (path) => !path.includes('node_modules') });
  rmSync(join(dir, 'bare/drizzle/meta/0003_snapshot.json'));
  expect((await tried(join(dir, 'bare')))[0]?.answer).toMatchObject({ ok: false, absent: true });
});

test('a kit of the other line is not asked', async () => {
  const dir = place();
  await healthyProject('0.x', dir, 4);
  rmSync(join(dir, 'drizzle/meta/0003_snapshot.json'));
  await stockProject('1.0', dir);
  expect((await tried(dir))[0]?.answer).toMatchObject({ ok: false, why: expect.stringContaining('does not read') });
});
