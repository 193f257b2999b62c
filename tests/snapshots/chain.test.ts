/** Ids that are mended leave one line of snapshots behind, whatever stood there. */
import { expect, test } from 'vitest';
import { collisionsOf, linksOf, NOBODY } from '../../src/compare/folder/snapshot-chain.ts';
import type { Change, Snapshot } from '../../src/model/index.ts';
import { applyEdits, mergeEdits } from '../../src/plans/files/edit.ts';
import { chained, withOwnId } from '../../src/plans/files/snapshot-edit.ts';
import { headOf } from '../../src/read/folder/snapshots.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const text = (id: number, parent: number): string =>
  JSON.stringify(
    {
      id: uuid(id),
      prevId: parent === 0 ? NOBODY : uuid(parent),
      version: '7',
      dialect: 'postgresql',
      tables: { id: { columns: { id: {}, prevId: {} } } },
    },
    null,
    2,
  );

type Files = Map<string, string>;
const folder = (pairs: readonly (readonly [number, number])[]): Files =>
  new Map(pairs.map(([id, parent], i) => [`drizzle/meta/000${i}_snapshot.json`, text(id, parent)]));
const snapshotsOf = (files: Files): Snapshot[] =>
  [...files].map(([path, content]) => ({
    path,
    key: path.slice(13, 17),
    bytes: content.length,
    mode: 0o644,
    head: headOf(path, content, false),
  }));

function changed(files: Files, changes: readonly Change[]): Files {
  const edits = (path: string) =>
    mergeEdits(
      path,
      changes.flatMap((c) => (c.kind === 'edit' && c.path === path ? [c.edit] : [])),
    );
  return new Map([...files].map(([path, content]) => [path, applyEdits(content, edits(path)) ?? 'an edit did not fit']));
}

function expectOneLine(files: Files): void {
  const heads = linksOf(snapshotsOf(files)).map((l) => l.head);
  expect(new Set(heads.map((h) => h.id)).size).toBe(files.size);
  expect(heads.map((h) => h.prevIds[0])).toEqual([NOBODY, ...heads.slice(0, -1).map((h) => h.id)]);
}

test.each([
  [
    'two branches of one',
    [
      [1, 0],
      [2, 1],
      [3, 1],
    ],
  ],
  [
    'two branches of two, interleaved',
    [
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 3],
    ],
  ],
  [
    'a copy with the same id and parent',
    [
      [1, 0],
      [2, 1],
      [2, 1],
      [3, 2],
    ],
  ],
] as const)('%s', (_, pairs) => {
  const files = folder(pairs);
  const snapshots = snapshotsOf(files);
  const later = collisionsOf(snapshots)[0]?.members[1];
  if (!later) throw new Error('nothing collides');
  expectOneLine(changed(files, chained(linksOf(snapshots), later)));
});

test('a twin gets an id of its own, and what follows it is told; both remedies together make one line', () => {
  const files = folder([
    [1, 0],
    [2, 1],
    [2, 1],
    [3, 2],
  ]);
  const links = linksOf(snapshotsOf(files));
  const twin = links[2];
  if (!twin) throw new Error('no twin');
  const own = withOwnId(linksOf(snapshotsOf(files)), twin);
  const ids = linksOf(snapshotsOf(changed(files, own))).map((l) => l.head);
  expect(ids[2]?.id).not.toBe(ids[1]?.id);
  expect(ids[3]?.prevIds).toEqual([ids[2]?.id]);
  expectOneLine(changed(files, [...own, ...chained(links, twin)]));
});
