/** Which lines of drizzle-kit's TypeScript are in one text of it and not in the other, and where do they go in a schema.ts? */
import type { SchemaLines } from '../../model/index.ts';

interface Block {
  name: string;
  text: string;
  table: Table | null;
}

interface Table {
  /** In the database. */
  name: string;
  columns: string[];
  extras: string[];
}

/** `before`, `after`: what `pull` wrote of a schema without and with the objects. `writer`: whose words these are. */
export function linesBetween(before: string, after: string, writer: string): Omit<SchemaLines, 'without'> {
  const had = new Map(blocksIn(before).map((block) => [block.name, block]));
  const whole: string[] = [];
  const within: SchemaLines['within'] = [];
  for (const { name, text, table } of blocksIn(after)) {
    const old = had.get(name);
    if (old?.text === text) continue;
    if (!old || !table || !old.table) {
      whole.push(text);
      continue;
    }
    const columns = table.columns.filter((line) => !old.table?.columns.includes(line));
    const extras = table.extras.filter((line) => !old.table?.extras.includes(line));
    if (columns.length + extras.length > 0) within.push({ table: table.name, columns, extras });
  }
  const written = [...whole, ...within.flatMap((t) => [...t.columns, ...t.extras])].join('\n');
  return { writer, imports: importsFor(written, after), whole, within };
}

/** From each import of drizzle-kit's text what these lines use. */
function importsFor(written: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, names, from]) => {
    const used = (names ?? '')
      .split(',')
      .flatMap((n) => (new RegExp(`\\b${n.trim()}\\b\\s*[(\`.]`).test(written) ? [n.trim()] : []));
    return used.length > 0 ? [`import { ${used.join(', ')} } from "${from}"`] : [];
  });
}

const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g;

function blocksIn(text: string): Block[] {
  const starts = [...text.matchAll(/^export const (\w+)/gm)];
  return starts.map((start, i) => {
    const block = text.slice(start.index, starts[i + 1]?.index ?? text.length).trim();
    return { name: start[1] ?? '', text: block, table: tableIn(block) };
  });
}

function tableIn(block: string): Table | null {
  const [head, name] = /=\s*[\w.]*able\(\s*["']([^"']+)["']\s*,\s*(?=\{)/.exec(block) ?? [];
  if (head === undefined || name === undefined) return null;
  const open = block.indexOf(head) + head.length;
  const columns = bracketed(block, open);
  if (!columns) return null;
  const [arrow] = /^\s*,\s*\(\w+\)\s*=>\s*(?=\[)/.exec(block.slice(columns.close)) ?? [];
  const extras = arrow === undefined ? null : bracketed(block, columns.close + arrow.length);
  return { name, columns: columns.items, extras: extras?.items ?? [] };
}

/** What stands between the bracket at `open` and its own, cut at commas; `close`: behind that one. null: it never ends. */
export function bracketed(text: string, open: number): { items: string[]; close: number } | null {
  const items: string[] = [];
  let depth = 0;
  let from = open + 1;
  const cut = (at: number): void => {
    const item = text.slice(from, at).trim();
    if (item !== '') items.push(item);
    from = at + 1;
  };
  for (let i = open; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (c === '"' || c === "'" || c === '`') {
      for (i += 1; i < text.length && text.charAt(i) !== c; i += 1) if (text.charAt(i) === '\\') i += 1;
    } else if (text.startsWith('//', i)) {
      while (i + 1 < text.length && text.charAt(i + 1) !== '\n') i += 1;
    } else if (text.startsWith('/*', i)) {
      i = text.indexOf('*/', i) + 1;
      if (i === 0) return null;
    } else if ('([{'.includes(c)) depth += 1;
    else if (')]}'.includes(c)) {
      depth -= 1;
      if (depth > 0) continue;
      cut(i);
      return { items, close: i + 1 };
    } else if (c === ',' && depth === 1) cut(i);
  }
  return null;
}

/** A file of the schema with these lines in this table; null: the table is not in it, or is written in another way. */
export function linesInto(source: string, { table, columns, extras }: SchemaLines['within'][number]): string | null {
  const quoted = table.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const [head] = new RegExp(`[\\w.]*able\\(\\s*(["'\`])${quoted}\\1\\s*,\\s*(?=\\{)`).exec(source) ?? [];
  if (head === undefined) return null;
  const open = source.indexOf(head) + head.length;
  const there = bracketed(source, open);
  if (!there) return null;
  const end = insertedExtras(source, there.close, extras);
  if (end === null) return null;
  let inside = source.slice(open + 1, there.close - 1);
  const fresh: string[] = [];
  for (const line of columns) {
    const old = there.items.find((item) => keyOf(item) === keyOf(line));
    if (old === undefined) fresh.push(`\n\t${line},`);
    else inside = inside.replace(old, () => line);
  }
  return `${source.slice(0, open + 1)}${fresh.join('')}${inside}}${end}`;
}

const keyOf = (item: string): string => item.slice(0, item.indexOf(':')).trim().replaceAll(/["']/g, '');

/** What follows the columns, with these lines in it. */
function insertedExtras(source: string, close: number, extras: readonly string[]): string | null {
  const rest = source.slice(close);
  if (extras.length === 0) return rest;
  const lines = extras.map((line) => `\n\t${line},`).join('');
  const [bare] = /^\s*,?\s*(?=\))/.exec(rest) ?? [];
  if (bare !== undefined) return `, (table) => [${lines}\n]${rest.slice(bare.length)}`;
  const [arrow, one, two] = /^\s*,\s*(?:\(\s*(\w+)\s*\)|(\w+))\s*=>\s*\[/.exec(rest) ?? [];
  const parameter = one ?? two;
  if (arrow === undefined || parameter === undefined) return null;
  return `${arrow}${lines.replaceAll(/\btable\./g, `${parameter}.`)}${rest.slice(arrow.length)}`;
}

/** A file of the schema with these blocks behind it, and the imports that it lacks. */
export function blocksInto(source: string, { imports, whole }: Pick<SchemaLines, 'imports' | 'whole'>): string {
  const there = [...source.matchAll(IMPORT)].flatMap(([, names, from]) =>
    (names ?? '').split(',').map((n) => `${from} ${n.trim()}`),
  );
  const wanted = imports.flatMap((line) =>
    [...line.matchAll(IMPORT)].flatMap(([, names, from]) => {
      const lacking = (names ?? '')
        .split(',')
        .map((n) => n.trim())
        .filter((n) => !there.includes(`${from} ${n}`));
      return lacking.length > 0 ? [`import { ${lacking.join(', ')} } from "${from}";\n`] : [];
    }),
  );
  return `${wanted.join('')}${source}\n${whole.map((block) => `${block}\n`).join('\n')}`;
}
