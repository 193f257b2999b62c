/** What `pg_dump --schema-only` says of a database, entry by entry, and which entries of two dumps differ. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Entry {
  /** `TABLE`, `FK CONSTRAINT`, `ACL`. */
  type: string;
  /** `-` where it has none. */
  schema: string;
  name: string;
  text: string;
}

/** By type, schema and name: the order of a dump follows oids where nothing depends on anything. */
export type Dump = ReadonlyMap<string, Entry>;

export interface ChangedEntry {
  type: string;
  schema: string;
  name: string;
  left: string | null;
  right: string | null;
}

const HEADER = /^-- Name: (.*); Type: (.*); Schema: (.*); Owner: ([^;]*)(?:; Tablespace: (.*))?$/;

export async function dumpOf(url: string): Promise<Dump | null> {
  const text = await dumpText(url);
  return text === null ? null : entriesOf(text);
}

/** null: no pg_dump here that reads this server. Without the lines that only psql understands. */
export async function dumpText(url: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('pg_dump', ['--schema-only', url], { maxBuffer: 2 ** 29 });
    // Newer ones write a random key behind restrict.
    return stdout
      .split('\n')
      .filter((line) => !/^\\(un)?restrict/.test(line))
      .join('\n');
  } catch (error) {
    const told = error as NodeJS.ErrnoException & { stderr?: string };
    if (told.code === 'ENOENT' || told.stderr?.includes('server version mismatch')) return null;
    throw error;
  }
}

export function entriesOf(text: string): Dump {
  const entries = new Map<string, Entry>();
  let entry: Entry | null = null;
  // Said once, before the first entry for which it holds.
  let method = '';
  for (const line of text.split('\n')) {
    const header = HEADER.exec(line);
    if (header) {
      const [, name = '', type = '', schema = '', owner = '', tablespace = ''] = header;
      const key = `${type} ${schema} ${name}`;
      const stored = type === 'TABLE' || type === 'MATERIALIZED VIEW';
      entry = entries.get(key) ?? { type, schema, name, text: '' };
      entry.text += `owner ${owner} ${tablespace} ${stored ? method : ''}\n`;
      entries.set(key, entry);
    } else if (line.startsWith('SET default_table_access_method')) method = line;
    else if (entry && !/^--$|^SET default_tablespace|^-- PostgreSQL database dump complete/.test(line)) entry.text += `${line}\n`;
  }
  return entries;
}

export function changedEntries(left: Dump, right: Dump): ChangedEntry[] {
  const keys = new Set([...left.keys(), ...right.keys()]);
  return [...keys].flatMap((key) => {
    const a = left.get(key);
    const b = right.get(key);
    const of = a ?? b;
    // Blank lines stand between entries, and in bodies.
    if (!of || a?.text.trimEnd() === b?.text.trimEnd()) return [];
    return [{ type: of.type, schema: of.schema, name: of.name, left: a?.text ?? null, right: b?.text ?? null }];
  });
}
