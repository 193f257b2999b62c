import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../src/model/folder.ts';
import { readFolder } from '../../src/read/folder/folder.ts';
import { journalOf, migrationsOf } from '../../src/read/folder/journal.ts';
import { readSnapshots } from '../../src/read/folder/snapshots.ts';
import { readSurroundings } from '../../src/read/surroundings.ts';
import { stock } from './stock.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => existsSync(`${corpus}/${name}/expected.json`)) : [];

test.skipIf(names.length > 0)('the corpus is not here: nothing was compared with it', () => {});

interface Expected {
  layout: '0.x' | '1.0';
  migrations: number;
  anomalies: Record<string, string[]>;
}

async function evidence(name: string) {
  const root = `${corpus}/${name}`;
  const expected: Expected = JSON.parse(readFileSync(`${root}/expected.json`, 'utf8'));
  const folder = await readFolder(root, 'migrations');
  const journal = journalOf(folder);
  const migrations = migrationsOf(folder, journal);
  if (!migrations.ok) throw new Error(migrations.why);
  const leftOut = !readFileSync(`${root}/SOURCE.md`, 'utf8').includes('nothing left out');
  return { root, expected, folder, journal, migrations: migrations.value, snapshots: await readSnapshots(root, folder), leftOut };
}

function byIdx(entries: JournalEntry[]): Map<unknown, JournalEntry[]> {
  const found = new Map<unknown, JournalEntry[]>();
  for (const entry of entries) {
    const idx = entry.fields.get('idx')?.value;
    found.set(idx, [...(found.get(idx) ?? []), entry]);
  }
  return found;
}

test.each(names)('%s: the migrations are those that the stock migrator reads', async (name) => {
  const { root, expected, folder, migrations } = await evidence(name);
  expect(folder).toMatchObject({ layout: expected.layout === '1.0' ? 'dated' : 'journal', unreadable: [] });
  expect(migrations.length).toBe(expected.migrations);
  const missing = expected.anomalies['entryWithoutFile'] ?? [];
  expect(migrations.filter((one) => !one.sql.ok).map((one) => one.name)).toEqual(missing);
  if (missing.length > 0) return;
  const theirs = stock(expected.layout, `${root}/migrations`);
  expect(migrations.map((one) => [one.sql.ok && one.sql.value.hash, one.when])).toEqual(
    theirs.map((one) => [one.hash, one.folderMillis]),
  );
  if (expected.layout === '1.0') expect(migrations.map((one) => one.name)).toEqual(theirs.map((one) => one.name));
});

test.each(names)('%s: what was measured on it shows in what was read', async (name) => {
  const { expected, folder, journal, migrations, snapshots, leftOut } = await evidence(name);
  const of = (anomaly: string) => expected.anomalies[anomaly] ?? [];
  const listed = new Set(migrations.map((one) => one.file));
  expect(folder.files.filter((file) => !listed.has(file.path)).map((file) => file.name)).toEqual(of('fileWithoutEntry'));
  expect(folder.others.filter((path) => path.endsWith('.sql')).map((path) => path.slice('migrations/'.length))).toEqual(
    of('sqlInSubfolder'),
  );
  const odd = migrations.filter((one) => one.sql.ok && !one.sql.value.encoding.startsWith('utf8')).map((one) => one.name);
  expect(odd).toEqual(of('notUtf8'));
  expect(snapshots.filter((one) => !one.head.ok)).toEqual([]);
  if (journal.ok) {
    const counts = byIdx(journal.value.entries);
    const twice = [...counts].filter(([, entries]) => entries.length > 1);
    const say = twice.map(([idx, entries]) => `${idx}: ${entries.map((entry) => entry.fields.get('tag')?.value).join(' / ')}`);
    expect(say).toEqual(of('duplicateIdx'));
  }
  if (leftOut) return;
  const keys = new Set(snapshots.map((one) => one.key));
  const keyOf = (migration: string) => (folder.layout === 'dated' ? migration : (migration.split('_')[0] ?? ''));
  if (folder.layout === 'journal')
    expect(migrations.filter((one) => !keys.has(keyOf(one.name))).map((one) => one.name)).toEqual(of('entryWithoutSnapshot'));
  expect(!keys.has(keyOf(migrations.at(-1)?.name ?? ''))).toBe(of('latestSnapshotMissing').length > 0);
  const ids = new Set(snapshots.map((one) => one.head.ok && one.head.value.id));
  const lost = snapshots.filter(
    (one) => one.head.ok && one.head.value.prevIds.some((id) => !ids.has(id) && !id.startsWith('00000000-')),
  );
  expect(lost.map((one) => one.path.split('/').at(-1))).toEqual(of('prevIdNotFound'));
});

test.each(names)('%s: beside its folder there is nothing of another system', async (name) => {
  expect(await readSurroundings(`${corpus}/${name}`, 'migrations')).toEqual({ otherFolders: [], legacy: [], configs: [] });
});
