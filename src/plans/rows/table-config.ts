/** The edit of drizzle.config that names another history table, where the file has a form in which one place means it. */
import { type JSONPath, modify } from 'jsonc-parser';
import type { Change, Project, TableName, TextEdit } from '../../model/index.ts';
import { narrow } from '../files/edit.ts';

/** Null where it cannot be told which text says it: then a person edits it. */
export function pointConfig({ drizzleConfig, configText, table: now }: Project, table: TableName): Change[] | null {
  if (drizzleConfig === null || configText === null) return null;
  const edits = drizzleConfig.endsWith('.json') ? inJson(configText, table) : inCode(configText, now, table);
  return edits && edits.length > 0
    ? edits.map((edit) => ({
        kind: 'edit',
        path: drizzleConfig,
        edit,
        says: `Name ${table.schema}.${table.name} as the history table.`,
      }))
    : null;
}

function inJson(text: string, table: TableName): TextEdit[] {
  const edits: TextEdit[] = [];
  const set = (path: JSONPath, value: unknown) => {
    for (const { offset, length, content } of modify(text, path, value, {
      formattingOptions: { insertSpaces: true, tabSize: 2 },
    }))
      edits.push(narrow({ offset, was: text.slice(offset, offset + length), now: content }));
  };
  const has = text.includes('"migrations"');
  if (!has) set(['migrations'], { schema: table.schema, table: table.name });
  else
    for (const [key, value] of [
      ['schema', table.schema],
      ['table', table.name],
    ] as const)
      set(['migrations', key], value);
  return edits;
}

/** Literals that stand once, or no block at all and one `defineConfig({`. */
function inCode(text: string, now: TableName, table: TableName): TextEdit[] | null {
  const block = 'migrations:';
  if (!text.includes(block)) {
    const at = only(text, 'defineConfig({');
    if (at === null) return null;
    const offset = at + 'defineConfig({'.length;
    return [{ offset, was: '', now: `\n  migrations: { schema: ${quoted(table.schema)}, table: ${quoted(table.name)} },` }];
  }
  const start = only(text, block);
  const end = start === null ? -1 : text.indexOf('}', start);
  if (start === null || end === -1) return null;
  const inside = text.slice(start, end);
  const edits: TextEdit[] = [];
  for (const [key, was, wanted] of [
    ['schema', now.schema, table.schema],
    ['table', now.name, table.name],
  ] as const) {
    if (was === wanted) continue;
    const key1 = only(inside, `${key}:`);
    const literal = [`'${was}'`, `"${was}"`].find((l) => only(inside, l) !== null);
    if (key1 === null) edits.push({ offset: start + inside.indexOf('{') + 1, was: '', now: ` ${key}: ${quoted(wanted)},` });
    else if (literal === undefined || inside.indexOf(literal) < key1) return null;
    else edits.push({ offset: start + inside.indexOf(literal), was: literal, now: `${literal[0]}${wanted}${literal[0]}` });
  }
  return quotable(table) && inside.includes('{') ? edits : null;
}

function only(text: string, part: string): number | null {
  const at = text.indexOf(part);
  return at === -1 || text.includes(part, at + 1) ? null : at;
}

const quotable = ({ schema, name }: TableName): boolean =>
  ![schema, name].some((s) => s.includes("'") || s.includes('"') || s.includes('\\'));

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
