/** Do we call a conflict what drizzle-kit calls one? The kit is the judge. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { conflictsOf } from '../../src/compare/folder/branches.ts';
import { linksOf } from '../../src/compare/folder/snapshot-chain.ts';
import { readFolder } from '../../src/read/folder/folder.ts';
import { readSnapshots } from '../../src/read/folder/snapshots.ts';
import { healthyProject, kitCheck, kitGenerate } from '../stock.ts';

const BASE = "import { integer, pgTable, text } from 'drizzle-orm/pg-core';\n";
const table = (columns: string): string =>
  `${BASE}export const a = pgTable('a', { id: integer('id').primaryKey()${columns} });\n`;

const PAIRS: [string, string, string][] = [
  ['the same statement', ", x: text('x')", ", x: text('x')"],
  ['other columns of one table', ", x: text('x')", ", y: text('y')"],
  ['one column in two ways', ", x: text('x')", ", x: integer('x')"],
];

test.each(PAIRS)('%s', async (_, ours, theirs) => {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-branches-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const [one, two] = [join(dir, 'one'), join(dir, 'two')];
  await healthyProject('1.0', one, 1);
  rmSync(join(one, 'drizzle'), { recursive: true });
  writeFileSync(join(one, 'src/schema.ts'), table(''));
  await kitGenerate('1.0', one, ['--name', 'first'], { clock: Date.UTC(2025, 0, 1) });
  cpSync(one, two, { recursive: true, verbatimSymlinks: true });
  for (const [place, columns, day] of [
    [one, ours, 2],
    [two, theirs, 3],
  ] as const) {
    writeFileSync(join(place, 'src/schema.ts'), table(columns));
    await kitGenerate('1.0', place, ['--name', 'next'], { clock: Date.UTC(2025, 0, day) });
  }
  const newest = readdirSync(join(two, 'drizzle')).sort().at(-1) ?? '';
  cpSync(join(two, 'drizzle', newest), join(one, 'drizzle', newest), { recursive: true });
  expect(readFileSync(join(one, 'drizzle', newest, 'snapshot.json'), 'utf8')).toContain('footprints');
  const { out } = await kitCheck('1.0', one);
  const found = conflictsOf(linksOf(await readSnapshots(one, await readFolder(one, 'drizzle'))));
  expect(found.length > 0).toBe(out.includes('Conflicting migrations detected'));
});
