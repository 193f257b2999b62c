/** Findings, plans and histories that the report tests print. */
import type { Finding } from '../../src/model/finding.ts';
import type { KeptReceipt, Plan, Unchecked } from '../../src/model/plan.ts';
import type { Style } from '../../src/report/style.ts';

export const at80: Style = { columns: 80, color: false, unicode: true };
export const at60: Style = { columns: 60, color: false, unicode: true };
export const ascii: Style = { columns: 80, color: false, unicode: false };

export const withoutTag: Finding = {
  rule: 'journal-entry-without-tag',
  severity: 'error',
  confidence: 'proven',
  subject: { migration: '#2', file: 'drizzle/meta/_journal.json', line: 21 },
  says: 'The journal\'s third entry has no tag, so Drizzle looks for a file called "undefined.sql".',
  harm: 'every migrate stops before its first query, in every environment.',
  evidence: [
    'entry 2 (line 21): idx 2, hash "0002_test_migration", when "2024-05-03T10:22:07.000Z"',
    'drizzle/0002_test_migration.sql is on disk and no other entry names it',
  ],
  remedies: [
    {
      name: 'tag-from-file',
      says: 'Give the entry the tag of the file that no other entry names.',
      command: 'npx tidemark repair journal-entry-without-tag',
    },
    {
      name: 'remove-entry',
      says: 'Take the entry out of the journal.',
      command: 'npx tidemark repair journal-entry-without-tag --with remove-entry',
    },
  ],
};

export const follower = (row: string, environment: string): Finding => ({
  rule: 'row-stamp-is-text',
  severity: 'warning',
  confidence: 'derived',
  environment,
  subject: { row },
  says: `Row ${row} holds the text "2024-05-03T10:22:07.000Z" where Drizzle expects milliseconds.`,
  harm: 'Drizzle compares it as a number and gets nothing.',
  evidence: [],
  remedies: [{ name: 'to-milliseconds', says: 'Write milliseconds.', command: 'npx tidemark repair row-stamp-is-text' }],
  because: 'journal-entry-without-tag',
});

export const edited = (n: number): Finding => ({
  rule: 'edited-migration',
  severity: 'warning',
  confidence: 'suspected',
  environment: 'production',
  subject: { migration: `${String(n).padStart(4, '0')}_step`, file: `drizzle/${String(n).padStart(4, '0')}_step.sql` },
  says: `${String(n).padStart(4, '0')}_step.sql differs from the text that was applied.`,
  harm: 'A new database gets something else than production has.',
  evidence: [`recorded hash 3f9c2a1b7e, hash of the file ${String(n).padStart(10, '0')}`],
  remedies: [],
});

export const acknowledged: Finding = { ...edited(7), acknowledged: { reason: 'old scar', on: '2026-01-02', by: 'ana' } };

export const unchecked: Unchecked[] = [
  {
    what: 'the history table',
    why: 'the server refused the connection',
    environment: 'staging',
    rules: ['orphan-row', 'late-merge'],
  },
  { what: 'the history table', why: 'the server refused the connection', environment: 'production', rules: ['orphan-row'] },
  { what: 'snapshots', why: 'the journal holds conflict markers', because: 'journal-conflict', rules: ['snapshot-missing'] },
];

export const journal = `{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
    {
      "idx": 0,
      "when": 1714731727000,
      "tag": "0000_init"
    },
    {
      "idx": 1,
      "hash": "0001_test",
      "when": "2024-05-03T10:22:07.000Z"
    }
  ]
}
`;

const edit = (was: string, now: string) => ({ offset: journal.indexOf(was), was, now });

export const plan: Plan = {
  format: 1,
  hash: '3f9c2a'.padEnd(64, '0'),
  command: 'repair journal-entry-without-tag',
  environment: 'production',
  notes: ['the stock drizzle-kit migrate then runs nothing here.'],
  assumes: [
    { kind: 'file', path: 'drizzle/meta/_journal.json', print: 'a' },
    { kind: 'history', environment: 'production', table: { schema: 'drizzle', name: '__drizzle_migrations' }, print: 'b' },
  ],
  steps: [
    {
      kind: 'file',
      says: 'Give entry 1 its tag and a stamp in milliseconds.',
      path: 'drizzle/meta/_journal.json',
      mode: 0o644,
      edits: [edit('"hash": "0001_test"', '"tag": "0001_test"'), edit('"2024-05-03T10:22:07.000Z"', '1714731728000')],
      before: 'a',
      after: 'c',
    },
    {
      kind: 'history',
      says: 'Correct one row, add one, remove a duplicate.',
      environment: 'production',
      table: { schema: 'drizzle', name: '__drizzle_migrations' },
      rows: [
        {
          before: { id: '2', hash: '0001_test', created_at: '1714731728' },
          after: {
            id: '2',
            hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            created_at: '1714731728000',
          },
        },
        { before: null, after: { id: '4', hash: 'aa'.repeat(32), created_at: '1714731729000' } },
        { before: { id: '3', hash: 'bb'.repeat(32), created_at: null }, after: null },
      ],
      sequence: {
        schema: 'drizzle',
        name: '__drizzle_migrations_id_seq',
        before: { lastValue: '3', isCalled: true },
        after: { lastValue: '4', isCalled: true },
      },
    },
    {
      kind: 'sql',
      says: 'Change the type of created_at to bigint.',
      environment: 'production',
      text: `ALTER TABLE "drizzle"."__drizzle_migrations"\n\tALTER COLUMN "created_at" TYPE bigint;\n${Array.from({ length: 20 }, (_, i) => `-- line ${i}`).join('\n')}\n`,
      undo: null,
    },
  ],
  hazards: ['rewrites-history'],
  expects: [{ says: 'the journal entry without a tag is gone.', rule: 'journal-entry-without-tag', subject: '#1' }],
  unseen: [],
  undo: { by: 'receipt' },
};

export const target = { environment: 'production', driver: 'pg', host: 'db.example.com', database: 'app', role: 'deploy' };

export const kept = (id: string, at: string, more: Partial<KeptReceipt> = {}): KeptReceipt => ({
  receipt: { format: 1, id, plan, environment: 'production', at, by: 'ana@laptop', prints: {} },
  in: { files: true, databases: ['production'] },
  ...more,
});
