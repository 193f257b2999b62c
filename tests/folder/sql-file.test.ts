import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/base/fingerprint.ts';
import { readFolder } from '../../src/read/folder/folder.ts';
import { sqlText } from '../../src/read/folder/sql-file.ts';
import { entry, four, journalText, project } from './place.ts';
import { stock } from './stock.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));

test('encodings and line ends are told apart', () => {
  expect(sqlText(bytes('select 1;\n'))).toMatchObject({ encoding: 'utf8', crlf: false, bytes: 10 });
  expect(sqlText(bytes('\uFEFFselect 1;\r\n'))).toMatchObject({ encoding: 'utf8-bom', crlf: true, text: '\uFEFFselect 1;\r\n' });
  expect(sqlText(bytes('\uFEFFselect 1;', 'utf16le')).encoding).toBe('utf16le');
  expect(sqlText(bytes('select 1;\n', 'utf16le')).encoding).toBe('utf16le');
  expect(sqlText(new Uint8Array(Buffer.from('select 1;\n', 'utf16le').swap16())).encoding).toBe('utf16be');
  expect(sqlText(new Uint8Array([0x73, 0xff, 0x20])).encoding).toBe('invalid');
  expect(sqlText(new Uint8Array())).toMatchObject({ encoding: 'utf8', text: '', bytes: 0, hash: sha256('') });
});

test('texts that differ only in BOM and line ends have one plain hash, and each knows what Windows records', () => {
  const [unix, windows, bom] = ['a;\nb;\n', 'a;\r\nb;\r\n', '\uFEFFa;\r\nb;\n'].map((text) => sqlText(bytes(text)));
  expect(windows?.plainHash).toBe(unix?.hash);
  expect(bom?.plainHash).toBe(unix?.hash);
  expect(unix?.crlfHash).toBe(windows?.hash);
  expect(bom?.crlfHash).toBe(windows?.hash);
});

test('every hash is the one that Drizzle computes, also of bytes that are no text', async () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed >> 16;
  };
  const contents = Array.from({ length: 200 }, (_, i) =>
    Uint8Array.from({ length: i * 3 }, () => (i % 2 ? random() & 0xff : 0xe0 | (random() & 0x3f))),
  );
  contents.push(bytes('\uFEFFselect 1;'), bytes('select 1;', 'utf16le'), bytes(`-- ${'x'.repeat(1_000_000)}`));
  const files = Object.fromEntries(contents.map((content, i) => [`d/${four(i)}.sql`, content]));
  const root = project({ ...files, 'd/meta/_journal.json': journalText(contents.map((_, i) => entry(i, four(i)))) });
  const ours = (await readFolder(root, 'd')).files.map((file) => file.content.ok && file.content.value.hash);
  expect(ours).toEqual(stock('0.x', join(root, 'd')).map((one) => one.hash));
});
