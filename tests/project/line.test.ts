import { describe, expect, test } from 'vitest';
import { drizzleLine, lineOf } from '../../src/read/config/drizzle-line.ts';
import { folder } from './folder.ts';

const said = (files: Record<string, string>) => {
  const { line, layout, signs } = drizzleLine(folder({ '.git/HEAD': '', ...files }), 'drizzle');
  return { line, layout, signs: signs.map((sign) => `${sign.line} ${sign.says}`) };
};

describe('line', () => {
  test('versions and ranges', () => {
    expect(['0.45.4', '^0.31', '1.0.0-rc.5', '~1', 'beta', 'latest', 'workspace:*', 'npm:x@1', '*'].map(lineOf)).toEqual([
      ...['0.x', '0.x', '1.0', '1.0', '1.0', null, null, null, null],
    ]);
  });

  test('installed before asked for, and every sign is kept', () => {
    const files = {
      'node_modules/drizzle-orm/package.json': '{"version":"0.45.4"}',
      'node_modules/drizzle-kit/package.json': '{"version":"1.0.0-rc.5"}',
      'package.json': '{"dependencies":{"drizzle-orm":"^1.0.0"}}',
      'drizzle/meta/_journal.json': '{}',
      'drizzle/meta/0000_snapshot.json': '{"id":"x","version":"7"}',
    };
    expect(said(files)).toEqual({
      line: '0.x',
      layout: 'journal',
      signs: [
        '0.x drizzle-orm 0.45.4 in node_modules',
        '1.0 drizzle-kit 1.0.0-rc.5 in node_modules',
        '1.0 drizzle-orm ^1.0.0 in package.json',
        '0.x drizzle/meta/_journal.json',
        '0.x drizzle/meta/0000_snapshot.json has version 7',
      ],
    });
  });

  test.each([
    ['package-lock.json', '{\n"packages": {\n"node_modules/drizzle-orm": {\n"version": "1.0.0-rc.5"}}}', '1.0.0-rc.5'],
    [
      'pnpm-lock.yaml',
      'importers:\n  .:\n    drizzle-orm:\n      specifier: ^0.45.0\n      version: 0.45.4(pg@8)\npackages:\n  drizzle-orm@0.45.4:\n',
      '0.45.4',
    ],
    ['pnpm-lock.yaml', 'packages:\n  /drizzle-orm/0.29.1:\n', '0.29.1'],
    ['yarn.lock', '# yarn\n\ndrizzle-orm@^0.45.0:\n  version "0.45.4"\n', '0.45.4'],
    ['yarn.lock', '# yarn\n\n"drizzle-orm@npm:^0.45.0":\n  version: 0.45.4\n', '0.45.4'],
    ['bun.lock', '{"packages":{"drizzle-orm": ["drizzle-orm@0.45.4", ""]}}', '0.45.4'],
  ])('%s', (file, text, version) => {
    expect(said({ [file]: text }).signs).toEqual([
      `${version.startsWith('0') ? '0.x' : '1.0'} drizzle-orm ${version} in ${file}`,
    ]);
  });

  test('by layout alone', () => {
    expect(
      said({ 'drizzle/20240101000000_a/migration.sql': '', 'drizzle/20240101000000_a/snapshot.json': '{"version":"9"}' }),
    ).toMatchObject({ line: '1.0', layout: 'dated' });
    expect(said({ 'drizzle/0000_a.sql': '' })).toMatchObject({ line: '0.x', layout: 'journal' });
    expect(said({})).toEqual({ line: '0.x', layout: 'journal', signs: [] });
    expect(
      said({ 'package.json': '{broken', 'drizzle/20240101000000_a/migration.sql': '', 'drizzle/meta/_journal.json': '' }).signs,
    ).toHaveLength(2);
  });
});
