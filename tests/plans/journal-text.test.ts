/** Journals that are written anew: what is kept, what is raised, what is refused. */
import { describe, expect, test } from 'vitest';
import { sidesOf } from '../../src/compare/folder/conflict-sides.ts';
import { applyEdits } from '../../src/plans/files/edit.ts';
import { mendedJson, mergedJournal, rootOf } from '../../src/plans/files/journal-text.ts';

const journal = (...entries: [tag: string, when: number][]): string =>
  JSON.stringify(
    {
      version: '7',
      dialect: 'postgresql',
      entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true })),
    },
    null,
    2,
  );

const A = 1_700_000_000_000;
const base: [string, number] = ['0000_a', A];

describe('a text that is nearly JSON', () => {
  const good = journal(base, ['0001_b', A + 1]);
  test.each([
    ['a comma behind the last entry', good.replace('}\n  ]', '},\n  ]')],
    ['a comment', good.replace('"entries"', '// by hand\n  "entries"')],
    ['a block comment', good.replace('"entries"', '/* by hand */ "entries"')],
    ['a byte order mark', `\uFEFF${good}`],
    ['a missing comma between entries', good.replace('},\n', '}\n')],
    ['all of them', `\uFEFF${good.replace('},\n', '}\n').replace('}\n  ]', '},\n // x\n ]')}`],
  ])('%s is mended', (_, broken) => {
    const mended = mendedJson(broken);
    expect(JSON.parse(applyEdits(broken, mended?.edits ?? []) ?? '')).toEqual(JSON.parse(good));
  });
  test.each([
    ['a cut text', good.slice(0, 200)],
    ['nothing', ''],
    ['another thing', '{"entries": 5,}'],
    ['a key without a value', good.replace('"7"', '')],
  ])('%s is not', (_, broken) => expect(mendedJson(broken)).toBeNull());
  test('commas and slashes in strings stay', () => {
    const odd = journal(['0000_a,]//x', A]).replace('}\n  ]', '},\n  ]');
    expect(rootOf(applyEdits(odd, mendedJson(odd)?.edits ?? []) ?? '')?.entries[0]?.tag).toBe('0000_a,]//x');
  });
});

describe('two sides of a merge', () => {
  const ours = journal(base, ['0001_ours', A + 500]);
  const theirs = journal(base, ['0001_theirs', A + 100]);
  const tags = (text: string | undefined) => rootOf(text ?? '')?.entries.map((e) => e.tag);
  test('nothing recorded: the earlier side first, and nothing is restamped', () => {
    const merged = mergedJournal(ours, theirs, new Set());
    expect(tags(merged?.text)).toEqual(['0000_a', '0001_theirs', '0001_ours']);
    expect(merged?.restamped).toEqual([]);
  });
  test('the recorded side comes first and keeps its time; the other is raised above it', () => {
    const merged = mergedJournal(ours, theirs, new Set([A, A + 500]));
    expect(tags(merged?.text)).toEqual(['0000_a', '0001_ours', '0001_theirs']);
    expect(merged?.entries.map((e) => e.when)).toEqual([A, A + 500, A + 501]);
    expect(merged?.entries.map((e) => e['idx'])).toEqual([0, 1, 2]);
  });
  test('the same whichever side is called ours', () => {
    const recorded = new Set([A, A + 500]);
    expect(mergedJournal(theirs, ours, recorded)?.entries).toEqual(mergedJournal(ours, theirs, recorded)?.entries);
  });
  test('a side that is no journal gives nothing', () => expect(mergedJournal(ours, '{', new Set())).toBeNull());
});

describe('conflict markers', () => {
  test('both sides, the common ancestor left out', () => {
    expect(sidesOf('a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> other\ne')).toEqual({
      ours: 'a\nb\ne',
      theirs: 'a\nd\ne',
      names: { ours: 'HEAD', theirs: 'other' },
    });
  });
  test.each(['<<<<<<< HEAD\na', '<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>> c', 'a\n>>>>>>> b'])(
    'markers that do not pair: %j',
    (text) => expect(sidesOf(text)).toBeNull(),
  );
});
