/** The next file of another tool's folder: its number, its form, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/base/problem.ts';
import { legacyFolders } from '../../src/legacy/choose.ts';
import { legacyHistory } from '../../src/legacy/history.ts';
import { nextFiles } from '../../src/legacy/next-file.ts';
import { systemNamed } from '../../src/legacy/system-named.ts';
import type { LegacyHistory, Row } from '../../src/model/index.ts';
import { got } from '../../src/model/index.ts';
import { sqlText } from '../../src/read/folder/sql-file.ts';

function historyOf(tool: string, paths: readonly string[], rows: readonly Row[] = []): LegacyHistory {
  const folder = legacyFolders(paths, [], () => got(sqlText(Buffer.from('select 1;')))).find((f) => f.tool.tool === tool);
  if (!folder) throw new Error(`no folder of ${tool}`);
  const table = { schema: 'public', name: 'history' };
  return legacyHistory({ tool, reading: folder.tool.history, table, folder: folder.folder, values: rows, files: folder.files });
}

const next = (tool: string, paths: readonly string[], rows?: readonly Row[], words = ['reconcile']): string[] =>
  nextFiles(historyOf(tool, paths, rows), words).map((f) => f.path);

function refusal(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('nothing was refused');
}

describe('the number', () => {
  test('goes on behind the newest, as wide as it, and leaves gaps', () => {
    expect(next('plain SQL', ['m/001_a.sql', 'm/005_b.sql', 'm/026_c.sql'])).toEqual(['m/027_reconcile.sql']);
    expect(next('plain SQL', ['m/8_a.sql', 'm/9_b.sql'])).toEqual(['m/10_reconcile.sql']);
    expect(next('plain SQL', ['m/099_a.sql'])).toEqual(['m/100_reconcile.sql']);
    expect(next('plain SQL', ['m/999_a.sql'])).toEqual(['m/1000_reconcile.sql']);
  });
  test('of two files, one behind the other', () => {
    expect(next('plain SQL', ['m/0009-a.sql'], [], ['friday', 'friday_missing'])).toEqual([
      'm/0010-friday.sql',
      'm/0011-friday_missing.sql',
    ]);
  });
  test('of two files with one number counts once', () => {
    expect(next('plain SQL', ['m/022_a.sql', 'm/022_b.sql'])).toEqual(['m/023_reconcile.sql']);
  });
  test('is behind what is recorded and has no file', () => {
    expect(next('plain SQL', ['m/025_c.sql'], [{ version: '27', name: 'gone' }])).toEqual(['m/028_reconcile.sql']);
    expect(next('plain SQL', ['m/025_c.sql'], [{ name: '031_gone.sql' }])).toEqual(['m/032_reconcile.sql']);
  });
  test('that is a moment is a second later', () => {
    expect(next('plain SQL', ['m/001_a.sql', 'm/20241231235959_b.sql'])).toEqual(['m/20250101000000_reconcile.sql']);
    expect(next('plain SQL', ['m/20241399000000_b.sql'])).toEqual(['m/20241399000001_reconcile.sql']);
  });
});

describe('the form', () => {
  test('of Prisma is a folder', () => {
    expect(next('Prisma', ['prisma/migrations/20240131105959_init/migration.sql'])).toEqual([
      'prisma/migrations/20240131110000_reconcile/migration.sql',
    ]);
  });
  test('of Supabase', () => {
    expect(next('Supabase', ['supabase/migrations/20240131105959_init.sql'])).toEqual([
      'supabase/migrations/20240131110000_reconcile.sql',
    ]);
  });
  test('of Flyway, in its parts', () => {
    expect(next('Flyway', ['db/V1__a.sql', 'db/V1.9__b.sql', 'db/R__view.sql'])).toEqual(['db/V1.10__reconcile.sql']);
    expect(next('Flyway', ['db/V001__a.sql', 'db/V002__b.sql'])).toEqual(['db/V003__reconcile.sql']);
    expect(next('Flyway', ['db/V1_2__a.sql'])).toEqual(['db/V1_3__reconcile.sql']);
  });
  test('of golang-migrate keeps its direction', () => {
    expect(next('golang-migrate', ['m/000002_a.up.sql', 'm/000002_a.down.sql'])).toEqual(['m/000003_reconcile.up.sql']);
  });
  test('of node-pg-migrate beside programs', () => {
    expect(next('node-pg-migrate', ['migrations/1700000000000_a.sql', 'migrations/1700000000005_b.js'])).toEqual([
      'migrations/1700000000006_reconcile.sql',
    ]);
  });
  test('of names that are numbers alone', () => {
    expect(next('plain SQL', ['m/001.sql', 'm/002.sql'])).toEqual(['m/003.sql']);
  });
  test('that no number begins is refused', () => {
    expect(refusal(() => next('plain SQL', ['m/users.sql', 'm/2024.01.31T10.00.00.posts.sql'])).code).toBe('no-number');
  });
});

describe('the system', () => {
  const hand = historyOf('plain SQL', ['migrations/001_a.sql']);
  const knex = historyOf('Knex', ['db/20240131105959_a.js']);
  const graphile = historyOf('Graphile Migrate', ['migrations/committed/000001-a.sql']);
  const drizzle: LegacyHistory = { ...hand, tool: 'Drizzle', folder: 'old' };

  test('is the only one, or the one that is named', () => {
    expect(systemNamed([drizzle, hand], 'legacy', '').history.folder).toBe('migrations');
    expect(systemNamed([knex, hand], 'legacy:./migrations/', '').history.folder).toBe('migrations');
  });
  test('has to be named where there are several', () => {
    const problem = refusal(() => systemNamed([knex, hand], 'legacy', ' -e dev'));
    expect(problem.code).toBe('which-system');
    expect(problem.fix).toContain('npx tidemark reconcile -e dev --as legacy:db\n');
  });
  test('has to be one', () => {
    expect(refusal(() => systemNamed([hand], 'prisma', '')).code).toBe('bad-as');
    expect(refusal(() => systemNamed([], 'legacy', '')).code).toBe('no-such-system');
    expect(refusal(() => systemNamed([drizzle], 'legacy:old', '')).why).toContain('Drizzle’s own');
    expect(refusal(() => systemNamed([{ ...hand, folder: null }], 'legacy', '')).why).toContain('its files were not found');
  });
  test('that makes its files itself says how', () => {
    expect(refusal(() => systemNamed([knex], 'legacy', '')).fix).toContain('npx knex migrate:make reconcile');
    expect(refusal(() => systemNamed([graphile], 'legacy', '')).fix).toContain('npx graphile-migrate commit');
  });
  test('is written in its own marks', () => {
    const textOf = (history: LegacyHistory) => systemNamed([history], 'legacy', '').writing.text?.(['select 1;', 'select 2;']);
    expect(textOf(hand)).toBeUndefined();
    for (const [tool, path] of [
      ['dbmate', 'db/migrations/20240131105959_a.sql'],
      ['goose', 'db/migrations/20240131105959_a.sql'],
      ['node-pg-migrate', 'migrations/1700000000000_a.sql'],
    ] as const) {
      const history = historyOf(tool, [path]);
      const text = textOf(history) ?? '';
      const up = legacyFolders([path], [], () => got(sqlText(Buffer.from(text)))).find((f) => f.tool.tool === tool)?.files[0]?.up;
      expect(up && text.slice(up.offset, up.offset + up.length).includes('select 2;'), tool).toBe(true);
      expect(text.endsWith('\n'), tool).toBe(true);
    }
  });
});
