import { expect, test } from 'vitest';
import type { Plan, Step } from '../../src/model/plan.ts';
import { hunks } from '../../src/report/diff.ts';
import { planText } from '../../src/report/plan.ts';
import { receiptsTable, receiptText } from '../../src/report/receipts.ts';
import { width } from '../../src/report/width.ts';
import { ascii, at60, at80, journal, kept, plan, target } from './samples.ts';

const extra = { target, protected: true, fileText: () => journal };
const fileStep = (path: string, edits: { offset: number; was: string; now: string }[], more: object = {}): Step => ({
  kind: 'file',
  says: 'Edit.',
  path,
  mode: 0o644,
  edits,
  before: 'a',
  after: 'b',
  ...more,
});
const only = (...steps: Step[]): Plan => ({ ...plan, assumes: [], hazards: [], expects: [], notes: [], steps });
const show = (text: string | null, step: Step, style = at80) => planText(only(step), { fileText: () => text }, style);

test('at 80 columns', () => {
  expect(planText(plan, extra, at80)).toMatchInlineSnapshot(`
    "Plan 3f9c2a: repair journal-entry-without-tag
      Changes production: database app on db.example.com, role deploy, driver pg
      Assumes drizzle/meta/_journal.json and drizzle.__drizzle_migrations in
        production are as when this plan was made.

      1. Give entry 1 its tag and a stamp in milliseconds.
         drizzle/meta/_journal.json
           10       {
           11         "idx": 1,
           12 -       "hash": "0001_test",
           12 +       "tag": "0001_test",
           13 -       "when": "2024-05-03T10:22:07.000Z"
           13 +       "when": 1714731728000
           14       }
           15     ]

      2. Correct one row, add one, remove a duplicate.
         drizzle.__drizzle_migrations in production
           row id 2  hash        0001_test   →  e3b0c44298…
                     created_at  1714731728  →  1714731728000
           + row id 4: hash aaaaaaaaaa…, created_at 1714731729000
           - row id 3: hash bbbbbbbbbb…, created_at NULL
           sequence drizzle.__drizzle_migrations_id_seq: at 3 → at 4

      3. Change the type of created_at to bigint.
           ALTER TABLE "drizzle"."__drizzle_migrations"
             ALTER COLUMN "created_at" TYPE bigint;
           -- line 0
           -- line 1
           -- line 2
           -- line 3
           -- line 4
           -- line 5
           -- line 6
           -- line 7
           -- line 8
           … 11 more lines; all of them: --verbose

      ! rewrites-history: rows of the history table are changed or removed, so what
        it says about the past changes. Consent: --accept rewrites-history
      ! production is protected. Consent: --on production
      Afterwards doctor no longer says: journal-entry-without-tag (#1).
      Note: the stock drizzle-kit migrate then runs nothing here.
      Undone by: npx tidemark undo 3f9c2a"
  `);
});

test('at 60 columns', () => {
  const text = planText(plan, extra, at60);
  expect(text).toMatchInlineSnapshot(`
    "Plan 3f9c2a: repair journal-entry-without-tag
      Changes production: database app on db.example.com, role
        deploy, driver pg
      Assumes drizzle/meta/_journal.json and
        drizzle.__drizzle_migrations in production are as
        when this plan was made.

      1. Give entry 1 its tag and a stamp in milliseconds.
         drizzle/meta/_journal.json
           10       {
           11         "idx": 1,
           12 -       "hash": "0001_test",
           12 +       "tag": "0001_test",
           13 -       "when": "2024-05-03T10:22:07.000Z"
           13 +       "when": 1714731728000
           14       }
           15     ]

      2. Correct one row, add one, remove a duplicate.
         drizzle.__drizzle_migrations in production
           row id 2  hash        0001_test   →  e3b0c44298…
                     created_at  1714731728  →  1714731728000
           + row id 4: hash aaaaaaaaaa…, created_at
                 1714731729000
           - row id 3: hash bbbbbbbbbb…, created_at NULL
           sequence drizzle.__drizzle_migrations_id_seq: at 3 →
           at 4

      3. Change the type of created_at to bigint.
           ALTER TABLE "drizzle"."__drizzle_migrations"
             ALTER COLUMN "created_at" TYPE bigint;
           -- line 0
           -- line 1
           -- line 2
           -- line 3
           -- line 4
           -- line 5
           -- line 6
           -- line 7
           -- line 8
           … 11 more lines; all of them: --verbose

      ! rewrites-history: rows of the history table are changed
        or removed, so what it says about the past changes.
        Consent: --accept rewrites-history
      ! production is protected. Consent: --on production
      Afterwards doctor no longer says:
        journal-entry-without-tag (#1).
      Note: the stock drizzle-kit migrate then runs nothing
        here.
      Undone by: npx tidemark undo 3f9c2a"
  `);
  for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(60);
});

test('in ASCII, without colour; with colour the same text', () => {
  expect(planText(plan, extra, ascii)).toMatch(/^[\x20-\x7e\n]*$/);
  expect(planText(plan, extra, { ...at80, color: true }).replace(/\u001b\[\d+m/g, '')).toBe(planText(plan, extra, at80));
});

/** Applies a diff's lines to the old lines: the diff must say the whole truth. */
function patched(text: string, found: NonNullable<ReturnType<typeof hunks>>): string {
  const lines = text.split('\n');
  const out: string[] = [];
  let at = 0;
  for (const line of found.flat()) {
    if (line.kind === '+') {
      expect(line.line).toBeGreaterThan(0);
      while (out.length < line.line - 1) out.push(lines[at++] ?? '');
      out.push(line.text);
      continue;
    }
    while (at < line.line - 1) out.push(lines[at++] ?? '');
    expect(line.text).toBe(lines[at]);
    if (line.kind === ' ') out.push(lines[at] ?? '');
    at += 1;
  }
  return [...out, ...lines.slice(at)].join('\n');
}

test('a diff says the whole change: 500 random edits patch to the same text', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: random(30) }, () => 'abc'.slice(random(3)).repeat(random(3))).join('\n');
    const edits: { offset: number; was: string; now: string }[] = [];
    let now = '';
    let at = 0;
    while (at < text.length && edits.length < 5) {
      const offset = Math.min(text.length, at + random(12));
      const was = text.slice(offset, offset + 1 + random(9));
      const edit = { offset, was, now: ['', 'x', 'y\nz', '\n', 'a\nb\nc\n'][random(5)] ?? '' };
      if (was === '') break;
      edits.push(edit);
      now += text.slice(at, offset) + edit.now;
      at = offset + was.length;
    }
    now += text.slice(at);
    const found = hunks(text, edits);
    expect(found).not.toBeNull();
    expect(patched(text, found ?? [])).toBe(now);
  }
});

test('a text that is not the one the plan was made from shows no made-up lines', () => {
  expect(hunks('abc', [{ offset: 0, was: 'xyz', now: 'q' }])).toBeNull();
  expect(show(null, fileStep('a.sql', [{ offset: 0, was: 'x', now: 'y' }]))).toContain('not as it was when the plan was made');
});

test('a new, a removed and a binary file', () => {
  const created = show(null, fileStep('new.sql', [{ offset: 0, was: '', now: 'select 1;\nselect 2;\n' }], { before: null }));
  expect(created).toContain('     new.sql (new file)\n       1 + select 1;\n       2 + select 2;\n');
  const removed = show('a\n'.repeat(40), fileStep('old.sql', [{ offset: 0, was: 'a\n'.repeat(40), now: '' }], { after: null }));
  expect(removed).toContain('old.sql (removed)\n        1 - a');
  expect(removed).toContain('… 29 more lines');
  const step = fileStep('bin.sql', []) as Extract<Step, { kind: 'file' }>;
  const bytes: Step = { ...step, edits: [{ offset: 0, was: 'gICAgA==', now: 'YQ==', encoding: 'base64' }] };
  expect(show(null, bytes)).toContain('4 bytes are replaced by 1 bytes');
});

test('a change far out in a long line is what the line shows', () => {
  const text = `{"entries":[${'{"idx":0},'.repeat(2000)}{"when":1}]}`;
  const out = show(
    text,
    fileStep('j.json', [{ offset: text.indexOf('"when":1'), was: '"when":1', now: '"when":1714731728000' }]),
  );
  expect(out).toContain('"when":1714731728000');
  for (const line of out.split('\n')) expect(width(line)).toBeLessThanOrEqual(80);
});

test('values of env files and passwords near a change are not shown', () => {
  const env = show(
    'A=hunter2\nDATABASE_URL=postgres://u:pw@h/d\nB=hunter3\n',
    fileStep('.env.local', [{ offset: 10, was: 'DATABASE_URL', now: 'PROD_URL' }]),
  );
  expect(env).toContain('PROD_URL=***');
  expect(env).not.toMatch(/hunter|pw@/);
  const config = "export default {\n  password: 'hunter2',\n  url: 'postgres://u:hunter2@h/d',\n  out: 'a',\n};\n";
  const text = show(config, fileStep('drizzle.config.ts', [{ offset: config.indexOf("'a'"), was: "'a'", now: "'b'" }]));
  expect(text).toContain("password: '***'");
  expect(text).not.toContain('hunter2');
});

test('Windows line ends show only where they change', () => {
  expect(show('a\r\nb\r\n', fileStep('x', [{ offset: 0, was: 'a', now: 'c' }]))).not.toContain('\\r');
  expect(show('a\r\nb\r\n', fileStep('x', [{ offset: 1, was: '\r\n', now: '\n' }]))).toContain('a\\r');
});

test('400 rows and 400 places are folded', () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    before: { id: `${i}`, created_at: '1' },
    after: { id: `${i}`, created_at: '1000' },
  }));
  const text = planText(
    only({ kind: 'history', says: 'Stamps.', environment: 'dev', table: { schema: 'd', name: 't' }, rows }),
    { fileText: () => null },
    at80,
  );
  expect(text).toContain('… and 388 more rows changed (created_at)');
  const lines = Array.from({ length: 4000 }, (_, i) => `line ${i}`).join('\n');
  const edits = Array.from({ length: 400 }, (_, i) => ({ offset: lines.indexOf(`line ${i * 10}\n`), was: 'line', now: 'LINE' }));
  const out = show(lines, fileStep('x', edits));
  expect(out).toContain('… and 392 more changed places in this file');
  expect(out.split('\n').length).toBeLessThan(70);
});

test('two hashes that begin alike are shown whole', () => {
  const before = { id: '1', hash: `${'a'.repeat(63)}b` };
  const after = { id: '1', hash: `${'a'.repeat(63)}c` };
  const step: Step = {
    kind: 'history',
    says: 'x',
    environment: 'dev',
    table: { schema: 'd', name: 't' },
    rows: [{ before, after }],
  };
  expect(planText(only(step), { fileText: () => null }, { ...at80, columns: 200 })).toContain(`${before.hash}  →  ${after.hash}`);
});

test('an empty plan, and one that cannot be undone', () => {
  expect(planText(only(), { fileText: () => null }, at80)).toBe(
    'Plan 3f9c2a: repair journal-entry-without-tag\n\n  Nothing to do.',
  );
  const text = planText({ ...plan, undo: { by: 'nothing', why: 'the rows are gone.' } }, extra, at80);
  expect(text).toContain('Cannot be undone: the rows are gone.');
  expect(text).not.toContain('Undone by');
});

test('one receipt, and all of them, newest first', () => {
  expect(receiptText(kept('3f9c2a', '2026-01-02T10:22:33.000Z'), at80)).toMatchInlineSnapshot(`
    "Receipt 3f9c2a: repair journal-entry-without-tag in production, 2026-01-02
      10:22 UTC, by ana@laptop
      · Give entry 1 its tag and a stamp in milliseconds.
      · Correct one row, add one, remove a duplicate.
      · Change the type of created_at to bigint.
      Kept in .tidemark/receipts and the database of production.
      Undo: npx tidemark undo 3f9c2a"
  `);
  const all = [kept('3f9c2a', '2026-01-02T10:22:33.000Z', { undoneBy: 'aabbcc' }), kept('3f9c2a-2', '2026-01-03T10:22:33.000Z')];
  expect(receiptsTable(all, at80)).toMatchInlineSnapshot(`
    "receipt   when (UTC)        state             in
    3f9c2a-2  2026-01-03 10:22  applied           files, production
      repair journal-entry-without-tag, by ana@laptop
    3f9c2a    2026-01-02 10:22  undone by aabbcc  files, production
      repair journal-entry-without-tag, by ana@laptop

    To take the newest back: npx tidemark undo 3f9c2a-2"
  `);
  for (const line of receiptsTable(all, at60).split('\n')) expect(width(line)).toBeLessThanOrEqual(60);
  expect(receiptsTable([], at80)).toContain('There is no receipt.');
});
