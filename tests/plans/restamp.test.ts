/** Entries that are put behind all others: the text around them stays byte for byte. */
import { expect, test } from 'vitest';
import type { JournalFile } from '../../src/model/folder.ts';
import { applyEdits, mergeEdits } from '../../src/plans/files/edit.ts';
import { behindAll } from '../../src/plans/rows/restamp.ts';
import { parseJournal } from '../../src/read/folder/journal.ts';
import { journalMigration } from '../compare/made.ts';

const TEXT = `{
\t"entries": [
\t\t{"idx":0,"when":100,"tag":"0000_a","breakpoints":true},
\t\t{ "tag": "0001_b", "when": 200, "idx": 1, "note": "kept" },

\t\t{"idx":2,"when":300,"tag":"0002_c"}
\t], "version": "7"
}
`;
const file: JournalFile = { path: 'drizzle/meta/_journal.json', mode: 0o644, text: TEXT, state: 'ok' };

function after(...late: [position: number, when: number][]): { text: string; tags: unknown[] } {
  const journal = parseJournal(file);
  if (!journal.ok) throw new Error(journal.why);
  const stamps = late.map(([position, when]) => ({
    migration: journalMigration({ fields: { tag: `m${position}` }, text: '' }, position),
    when,
  }));
  const edits = behindAll(journal.value, stamps).flatMap((c) => (c.kind === 'edit' ? [c.edit] : []));
  const text = applyEdits(TEXT, mergeEdits('j', edits)) ?? '';
  const entries: { tag: string; idx: number; when: number }[] = JSON.parse(text).entries;
  return { text, tags: entries.map((e) => [e.tag, e.idx, e.when]) };
}

test('the entry goes last, and idx counts on', () => {
  const { text, tags } = after([1, 900]);
  expect(tags).toEqual([
    ['0000_a', 0, 100],
    ['0002_c', 1, 300],
    ['0001_b', 2, 900],
  ]);
  expect(text).toContain('{ "tag": "0001_b", "when": 900, "idx": 2, "note": "kept" }');
  expect(text.endsWith('\t], "version": "7"\n}\n')).toBe(true);
});
test('several keep their order', () =>
  expect(after([0, 900], [1, 901]).tags).toEqual([
    ['0002_c', 0, 300],
    ['0000_a', 1, 900],
    ['0001_b', 2, 901],
  ]));
test('the last one only gets its time', () => expect(after([2, 900]).text).toBe(TEXT.replace('300', '900')));
