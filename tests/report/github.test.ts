import { expect, test } from 'vitest';
import { annotations, stepSummary } from '../../src/report/github.ts';
import { acknowledged, edited, unchecked, withoutTag } from './samples.ts';

test('an annotation a finding, at file and line', () => {
  expect(
    annotations([withoutTag, acknowledged, { ...edited(1), severity: 'note' }], { folder: 'packages/db' }),
  ).toMatchInlineSnapshot(`
    "::error file=packages/db/drizzle/meta/_journal.json,line=21,title=journal-entry-without-tag::The journal's third entry has no tag, so Drizzle looks for a file called "undefined.sql".%0AHarm: every migrate stops before its first query, in every environment.%0Anpx tidemark repair journal-entry-without-tag
    ::notice file=packages/db/drizzle/0001_step.sql,title=edited-migration (production)::0001_step.sql differs from the text that was applied.%0AHarm: A new database gets something else than production has."
  `);
  expect(annotations([])).toBe('');
});

test('nothing in a name ends a property, a message or the line', () => {
  const text = annotations([
    { ...withoutTag, subject: { file: 'a,b:c%\n::error::x.sql', line: 3 }, says: '100%\r\n::error::forged' },
  ]);
  expect(text.split('\n')).toHaveLength(1);
  expect(text).toMatch(
    /^::error file=a%2Cb%3Ac%25\\n%3A%3Aerror%3A%3Ax\.sql,line=3,title=journal-entry-without-tag::100%25\\r\\n::error::forged%0A/,
  );
});

test('ten a level, each rule before any rule again', () => {
  const lines = annotations([...Array.from({ length: 400 }, (_, i) => edited(i)), { ...edited(1), rule: 'other' }]).split('\n');
  expect(lines).toHaveLength(10);
  expect(lines[1]).toContain('title=other');
});

test('the summary of the step', () => {
  expect(
    stepSummary({ command: 'doctor', verdict: '1 error, 2 warnings.', findings: [withoutTag, edited(1), edited(2)], unchecked }),
  ).toMatchInlineSnapshot(`
    "## tidemark doctor

    1 error, 2 warnings.

    | | rule | where | what | to type |
    |---|---|---|---|---|
    | error | \`journal-entry-without-tag\` | \`drizzle/meta/_journal.json:21\` | The journal's third entry has no tag, so Drizzle looks for a file called "undefined.sql". | \`npx tidemark repair journal-entry-without-tag\` |
    | warning | \`edited-migration\` | \`drizzle/0001_step.sql (production)\` | 0001\\_step.sql differs from the text that was applied. And 1 more like it. |  |

    - Not checked: the history table (staging), the history table (production), because the server refused the connection
    - Not checked: snapshots, because the journal holds conflict markers

    \`\`\`sh
    npx tidemark repair journal-entry-without-tag
    \`\`\`
    "
  `);
});

test('names stay text in Markdown', () => {
  const hostile = { ...withoutTag, subject: { file: 'a`|`b.sql' }, says: '<img src=x> [a](b) @team a||b' };
  const text = stepSummary({ command: 'doctor', verdict: 'x', findings: [hostile], unchecked: [] });
  expect(text).toContain('&lt;img src=x&gt; \\[a\\](b) &#64;team a\\|\\|b');
  expect(text).toContain('``a`\\|`b.sql``');
  const row = text.split('\n').find((line) => line.startsWith('| error'));
  expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(7);
});
