import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Folder } from '../../src/model/folder.ts';
import { readFolder } from '../../src/read/folder/folder.ts';
import { headOf, readSnapshots } from '../../src/read/folder/snapshots.ts';
import { entry, four, journalText, project } from './place.ts';

const v7 = (id: string, prevId: string, tables = 0) =>
  JSON.stringify(
    {
      id,
      prevId,
      version: '7',
      dialect: 'postgresql',
      tables: Object.fromEntries(
        Array.from({ length: tables }, (_, i) => [
          `public.t${i}`,
          { name: `t${i}`, schema: '', columns: { id: { name: 'id', type: 'serial', primaryKey: true, notNull: true } } },
        ]),
      ),
    },
    null,
    2,
  );

test('heads of both lines', async () => {
  const print = { statementType: 'create_table', statementTarget: ['table', 'public', 'a'], writes: ['x'] };
  const v9 = { type: 'diff', version: '9', dialect: 'postgres', id: 'b', prevIds: ['a', 'c'], footprints: [print], deltas: [] };
  const root = project({
    'j/meta/_journal.json': journalText([entry(0, '0000_a')]),
    'j/meta/0000_snapshot.json': v7('a', '0'),
    'j/meta/_snapshot.json': v7('b', 'a'),
    'j/meta/readme.txt': 'x',
    'd/20240101000000_a/migration.sql': 'x',
    'd/20240101000000_a/snapshot.json': JSON.stringify(v9),
    'd/20240101000001_b/snapshot.json': JSON.stringify({ ...v9, type: 'x', footprints: [{ ...print, writes: 'x' }] }),
  });
  const journal = await readSnapshots(root, await readFolder(root, 'j'));
  expect(journal.map(({ key, head }) => [key, head])).toMatchObject([
    ['0000', { ok: true, value: { version: '7', dialect: 'postgresql', id: 'a', prevIds: ['0'] } }],
    ['', { ok: true, value: { version: '7', dialect: 'postgresql', id: 'b', prevIds: ['a'] } }],
  ]);
  const dated = await readSnapshots(root, await readFolder(root, 'd'));
  expect(dated.map(({ key, head }) => [key, head])).toMatchObject([
    [
      '20240101000000_a',
      { ok: true, value: { version: '9', dialect: 'postgres', id: 'b', prevIds: ['a', 'c'], type: 'diff', footprints: true } },
    ],
    [
      '20240101000001_b',
      { ok: true, value: { version: '9', dialect: 'postgres', id: 'b', prevIds: ['a', 'c'], type: null, footprints: false } },
    ],
  ]);
});

test('a conflict or a cut anywhere is found, and names its rule', () => {
  const text = v7('a', '0', 50);
  const middle = text.indexOf('\n', text.length / 2);
  expect(headOf('s', `${text.slice(0, middle)}\n<<<<<<< HEAD${text.slice(middle)}`, false)).toMatchObject({
    ok: false,
    because: 'snapshot-conflict-markers',
  });
  expect(headOf('s', text.slice(0, middle), false)).toMatchObject({ ok: false, because: 'snapshot-not-json' });
  expect(headOf('s', '', false)).toMatchObject({ ok: false, because: 'snapshot-not-json' });
  expect(headOf('s', `\uFEFF${text}`, false)).toMatchObject({ ok: false, because: 'snapshot-not-json' });
});

test('wrong types at every place give a head, never a throw', () => {
  const values = ['null', '0', '"x"', '{}', '[]', '[null,0,"x",{},[]]', 'true'];
  for (const value of values) {
    expect(headOf('s', value, true).ok).toBe(true);
    for (const key of ['id', 'prevId', 'prevIds', 'version', 'dialect', 'type', 'footprints']) {
      for (const dated of [true, false]) {
        const head = headOf('s', `{"${key}":${value}}`, dated);
        expect(head.ok && head.value.prevIds.every((id) => typeof id === 'string')).toBe(true);
      }
    }
  }
});

test('120 MB of snapshots', async () => {
  const text = v7('a', '0', 3500);
  const count = Math.ceil(120e6 / text.length);
  const root = project({ 'd/meta/_journal.json': journalText([]), 'one.json': text });
  for (let i = 0; i < count; i += 1) linkSync(join(root, 'one.json'), join(root, `d/meta/${four(i)}_snapshot.json`));
  const folder: Folder = await readFolder(root, 'd');
  const before = process.cpuUsage();
  const snapshots = await readSnapshots(root, folder);
  const { user, system } = process.cpuUsage(before);
  expect(snapshots.filter((one) => one.head.ok).length).toBe(count);
  expect((user + system) / 1000).toBeLessThan(4000);
});
