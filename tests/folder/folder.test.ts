import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFolder } from '../../src/read/folder/folder.ts';
import { journalOf, migrationsOf } from '../../src/read/folder/journal.ts';
import { readSnapshots } from '../../src/read/folder/snapshots.ts';
import { entry, four, journalText, project } from './place.ts';
import { stock } from './stock.ts';

test('a folder that is not there is absent, and nothing about it is a failure', async () => {
  const folder = await readFolder(project(), './drizzle/');
  expect(folder).toMatchObject({ path: 'drizzle', present: false, files: [], journal: null, unreadable: [] });
  expect(journalOf(folder)).toMatchObject({ ok: false, absent: true });
  expect(migrationsOf(folder, journalOf(folder))).toMatchObject({ ok: false, absent: true });
});

test('an empty folder has no journal, which is a finding', async () => {
  const root = project();
  mkdirSync(join(root, 'drizzle'));
  const folder = await readFolder(root, 'drizzle');
  expect(folder).toMatchObject({ present: true, layout: 'journal', journal: null });
  expect(journalOf(folder)).toMatchObject({ ok: false, because: 'journal-missing' });
});

test('a file, a link that leads nowhere and a circle in place of the folder are failures to read', async () => {
  const root = project({ file: 'x' });
  symlinkSync('nowhere', join(root, 'dangling'));
  symlinkSync('circle', join(root, 'circle'));
  for (const [out, errno] of [
    ['file', 'ENOTDIR'],
    ['dangling', 'ENOENT'],
    ['circle', 'ELOOP'],
  ] as const) {
    const folder = await readFolder(root, out);
    expect(folder.present).toBe(true);
    expect(folder.unreadable).toEqual([{ path: out, why: expect.stringContaining(errno) }]);
    const journal = journalOf(folder);
    expect(journal).toMatchObject({ ok: false, why: expect.stringContaining(errno) });
    expect(journal).not.toHaveProperty('absent');
    expect(migrationsOf(folder, journal).ok).toBe(false);
  }
});

test('what cannot be read is named with its errno and the rest is read', async () => {
  const root = project({
    'd/meta/_journal.json': journalText([
      entry(0, '0000_ok'),
      entry(1, '0001_folder'),
      entry(2, '0002_gone'),
      entry(3, '0003_circle'),
    ]),
    'd/0000_ok.sql': 'select 1;',
    'd/0001_folder.sql/inside.txt': 'x',
    'd/meta/0001_snapshot.json/inside.txt': 'x',
  });
  symlinkSync('nowhere.sql', join(root, 'd/0002_gone.sql'));
  symlinkSync('0003_circle.sql', join(root, 'd/0003_circle.sql'));
  symlinkSync('..', join(root, 'd/up'));
  symlinkSync('lost', join(root, 'd/meta/0002_snapshot.json'));
  const folder = await readFolder(root, 'd');
  const why = new Map(folder.unreadable.map((one) => [one.path, one.why]));
  expect(why.get('d/0001_folder.sql')).toContain('EISDIR');
  expect(why.get('d/0002_gone.sql')).toContain('ENOENT');
  expect(why.get('d/0003_circle.sql')).toContain('ELOOP');
  expect(why.get('d/meta/0002_snapshot.json')).toContain('ENOENT');
  expect(folder.others).toContain('d/up');
  const migrations = migrationsOf(folder, journalOf(folder));
  expect(migrations.ok && migrations.value.map((one) => one.sql.ok)).toEqual([true, false, false, false]);
  const snapshots = await readSnapshots(root, folder);
  expect(snapshots.map(({ path, head }) => [path, head.ok])).toEqual([
    ['d/meta/0001_snapshot.json', false],
    ['d/meta/0002_snapshot.json', false],
  ]);
});

test.skipIf(process.platform === 'win32')('a pipe is named and never opened', async () => {
  const root = project({ 'd/0000_a.sql': 'x' });
  execFileSync('mkfifo', [join(root, 'd/0001_b.sql')]);
  const folder = await readFolder(root, 'd');
  expect(folder.unreadable).toEqual([{ path: 'd/0001_b.sql', why: expect.stringContaining('pipe') }]);
});

test('a folder in place of the journal, and a meta that is a file', async () => {
  const root = project({ 'a/meta/_journal.json/x': '', 'b/meta': 'x' });
  const a = await readFolder(root, 'a');
  expect(a.journal).toMatchObject({ state: 'unreadable', why: expect.stringContaining('EISDIR') });
  const journal = journalOf(a);
  expect(journal.ok).toBe(false);
  expect(journal).not.toHaveProperty('because');
  const b = await readFolder(root, 'b');
  expect(b.journal).toBeNull();
  expect(b.others).toContain('b/meta');
});

test('names of every kind are kept as they are', async () => {
  const names = [
    "0000_o'brien",
    '0001_"quoted"',
    '0002_line\nbreak',
    '0003_🌊',
    '0004_..',
    `0005_${'x'.repeat(246)}`,
    '0006 space',
    '0007_\\back',
    '%s',
    '$(id)',
  ];
  const entries = names.map((name, idx) => entry(idx, name));
  const files = Object.fromEntries(names.map((name) => [`d/${name}.sql`, `-- ${name.length}`]));
  const root = project({ 'd/meta/_journal.json': journalText(entries), ...files });
  const folder = await readFolder(root, 'd');
  expect(folder.files.map((file) => file.name).sort()).toEqual([...names].sort());
  const migrations = migrationsOf(folder, journalOf(folder));
  if (!migrations.ok) throw new Error(migrations.why);
  expect(migrations.value.map((one) => one.name)).toEqual(names);
  expect(migrations.value.map((one) => one.sql.ok && one.sql.value.hash)).toEqual(
    stock('0.x', join(root, 'd')).map((one) => one.hash),
  );
});

test('a tag may lead into a sub-folder or to a neighbour, as it may for Drizzle; not out of the project', async () => {
  const root = project({
    'd/meta/_journal.json': journalText([
      entry(0, 'sub/0000_a'),
      entry(1, '../other/0001_b'),
      entry(2, '../../../../../../etc/passwd'),
    ]),
    'd/sub/0000_a.sql': 'select 1;',
    'other/0001_b.sql': 'select 2;',
  });
  const folder = await readFolder(root, 'd');
  const migrations = migrationsOf(folder, journalOf(folder));
  expect(migrations.ok && migrations.value.map((one) => one.file)).toEqual([
    'd/sub/0000_a.sql',
    'other/0001_b.sql',
    '../../../../../etc/passwd.sql',
  ]);
  expect(migrations.ok && migrations.value.map((one) => one.sql.ok)).toEqual([true, true, false]);
  expect(folder.others).toEqual([]);
});

test('dated folders are found, ordered and stamped as the stock 1.0 migrator does', async () => {
  const names = [
    '20240101000000__z',
    '20240101000000_B',
    '20240101000000_a',
    '20241301006100_rolls',
    '20231231235959_é',
    '20231231235959_e',
    '2024_short',
    'nonsense',
  ];
  const files = Object.fromEntries(names.map((name) => [`d/${name}/migration.sql`, `-- ${name}`]));
  const root = project({ ...files, 'd/20250101000000_forgotten/snapshot.json': '{}', 'd/seed.sql': 'select 1;' });
  mkdirSync(join(root, 'd/20250101000001_empty'));
  mkdirSync(join(root, 'd/20250101000002_lost'));
  symlinkSync('nowhere', join(root, 'd/20250101000002_lost/migration.sql'));
  const folder = await readFolder(root, 'd');
  expect(folder).toMatchObject({ layout: 'dated', journal: null });
  const migrations = migrationsOf(folder, journalOf(folder));
  if (!migrations.ok) throw new Error(migrations.why);
  const theirs = stock('1.0', join(root, 'd'));
  expect(migrations.value.map((one) => one.name)).toEqual(theirs.map((one) => one.name));
  expect(migrations.value.map((one) => one.when)).toEqual(
    theirs.map((one) => (Number.isNaN(one.folderMillis) ? null : one.folderMillis)),
  );
  expect(migrations.value.map((one) => one.sql.ok && one.sql.value.hash)).toEqual(theirs.map((one) => one.hash));
  expect(folder.others).toContain('d/20250101000001_empty/');
  expect(folder.others).toContain('d/seed.sql');
  expect(folder.unreadable).toEqual([{ path: 'd/20250101000002_lost/migration.sql', why: expect.stringContaining('ENOENT') }]);
});

test('both layouts in one folder: the journal decides when it names files', async () => {
  const dated = { 'd/20240101000000_a/migration.sql': 'select 1;' };
  const read = (files: Record<string, string>) => readFolder(project({ ...dated, ...files }), 'd');
  const used = await read({ 'd/meta/_journal.json': journalText([entry(0, '0000_a')]), 'd/0000_a.sql': '' });
  expect(used).toMatchObject({ layout: 'journal', journal: { state: 'ok' } });
  const left = await read({ 'd/meta/_journal.json': journalText([entry(0, '0000_a')]) });
  expect(left).toMatchObject({ layout: 'dated', journal: { state: 'ok' } });
  const broken = await read({ 'd/meta/_journal.json': '<<<<<<< HEAD', 'd/0000_a.sql': '' });
  expect(broken).toMatchObject({ layout: 'journal', journal: { state: 'conflict' } });
});

test('the folder may be the project itself, absolute, or beside it', async () => {
  const files = { 'p/meta/_journal.json': journalText([entry(0, '0000_a')]), 'p/0000_a.sql': 'x', 'q/keep': '' };
  const root = project(files);
  for (const [at, out, path] of [
    ['p', '.', '0000_a.sql'],
    ['q', '../p', '../p/0000_a.sql'],
    ['.', join(root, 'p'), 'p/0000_a.sql'],
  ] as const) {
    const folder = await readFolder(join(root, at), out);
    const migrations = migrationsOf(folder, journalOf(folder));
    expect(migrations).toMatchObject({ ok: true, value: [{ name: '0000_a', file: path, sql: { ok: true } }] });
  }
});

test('10,000 migrations in the journal, 2,000 dated ones', async () => {
  const [count, datedCount] = [10_000, 2_000];
  const entries = Array.from({ length: count }, (_, i) => entry(i, `${four(i)}_m`));
  const root = project({ 'j/meta/_journal.json': JSON.stringify({ entries }), 'one.sql': 'select 1;' });
  mkdirSync(join(root, 'd'));
  for (let i = 0; i < count; i += 1) linkSync(join(root, 'one.sql'), join(root, 'j', `${four(i)}_m.sql`));
  for (let i = 0; i < datedCount; i += 1) {
    const dated = join(root, 'd', `${20240101000000 + i}_m`);
    mkdirSync(dated);
    linkSync(join(root, 'one.sql'), join(dated, 'migration.sql'));
  }
  for (const [out, expected] of [
    ['j', count],
    ['d', datedCount],
  ] as const) {
    const before = process.cpuUsage();
    const folder = await readFolder(root, out);
    const migrations = migrationsOf(folder, journalOf(folder));
    const { user, system } = process.cpuUsage(before);
    expect(migrations.ok && migrations.value.filter((one) => one.sql.ok).length).toBe(expected);
    expect((user + system) / 1000).toBeLessThan(5000);
  }
});
