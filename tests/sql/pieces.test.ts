/** The small readers and edits that the rules of SQL texts and configuration stand on. */
import { expect, test } from 'vitest';
import { firstSchema } from '../../src/compare/folder/search-path.ts';
import { addToList, renameKey, setSwitch } from '../../src/plans/files/config-edit.ts';
import { applyEdits } from '../../src/plans/files/edit.ts';
import { breakpointsBetween, uncommented } from '../../src/plans/files/sql-edit.ts';
import { sqlParser } from '../../src/read/folder/sql-parser.ts';
import { commentedOut } from '../../src/sql/commented-out.ts';
import { factsOf } from '../../src/sql/facts.ts';
import { longNames } from '../../src/sql/long-names.ts';
import { asciiOfUtf16 } from '../../src/sql/utf16-ascii.ts';
import { wordsOf } from '../../src/sql/words.ts';

test.each([
  ['/*\nCREATE TABLE a (id int);\n*/', true],
  ['-- pulled\n/*\nCREATE TABLE a (id int);\n--> statement-breakpoint\nCREATE TABLE b (id int);\n*/\n', true],
  ['/* a note for whoever reads this */', false],
  ['/* CREATE TABLE a (id int); */ SELECT 1;', false],
  ['/* CREATE TABLE a (id int);', false],
  ['', false],
])('commented out: %j', (text, is) => {
  expect(commentedOut(text) !== null).toBe(is);
  if (is) expect(commentedOut(applyEdits(text, uncommented(text)) ?? '')).toBeNull();
});

test('a breakpoint goes behind each statement that another one follows, also behind odd ends', async () => {
  const text = "SELECT ';' /* ; */ ; -- one\nDO $$ BEGIN PERFORM 1; END $$;SELECT 2;--> statement-breakpoint\nSELECT 3";
  const parser = await sqlParser();
  const now = applyEdits(text, breakpointsBetween(text, factsOf(text, parser))) ?? '';
  const facts = factsOf(now, parser);
  expect(facts.chunks.map((c) => c.statements)).toEqual([1, 1, 1, 1]);
  expect(facts.meaning).toBe(factsOf(text, parser).meaning);
});

test('names are cut at 63 bytes, between characters', () => {
  const [name] = longNames(`CREATE TABLE "${'ä'.repeat(32)}" (id int)`);
  expect(name?.kept).toBe('ä'.repeat(31));
  expect(longNames(`CREATE TABLE "${'a'.repeat(63)}" (id int) -- ${'b'.repeat(90)}`)).toEqual([]);
});

test('what Drizzle makes of UTF-16 leads back to the text, or to nothing', () => {
  const decoded = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]).toString('utf8');
  expect(asciiOfUtf16(decoded('SELECT 1;\r\n'), 'utf16le')).toBe('SELECT 1;\r\n');
  expect(asciiOfUtf16(decoded("SELECT 'é';"), 'utf16le')).toBeNull();
});

test('words and literals, not comments', () => {
  expect(wordsOf(`Alter "T" -- x\n SET DEFAULT 'it''s'`).map((w) => w.text)).toEqual(['alter', 'T', 'set', 'default', "it's"]);
});

test.each([
  [
    "export default {\n  dialect: 'postgresql',\n};\n",
    false,
    "export default {\n  schemaFilter: ['!tidemark'],\n  dialect: 'postgresql',\n};\n",
  ],
  ['{ "dialect": "postgresql" }', true, '{ "schemaFilter": ["!tidemark"], "dialect": "postgresql" }'],
  [
    "{ dialect: 'postgresql', schemaFilter: ['!auth'] }",
    false,
    "{ dialect: 'postgresql', schemaFilter: ['!tidemark', '!auth'] }",
  ],
  ['const dialect = "postgresql"; export default { dialect }', false, null],
])('a filter is added: %j', (text, json, now) => {
  const edit = addToList(text, 'schemaFilter', '!tidemark', json);
  expect(edit && applyEdits(text, [edit])).toBe(now);
});

test('a key is renamed where it stands once in its line, a switch turned where it stands once', () => {
  const text = "{\n  'tableFilter': ['tableFilter:'],\n  breakpoints: false,\n}";
  expect(renameKey(text, 'tableFilter', 2, 'tablesFilter')).toEqual({ offset: 5, was: 'tableFilter', now: 'tablesFilter' });
  expect(renameKey(text, 'tableFilter', 3, 'tablesFilter')).toBeNull();
  expect(setSwitch(text, 'breakpoints', false, true)).toEqual({ offset: text.indexOf('false'), was: 'false', now: 'true' });
});

test('the first schema that exists', () => {
  expect(firstSchema('"$user", public', 'app', ['public'])).toBe('public');
  expect(firstSchema('"$user", public', 'app', ['app', 'public'])).toBe('app');
  expect(firstSchema('', 'app', ['public'])).toBeNull();
});
