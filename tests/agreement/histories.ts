/** Which real histories are there to be replayed: the corpus, and the folders of the stories. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { intendedOf } from '../../src/compare/folder/intended.ts';
import type { Migration } from '../../src/model/index.ts';
import { legacyMigrations } from '../../src/read/audit/legacy-migrations.ts';
import { readFolder } from '../../src/read/folder/folder.ts';
import { journalOf, migrationsOf } from '../../src/read/folder/journal.ts';
import { readLegacyFolder } from '../../src/read/legacy.ts';
import { readSurroundings } from '../../src/read/surroundings.ts';

export interface History {
  name: string;
  line: '0.x' | '1.0';
  migrations: Migration[];
}

const shared = fileURLToPath(new URL('../../../shared', import.meta.url));
export const corpus = join(shared, 'corpus');

export const corpusNames: readonly string[] = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'expected.json')))
  : [];

/** Folders of Drizzle's; `legacy` ones are another tool's. */
const STORIES: readonly { name: string; story: string; folder: string; legacy?: true }[] = [
  { name: 'red-karma', story: 'red-karma', folder: 'migrations' },
  { name: 'clean-slate', story: 'clean-slate', folder: 'drizzle' },
  { name: 'flow-metrics', story: 'flow-metrics', folder: 'lib/database/migrations' },
  { name: 'flow-metrics, old folder', story: 'flow-metrics', folder: 'drizzle' },
  { name: 'flow-metrics, legacy files', story: 'flow-metrics', folder: 'migrations', legacy: true },
];

export async function histories(only: readonly string[] | null = null): Promise<History[]> {
  const wanted = (name: string): boolean => only === null || only.includes(name);
  const found: History[] = [];
  for (const name of corpusNames) if (wanted(name)) found.push(await ofFolder(name, join(corpus, name), 'migrations'));
  for (const { name, story, folder, legacy = false } of STORIES) {
    const root = join(shared, 'stories', story, 'project');
    if (!existsSync(join(root, folder)) || !wanted(name)) continue;
    found.push(legacy ? await ofLegacy(name, root, folder) : await ofFolder(name, root, folder));
  }
  return found;
}

async function ofFolder(name: string, root: string, out: string): Promise<History> {
  const folder = await readFolder(root, out);
  const migrations = migrationsOf(folder, journalOf(folder));
  if (!migrations.ok) throw new Error(`${name}: ${migrations.why}`);
  return {
    name,
    line: folder.layout === 'dated' ? '1.0' : '0.x',
    migrations: intendedOf(folder, migrations.value).map((i) => i.migration),
  };
}

async function ofLegacy(name: string, root: string, out: string): Promise<History> {
  const history = readLegacyFolder(root, out, await readSurroundings(root, '-'));
  if (!history.ok) throw new Error(`${name}: ${history.why}`);
  return { name, line: '0.x', migrations: legacyMigrations(history.value.files).filter((m) => m.sql.ok) };
}
