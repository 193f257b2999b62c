import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { findingsReport, findingsText } from '../../src/report/findings.ts';
import { grouped, nextCommand } from '../../src/report/groups.ts';
import { width } from '../../src/report/width.ts';
import { acknowledged, ascii, at60, at80, edited, follower, unchecked, withoutTag } from './samples.ts';

const ESCAPE = /\u001b|\u009b/;
const many = (count: number) => Array.from({ length: count }, (_, i) => edited(i));
const some = [edited(1), withoutTag, follower('3', 'dev'), follower('4', 'dev'), edited(2), acknowledged];
const report = { findings: some, unchecked, verdict: '1 error, 2 warnings.' };

test('at 80 columns', () => {
  expect(findingsReport(report, at80)).toMatchInlineSnapshot(`
    "✗ error   journal-entry-without-tag                drizzle/meta/_journal.json:21
      The journal's third entry has no tag, so Drizzle looks for a file called
      "undefined.sql".
        · entry 2 (line 21): idx 2, hash "0002_test_migration", when
          "2024-05-03T10:22:07.000Z"
        · drizzle/0002_test_migration.sql is on disk and no other entry names it
      Harm: every migrate stops before its first query, in every environment.
      2 more follow from this:
        · row-stamp-is-text, row 3 (dev): Row 3 holds the text
          "2024-05-03T10:22:07.000Z" where Drizzle expects milliseconds. And 1 more
          like it.
      → npx tidemark repair journal-entry-without-tag
          Give the entry the tag of the file that no other entry names.
        or: npx tidemark repair journal-entry-without-tag --with remove-entry
          Take the entry out of the journal.

    ! warning edited-migration (suspected)        drizzle/0001_step.sql (production)
      0001_step.sql differs from the text that was applied.
        · recorded hash 3f9c2a1b7e, hash of the file 0000000001
      also at drizzle/0002_step.sql (production)
        0002_step.sql differs from the text that was applied.
          · recorded hash 3f9c2a1b7e, hash of the file 0000000002
      Harm: A new database gets something else than production has.
      → npx tidemark explain edited-migration

    Acknowledged, left as they are: 1 finding: edited-migration.

    Not checked: the history table (staging, production), because the server
      refused the connection.
    Not checked: snapshots, because the journal holds conflict markers (see
      journal-conflict).

    1 error, 2 warnings.
    → npx tidemark repair journal-entry-without-tag"
  `);
});

test('at 60 columns', () => {
  expect(findingsReport(report, at60)).toMatchInlineSnapshot(`
    "✗ error   journal-entry-without-tag
      at drizzle/meta/_journal.json:21
      The journal's third entry has no tag, so Drizzle looks for
      a file called "undefined.sql".
        · entry 2 (line 21): idx 2, hash "0002_test_migration",
          when "2024-05-03T10:22:07.000Z"
        · drizzle/0002_test_migration.sql is on disk and no
          other entry names it
      Harm: every migrate stops before its first query, in every
      environment.
      2 more follow from this:
        · row-stamp-is-text, row 3 (dev): Row 3 holds the text
          "2024-05-03T10:22:07.000Z" where Drizzle expects
          milliseconds. And 1 more like it.
      → npx tidemark repair journal-entry-without-tag
          Give the entry the tag of the file that no other entry
          names.
        or: npx tidemark repair journal-entry-without-tag --with remove-entry
          Take the entry out of the journal.

    ! warning edited-migration (suspected)
      at drizzle/0001_step.sql (production)
      0001_step.sql differs from the text that was applied.
        · recorded hash 3f9c2a1b7e, hash of the file 0000000001
      also at drizzle/0002_step.sql (production)
        0002_step.sql differs from the text that was applied.
          · recorded hash 3f9c2a1b7e, hash of the file
            0000000002
      Harm: A new database gets something else than production
      has.
      → npx tidemark explain edited-migration

    Acknowledged, left as they are: 1 finding: edited-migration.

    Not checked: the history table (staging, production),
      because the server refused the connection.
    Not checked: snapshots, because the journal holds conflict
      markers (see journal-conflict).

    1 error, 2 warnings.
    → npx tidemark repair journal-entry-without-tag"
  `);
});

test('in ASCII', () => {
  const text = findingsReport(report, ascii);
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  expect(text.split('\n').at(-1)).toBe('-> npx tidemark repair journal-entry-without-tag');
});

test('colour only where it was asked for, and the same text under it', () => {
  const painted = findingsReport(report, { ...at80, color: true });
  expect(painted).toMatch(ESCAPE);
  expect(findingsReport(report, at80)).not.toMatch(ESCAPE);
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(findingsReport(report, at80));
});

test('400 findings of one rule are folded', () => {
  const text = findingsText(many(400), at80);
  expect(text).toMatchInlineSnapshot(`
    "! warning edited-migration (suspected)        drizzle/0000_step.sql (production)
      0000_step.sql differs from the text that was applied.
        · recorded hash 3f9c2a1b7e, hash of the file 0000000000
      and 399 more like it: drizzle/0001_step.sql, drizzle/0002_step.sql,
      drizzle/0003_step.sql, drizzle/0004_step.sql, drizzle/0005_step.sql,
      drizzle/0006_step.sql, drizzle/0007_step.sql, drizzle/0008_step.sql,…
      Harm: A new database gets something else than production has.
      → npx tidemark explain edited-migration"
  `);
});

test('the last line is the command of the most harmful finding, once', () => {
  const text = findingsReport({ findings: [...many(400), withoutTag], unchecked: [], verdict: 'Bad.' }, at80);
  expect(text.split('\n').slice(-2)).toEqual(['Bad.', '→ npx tidemark repair journal-entry-without-tag']);
  expect(findingsReport({ findings: [], unchecked: [], verdict: 'Nothing is wrong.' }, at80)).toBe('Nothing is wrong.');
  expect(findingsReport({ findings: [acknowledged], unchecked: [], verdict: 'Fine.' }, at80)).toBe(
    'Acknowledged, left as they are: 1 finding: edited-migration.\n\nFine.',
  );
  expect(nextCommand([edited(1)])).toBe('npx tidemark explain edited-migration');
});

test('followers go to the root of their own environment, chains to the top, cycles stand alone', () => {
  const rootIn = (environment: string): Finding => ({ ...edited(1), rule: 'root', environment });
  const child: Finding = { ...edited(2), rule: 'child', because: 'root', environment: 'dev' };
  const grandchild: Finding = { ...edited(3), rule: 'grandchild', because: 'child', environment: 'dev' };
  const { groups } = grouped([grandchild, child, rootIn('production'), { ...rootIn('dev'), severity: 'error' }]);
  expect(groups.map((g) => [g.head.environment, g.followers.map((f) => f.rule)])).toEqual([
    ['dev', ['grandchild', 'child']],
    ['production', []],
  ]);
  const cycle = grouped([
    { ...edited(1), rule: 'a', because: 'b' },
    { ...edited(1), rule: 'b', because: 'a' },
  ]);
  expect(cycle.groups.map((g) => g.head.rule)).toEqual(['a', 'b']);
});

test('a follower whose root was acknowledged or is not there speaks for itself', () => {
  const { groups } = grouped([follower('3', 'dev'), { ...withoutTag, acknowledged: { reason: 'x', on: '2026-01-01', by: 'a' } }]);
  expect(groups.map((g) => g.head.rule)).toEqual(['row-stamp-is-text']);
});

test('no finding is lost: every one is a head, a sibling, a follower or acknowledged', () => {
  const all = [...many(50), ...some];
  const { groups, acknowledged: left } = grouped(all);
  expect(groups.reduce((n, g) => n + 1 + g.siblings.length + g.followers.length, left.length)).toBe(all.length);
});

test('hostile names stay on their line and inside the width; commands are whole', () => {
  const name = `drizzle/a\n→ npx evil\u001b[2J\u202e👍${'x'.repeat(200)}.sql`;
  const hostile: Finding = {
    ...withoutTag,
    subject: { file: name },
    says: `The file ${name} is odd.`,
    evidence: [name, 'z'.repeat(1_000_000)],
    remedies: [{ name: 'x', says: 'y', command: `npx tidemark acknowledge r '${'x'.repeat(100)}'` }],
  };
  const text = findingsReport({ findings: [hostile], unchecked: [{ what: name, why: name, rules: [] }], verdict: name }, at60);
  expect(text).not.toMatch(ESCAPE);
  expect(text).not.toContain('\u202e');
  expect(text).not.toContain('\n→ npx evil');
  const lines = text.split('\n');
  for (const line of lines.filter((l) => !l.includes('npx tidemark acknowledge'))) expect(width(line)).toBeLessThanOrEqual(60);
  expect(lines.at(-1)).toBe(`→ npx tidemark acknowledge r '${'x'.repeat(100)}'`);
});
