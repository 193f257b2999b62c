import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Folder, JournalFile } from '../../src/model/folder.ts';
import { asStockPrints, journalFile, migrationsOf, parseJournal } from '../../src/read/folder/journal.ts';
import { entry, journalText, project } from './place.ts';

const file = (text: string): JournalFile => ({ path: 'd/meta/_journal.json', mode: 0o644, text, state: 'ok' });
const folder: Folder = { path: 'd', present: true, layout: 'journal', files: [], journal: null, others: [], unreadable: [] };

test('entries and fields know their places', () => {
  const text = journalText([entry(0, '0000_a'), 'stray', entry(1, '0001_b')]);
  const journal = parseJournal(file(text));
  if (!journal.ok) throw new Error(journal.why);
  expect(journal.value).toMatchObject({ version: '7', dialect: 'postgresql' });
  const [first, stray, last] = journal.value.entries;
  expect(first).toMatchObject({ position: 0, line: 5, column: 5 });
  expect(stray).toMatchObject({ position: 1, line: 12, value: 'stray' });
  expect(stray?.fields.size).toBe(0);
  expect(last?.line).toBe(13);
  const tag = last?.fields.get('tag');
  expect(text.slice(tag?.offset, (tag?.offset ?? 0) + (tag?.length ?? 0))).toBe('"0001_b"');
  expect(tag?.line).toBe(17);
  for (const { offset, length, value } of journal.value.entries)
    expect(JSON.parse(text.slice(offset, offset + length))).toEqual(value);
});

test('what Drizzle cannot read names its rule, its line and its reason', () => {
  const cases: [string, string, number | undefined, string][] = [
    ['', 'journal-not-json', 1, 'empty'],
    ['\uFEFF{"entries":[]}', 'journal-not-json', 1, 'byte order mark'],
    ['{\n"entries": [],\n}', 'journal-not-json', 3, 'property name'],
    ['{\n// note\n"entries": []}', 'journal-not-json', 2, 'comment'],
    ['{"entries": [\n{"idx": 0}\n{"idx": 1}]}', 'journal-not-json', 3, 'comma'],
    ['{"entries": [', 'journal-not-json', 1, 'missing'],
    ['{\n"entries": [\n<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n]}', 'journal-conflict-markers', 3, 'conflict'],
    ['{\r\n"entries": [\r\n=======\r\n]}', 'journal-conflict-markers', 3, 'conflict'],
    ['null', 'journal-wrong-shape', 1, 'null'],
    ['[]', 'journal-wrong-shape', 1, 'an array'],
    ['{}', 'journal-wrong-shape', 1, 'no `entries`'],
    ['{\n"entries": {}}', 'journal-wrong-shape', 2, 'an object'],
    ['{"entries": "x"}', 'journal-wrong-shape', 1, 'a string'],
    ['['.repeat(200_000), 'journal-not-json', undefined, 'deep'],
  ];
  for (const [text, because, line, why] of cases) {
    const root = project({ j: text });
    const read = journalFile(join(root, 'j'), 'j');
    expect(read.state).toBe(because.replace('journal-', '').replace('conflict-markers', 'conflict'));
    expect(read.line).toBe(line);
    expect(parseJournal(read)).toMatchObject({ ok: false, because, why: expect.stringContaining(why) });
    expect(() => iterate(text)).toThrow();
  }
  expect(parseJournal(null)).toMatchObject({ ok: false, because: 'journal-missing' });
});

/** What the stock migrator does first; a text in place of the list fails at its first letter's file. */
function iterate(text: string): void {
  const { entries } = JSON.parse(text);
  for (const one of entries) if (typeof one === 'string') throw new Error('undefined.sql');
}

test('depth, length and repeated keys do no harm', () => {
  const deep = parseJournal(file(`{"entries":[{"tag":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`));
  expect(deep.ok && migrationsOf(folder, deep)).toMatchObject({ ok: true, value: [{ name: '#0', file: null, when: null }] });
  const long = parseJournal(
    file(`{"entries":[${Array.from({ length: 20_000 }, (_, i) => JSON.stringify(entry(i, `${i}`))).join(',')}]}`),
  );
  expect(long.ok && long.value.entries.at(-1)?.fields.get('tag')?.value).toBe('19999');
  const text = '{"entries":[],"entries":[{"tag":"a","tag":"b","__proto__":{"x":1}}]}';
  const twice = parseJournal(file(text));
  expect(twice.ok && twice.value.entries[0]?.fields.get('tag')).toMatchObject({ value: 'b', offset: text.indexOf('"b"') });
});

test('names, files and stamps of odd entries', () => {
  const tags: unknown[] = ['0000_a', undefined, null, '', 7, true, ['0001_b'], { a: 1 }, { toString: 1 }, [[]]];
  const journal = parseJournal(file(journalText(tags.map((tag) => ({ tag, when: '2024-01-01' })))));
  const migrations = migrationsOf(folder, journal);
  if (!migrations.ok) throw new Error(migrations.why);
  expect(migrations.value.map(({ name, file }) => [name, file])).toEqual([
    ['0000_a', 'd/0000_a.sql'],
    ['#1', null],
    ['#2', null],
    ['#3', null],
    ['7', 'd/7.sql'],
    ['true', 'd/true.sql'],
    ['0001_b', null],
    ['[object Object]', null],
    ['#8', null],
    ['#9', null],
  ]);
  expect(migrations.value.every(({ when }) => when === null)).toBe(true);
});

test('every value of every type at every place is a Read, never a throw', () => {
  const values = [
    'null',
    '0',
    '-1.5e300',
    '1e999',
    '""',
    '"x"',
    '"\\u0000"',
    '{}',
    '{"toString":null}',
    '[]',
    '[null,{}]',
    'true',
    '[[[]]]',
    '{"__proto__":1}',
  ];
  const good = { idx: 0, version: '7', when: 1, tag: '0000_a', breakpoints: true };
  let seen = 0;
  const check = (text: string) => {
    const journal = parseJournal(file(text));
    const migrations = migrationsOf(folder, journal);
    expect(migrations.ok).toBe(journal.ok);
    if (!migrations.ok) expect(migrations.because).toMatch(/^journal-/);
    else
      for (const { entry: one } of migrations.value)
        expect(text.slice(one?.offset).startsWith(text[one?.offset ?? 0] ?? '')).toBe(true);
    seen += 1;
  };
  for (const value of values) {
    check(value);
    for (const key of ['version', 'dialect', 'entries'])
      check(`{"version":"7","dialect":"postgresql","entries":[],"${key}":${value}}`);
    check(`{"entries":[${value}]}`);
    check(`{"entries":[${JSON.stringify(good)},${value},${JSON.stringify(good)}]}`);
    for (const key of Object.keys(good)) {
      check(`{"entries":[${JSON.stringify(good).replace(/}$/, `,"${key}":${value}}`)}]}`);
      for (const other of values) check(`{"entries":[{"${key}":${value},"tag":${other}}]}`);
    }
  }
  const text = journalText([good, good]);
  for (let cut = 0; cut < text.length; cut += 1) check(text.slice(0, cut) + text.slice(cut + 1));
  for (let cut = 0; cut < text.length; cut += 1) check(text.slice(0, cut));
  expect(seen).toBeGreaterThan(1500);
});

test('a tag prints as in a template of the stock migrator', () => {
  for (const tag of ['a', '', 0, -0, 1e21, true, null, undefined, [1, null, 'a'], {}, { valueOf: 1 }])
    expect(asStockPrints(tag)).toBe(`${tag}`);
});
