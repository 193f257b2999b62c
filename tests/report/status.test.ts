import { expect, test } from 'vitest';
import { type StatusMigration, statusText } from '../../src/report/status.ts';
import { width } from '../../src/report/width.ts';
import { ascii, at60, at80, target } from './samples.ts';

const name = (i: number) => `${String(i).padStart(4, '0')}_some_migration`;
const applied = (count: number): StatusMigration[] =>
  Array.from({ length: count }, (_, i) => ({ name: name(i), state: 'applied', at: '2024-05-03T10:22:00.000Z' }));

const few = {
  environments: [
    { name: 'dev', target: { host: 'localhost', database: 'app', role: 'me' }, migrations: applied(4), rows: [] },
    {
      name: 'production',
      target,
      migrations: [
        ...applied(1),
        { name: name(1), state: 'applied', odd: 'edited after it was applied: only its line ends differ' },
        { name: name(2), state: 'out-of-order', odd: 'older than the newest applied one, so Drizzle skips it' },
        { name: name(3), state: 'pending' },
      ],
      rows: [{ id: '7', hash: 'e3b0c44298fc1c149afb', at: '1714731728000', odd: 'its file is gone' }],
    },
  ],
};

test('at 80 columns', () => {
  expect(statusText(few, at80)).toMatchInlineSnapshot(`
    "dev: database app on localhost, role me
    production: database app on db.example.com, role deploy

    migration            dev           production
    0000_some_migration  ✓ 2024-05-03  ✓ 2024-05-03
    0001_some_migration  ✓ 2024-05-03  ! applied
        production: edited after it was applied: only its line ends differ
    0002_some_migration  ✓ 2024-05-03  ✗ out-of-order
        production: older than the newest applied one, so Drizzle skips it
    0003_some_migration  ✓ 2024-05-03  · pending

    1 row in production without a migration:
      · id 7, hash e3b0c44298, created_at 1714731728000: its file is gone

    dev has all 4 migrations applied; production has 1 pending, 1 out of order, 1
    applied but odd and 1 row without a migration."
  `);
});

test('at 60 columns', () => {
  expect(statusText(few, at60)).toMatchInlineSnapshot(`
    "dev: database app on localhost, role me
    production: database app on db.example.com, role deploy

    migration            dev           production
    0000_some_migration  ✓ 2024-05-03  ✓ 2024-05-03
    0001_some_migration  ✓ 2024-05-03  ! applied
        production: edited after it was applied: only its line
        ends differ
    0002_some_migration  ✓ 2024-05-03  ✗ out-of-order
        production: older than the newest applied one, so
        Drizzle skips it
    0003_some_migration  ✓ 2024-05-03  · pending

    1 row in production without a migration:
      · id 7, hash e3b0c44298, created_at 1714731728000: its
        file is gone

    dev has all 4 migrations applied; production has 1 pending,
    1 out of order, 1 applied but odd and 1 row without a
    migration."
  `);
});

test('400 migrations are folded, odd ones stay', () => {
  const production = applied(400).map((m, i) =>
    i === 5 ? { ...m, odd: 'edited' } : i > 397 ? { name: m.name, state: 'pending' } : m,
  );
  const data = {
    environments: [
      { name: 'dev', migrations: applied(400), rows: [] },
      { name: 'production', migrations: production, rows: [] },
    ],
  };
  expect(statusText(data, at80)).toMatchInlineSnapshot(`
    "migration            dev           production
    0000_some_migration  ✓ 2024-05-03  ✓ 2024-05-03
      … 3 applied in all …
    0004_some_migration  ✓ 2024-05-03  ✓ 2024-05-03
    0005_some_migration  ✓ 2024-05-03  ! 2024-05-03
        production: edited
    0006_some_migration  ✓ 2024-05-03  ✓ 2024-05-03
      … 390 applied in all …
    0397_some_migration  ✓ 2024-05-03  ✓ 2024-05-03
    0398_some_migration  ✓ 2024-05-03  · pending
    0399_some_migration  ✓ 2024-05-03  · pending

    dev has all 400 migrations applied; production has 2 pending and 1 applied but
    odd."
  `);
});

test('what alternates is cut, not dumped; ten thousand are fast', () => {
  const migrations = applied(10_000).map((m, i) => (i % 2 === 0 ? m : { ...m, state: 'pending' }));
  const lines = statusText({ environments: [{ name: 'dev', migrations, rows: [] }] }, at80).split('\n');
  expect(lines.length).toBeLessThan(50);
  expect(lines.join('\n')).toContain('9960 more rows, all of them with --json');
});

test('thirty are all shown', () => {
  const text = statusText({ environments: [{ name: 'dev', migrations: applied(30), rows: [] }] }, at80);
  expect(text.match(/_some_migration/g)).toHaveLength(30);
});

test('an environment that could not be read says why; many environments stand in several tables', () => {
  const unread = { name: 'staging', migrations: [], rows: [], unread: 'the server refused the connection' };
  const text = statusText({ environments: [...few.environments, unread] }, at80);
  expect(text).toContain('staging: not read, because the server refused the connection');
  expect(text).toContain('staging could not be read.');
  const wide = {
    environments: Array.from({ length: 9 }, (_, i) => ({ name: `environment-${i}`, migrations: applied(2), rows: [] })),
  };
  const lines = statusText(wide, at80).split('\n');
  for (const line of lines) expect(width(line)).toBeLessThanOrEqual(80);
  expect(lines.filter((line) => line.startsWith('migration '))).toHaveLength(3);
  expect(lines.filter((line) => line.startsWith(name(0)))).toHaveLength(3);
});

test('hostile names, ASCII, and nothing configured', () => {
  const migrations = [{ name: 'a\n\u001b[2Jb\u202e日本👍'.repeat(5), state: 'applied', odd: 'x\ny' }];
  const text = statusText({ environments: [{ name: 'dev', migrations, rows: [{ id: '\u001b', hash: null, at: '\n' }] }] }, at60);
  expect(text).not.toMatch(/\u001b|\u202e/);
  for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(60);
  expect(statusText(few, ascii)).toMatch(/^[\x20-\x7e\n]*$/);
  expect(statusText({ environments: [] }, at80)).toBe('No environment is configured, so nothing says what is applied.');
});
