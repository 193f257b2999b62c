import { expect, test } from 'vitest';
import { pad, pen } from '../../src/report/style.ts';
import { cell, table } from '../../src/report/table.ts';
import { foreign, visible } from '../../src/report/visible.ts';
import { width } from '../../src/report/width.ts';
import { cut, hang, wrap } from '../../src/report/wrap.ts';
import { ascii, at60 } from './samples.ts';

test('what could move the cursor, hide or turn the text around is shown by its code', () => {
  expect(visible('a\nb\r\tc\u0000')).toBe('a\\nb\\r\\tc\\x00');
  expect(visible('\u001b[2J\u009b31m\u007f')).toBe('\\x1b[2J\\x9b31m\\x7f');
  expect(visible('x\u202egnp.sql\u2066\u2028\ufeff\u200b')).toBe('x\\u202egnp.sql\\u2066\\u2028\\ufeff\\u200b');
  expect(visible('\ud800a\u{e0041}')).toBe('\\ud800a\\u{e0041}');
  expect(visible('héllo 日本 👩‍👩‍👧 שלום')).toBe('héllo 日本 👩‍👩‍👧 שלום');
});

test('passwords and secrets are masked before anything is cut, also in a text of a megabyte', () => {
  expect(foreign('postgres://me:hunter2@db/app failed')).toBe('postgres://me:***@db/app failed');
  expect(foreign('token s3cr3t-value here', ['s3cr3t-value'])).toBe('token *** here');
  const long = `${'x'.repeat(19_980)} postgres://me:hunter2hunter2@db/app ${'y'.repeat(1_000_000)}`;
  expect(foreign(long)).not.toContain('hunter');
  expect(foreign(`${'a-'.repeat(500_000)}://u:p@h`).length).toBeLessThan(20_000);
});

test('a known secret is masked before it is wrapped', () => {
  const p = pen({ ...at60, secrets: ['correct horse battery staple'] });
  expect(hang(p, `${'word '.repeat(10)}correct horse battery staple`, { first: '' }).join('\n')).not.toMatch(/horse|battery/);
});

test('wrapping counts cells, breaks long words, and cuts never split a character', () => {
  expect(wrap('日本語 日本語', 8)).toEqual(['日本語', '日本語']);
  expect(wrap('drizzle/a-very-long-path/file.sql', 20)).toEqual(['drizzle/a-very-long-', 'path/file.sql']);
  expect(wrap('aaaaaaaaaaaa/bbbbbbbbbbbbbbbb', 16)).toEqual(['aaaaaaaaaaaa/', 'bbbbbbbbbbbbbbbb']);
  expect(cut('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '…')).toBe('👩‍👩‍👧👩‍👩‍👧…');
  expect(cut('abcdef', 4, '...')).toBe('a...');
  expect(width(pad('日本', 6))).toBe(6);
});

test('a paragraph of too many lines ends in an ellipsis', () => {
  const lines = hang(pen(at60), 'word '.repeat(1000), { first: '- ', most: 3 });
  expect(lines).toHaveLength(3);
  expect(lines.at(-1)).toMatch(/…$/);
  expect(lines.every((line) => width(line) <= 60)).toBe(true);
});

test('a table is never wider than its place, whatever is in it', () => {
  const rows = [
    ['name', 'dev', 'production'],
    ['日本語'.repeat(30), 'x'.repeat(50), 'y'],
    ['👍'.repeat(40), '', ''],
  ];
  for (const style of [at60, ascii]) {
    const lines = table(
      pen(style),
      rows.map((row) => row.map((text) => cell(text))),
      { indent: 2 },
    );
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(style.columns);
    expect(lines).toHaveLength(3);
  }
});
