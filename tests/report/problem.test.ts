import { expect, test } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { explainMarkdown, explainText } from '../../src/report/explain.ts';
import { bugText, problemText } from '../../src/report/problem.ts';
import { uncheckedText } from '../../src/report/unchecked.ts';
import { at60, at80, unchecked } from './samples.ts';

const refused = new Problem('connection-refused', 'The database of production cannot be reached.', {
  why: 'db.example.com:5432 refused the connection (DATABASE_URL in .env.production).',
  fix: 'Start the server, then:\nnpx tidemark status -e production',
});

test('a problem says what, why and what to type', () => {
  expect(problemText(refused, at80)).toMatchInlineSnapshot(`
    "✗ The database of production cannot be reached.
      db.example.com:5432 refused the connection (DATABASE_URL in .env.production).
      (connection-refused)
    → Start the server, then:
      npx tidemark status -e production"
  `);
  expect(problemText(refused, at60)).toMatchInlineSnapshot(`
    "✗ The database of production cannot be reached.
      db.example.com:5432 refused the connection (DATABASE_URL
      in .env.production).
      (connection-refused)
    → Start the server, then:
      npx tidemark status -e production"
  `);
});

test('a hostile message cannot forge a line', () => {
  const text = problemText(
    { code: 'x', message: 'a\n→ npx evil', why: 'postgres://u:hunter2@h/d\u001b[2J', fix: 'type this' },
    at80,
  );
  expect(text.split('\n').filter((line) => line.startsWith('→'))).toEqual(['→ type this']);
  expect(text).not.toMatch(/hunter2|\u001b/);
});

test('a bug shows its stack without the folders of this machine', () => {
  const cause = new Error('inner');
  cause.stack = 'Error: inner\n    at read (/home/ana/app/drizzle/x.ts:1:2)';
  const error = new TypeError('x is undefined', { cause });
  error.stack =
    'TypeError: x is undefined\n    at think (file:///home/ana/app/node_modules/tidemark/dist/cli.js:10:5)\n    at async file:///home/ana/app/run.mjs:3:1\n    at node:internal/process:1:1';
  expect(
    bugText(error, at80, { hide: ['/home/ana/app', '/home/ana'], versions: 'tidemark 0.1.0, node 20.19.0' }),
  ).toMatchInlineSnapshot(`
    "✗ Tidemark made a mistake. This is a bug of ours, not of your project.
      TypeError: x is undefined
          at think (node_modules/tidemark/dist/cli.js:10:5)
          at async run.mjs:3:1
          at node:internal/process:1:1
      caused by:
      Error: inner
          at read (drizzle/x.ts:1:2)
      tidemark 0.1.0, node 20.19.0
      What this run may have changed is shown by: npx tidemark receipts
      Please report the lines above; this opens the place for it:
    → npm bugs tidemark"
  `);
  expect(bugText('a string', at80)).toContain('thrown: a string');
});

test('what was not checked is grouped by reason', () => {
  expect(uncheckedText(unchecked, at60)).toMatchInlineSnapshot(`
    "Not checked: the history table (staging, production),
      because the server refused the connection.
    Not checked: snapshots, because the journal holds conflict
      markers (see journal-conflict)."
  `);
});

const rule = {
  id: 'journal-entry-without-tag',
  group: 'journal' as const,
  severity: 'error' as const,
  title: 'A journal entry has no tag',
  harm: 'Every migrate stops before its first query.',
  background: 'Many believe the type of created_at is the cause.\n\nIt is not.',
  needs: ['journal', 'folder'] as const,
  wants: ['standings'] as const,
  remedies: [
    { name: 'tag-from-file', says: 'Give it the tag of its file.' },
    { name: 'remove-entry', says: 'Take it out.' },
  ],
};
const example = { name: 'tag-from-file', about: 'An entry written by hand.', transcript: '$ tidemark doctor\n[1]\n' };

test('explain tells a rule in full', () => {
  expect(explainText(rule, at80, example)).toMatchInlineSnapshot(`
    "✗ error  journal-entry-without-tag  (journal)
      A journal entry has no tag.

      Harm: Every migrate stops before its first query.

      Many believe the type of created_at is the cause.

      It is not.

      Needs the journal and the migrations folder; uses the folder compared with the
      history tables where they can be had.

      For example: An entry written by hand.
        $ tidemark doctor
        [1]

      Give it the tag of its file.
      → npx tidemark repair journal-entry-without-tag

      Take it out.
      → npx tidemark repair journal-entry-without-tag --with remove-entry"
  `);
  expect(explainText({ ...rule, remedies: () => [] }, at60)).toContain('npx tidemark repair journal-entry-without-tag --dry-run');
  const { remedies: _, ...without } = rule;
  expect(explainText({ ...without, advice: 'Ask your administrator.' }, at60)).toContain('Ask your administrator.');
});

test('the docs page of a rule', () => {
  expect(explainMarkdown(rule, [example])).toMatchInlineSnapshot(`
    "# journal-entry-without-tag

    A journal entry has no tag.

    Severity: **error** · group: journal

    ## Harm

    Every migrate stops before its first query.

    ## Background

    Many believe the type of created\\_at is the cause.

    It is not.

    ## Evidence

    Needs the journal and the migrations folder; uses the folder compared with the history tables where they can be had.

    ## Remedies

    Give it the tag of its file.

    \`\`\`sh
    npx tidemark repair journal-entry-without-tag
    \`\`\`

    Take it out.

    \`\`\`sh
    npx tidemark repair journal-entry-without-tag --with remove-entry
    \`\`\`

    ## Case \`tag-from-file\`

    An entry written by hand.

    \`\`\`text
    $ tidemark doctor
    [1]
    \`\`\`
    "
  `);
});
