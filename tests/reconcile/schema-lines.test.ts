/** drizzle-kit's TypeScript: what one text of it has more than another, and where that goes in a schema.ts. */
import { describe, expect, test } from 'vitest';
import { blocksInto, bracketed, linesBetween, linesInto } from '../../src/compare/catalogs/schema-lines.ts';

const BEFORE = `import { pgTable, serial, text, pgEnum } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"

export const state = pgEnum("state", ['a', 'b'])


export const notes = pgTable("notes", {
	id: serial().primaryKey().notNull(),
	body: text().default('a, b').notNull(),
});
`;
const AFTER = `import { pgTable, serial, text, pgEnum, index, check, pgView, integer } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"

export const state = pgEnum("state", ['a', 'b', 'c'])


export const notes = pgTable("notes", {
	id: serial().primaryKey().notNull(),
	body: text().default('(').notNull(),
	seen: integer(),
}, (table) => [
	index("notes_body").using("btree", table.body.asc().nullsLast().op("text_ops")),
check("notes_body_check", sql\`body <> ')'::text\`),]);
export const v = pgView("v", {	id: integer(),
}).as(sql\`SELECT id FROM notes\`);
`;

const lines = linesBetween(BEFORE, AFTER, 'drizzle-kit 0.31.11');
const [notes = { table: '', columns: [], extras: [] }] = lines.within;

test('what is there before is not said again', () => {
  expect(linesBetween(AFTER, AFTER, 'x')).toEqual({ writer: 'x', imports: [], whole: [], within: [] });
});

test('whole declarations, lines of a table, and what they import', () => {
  expect(lines.whole.map((block) => block.slice(0, 20))).toEqual(['export const state =', 'export const v = pgV']);
  expect(lines.within).toEqual([
    {
      table: 'notes',
      columns: ["body: text().default('(').notNull()", 'seen: integer()'],
      extras: [
        'index("notes_body").using("btree", table.body.asc().nullsLast().op("text_ops"))',
        'check("notes_body_check", sql`body <> \')\'::text`)',
      ],
    },
  ]);
  expect(lines.imports).toEqual([
    'import { text, pgEnum, index, check, pgView, integer } from "drizzle-orm/pg-core"',
    'import { sql } from "drizzle-orm"',
  ]);
});

test('brackets in texts and comments are none', () => {
  const text = `{ a: "}", /* } */ b: '\\'}', // }\n c: \`}\`, d: f(1, [2]) } x`;
  expect(text.slice(bracketed(text, 0)?.close)).toBe(' x');
  expect(bracketed(`{ a: "}", d: f(1, [2]) }`, 0)?.items).toEqual(['a: "}"', 'd: f(1, [2])']);
  expect(bracketed('{ a', 0)).toBeNull();
});

describe('into a schema.ts', () => {
  const table = (rest: string): string =>
    `export const n = pgTable('notes', {\n  id: serial('id'),\n  body: text('body'),\n}${rest}`;
  test('a column takes the place of the one of its name, and a third argument is made', () => {
    const text = linesInto(table(');\n'), notes);
    expect(text).toContain("  body: text().default('(').notNull(),\n");
    expect(text).not.toContain("text('body')");
    expect(text).toContain('{\n\tseen: integer(),\n  id');
    expect(text).toContain('}, (table) => [\n\tindex("notes_body")');
  });
  test('beside what is in the third argument, by its own name for the table', () => {
    expect(linesInto(table(', (t) => [unique().on(t.id)]);\n'), notes)).toContain('.using("btree", t.body.asc()');
    expect(linesInto(table(',\n  t => [unique().on(t.id)],\n);\n'), notes)).toContain('t.body.asc()');
  });
  test('nowhere, where the table is not there or written in another way', () => {
    expect(linesInto(table(', (t) => ({ u: unique().on(t.id) }));\n'), notes)).toBeNull();
    expect(linesInto("export const n = pgTable('other', {});\n", notes)).toBeNull();
    expect(linesInto("export const n = pgTable('notes', columns);\n", notes)).toBeNull();
  });
  test('imports that are there are not made again', () => {
    const text = blocksInto("import { pgTable, text } from 'drizzle-orm/pg-core';\n", lines);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'import { pgEnum, index, check, pgView, integer } from "drizzle-orm/pg-core";',
      'import { sql } from "drizzle-orm";',
    ]);
  });
});
