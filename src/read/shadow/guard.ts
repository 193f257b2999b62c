/** Does a text reach beyond its own database: roles, settings of the server, tablespaces, programs, other servers? A guard, not a judge. */
import type { Parser } from '../../sql/facts/tree.ts';
import { wordsOf } from '../../sql/words.ts';

/** Statements, by PostgreSQL's own node names. */
const STATEMENTS: Readonly<Record<string, string>> = {
  CreateRoleStmt: 'CREATE ROLE',
  AlterRoleStmt: 'ALTER ROLE',
  AlterRoleSetStmt: 'ALTER ROLE … SET',
  DropRoleStmt: 'DROP ROLE',
  GrantRoleStmt: 'GRANT of a role',
  AlterSystemStmt: 'ALTER SYSTEM',
  CreateTableSpaceStmt: 'CREATE TABLESPACE',
  DropTableSpaceStmt: 'DROP TABLESPACE',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE',
  CreatedbStmt: 'CREATE DATABASE',
  DropdbStmt: 'DROP DATABASE',
  AlterDatabaseStmt: 'ALTER DATABASE',
  AlterDatabaseSetStmt: 'ALTER DATABASE … SET',
  CreateSubscriptionStmt: 'CREATE SUBSCRIPTION',
  CreateForeignServerStmt: 'CREATE SERVER',
  LoadStmt: 'LOAD',
};

/** Extensions through which SQL reads files, runs programs or speaks with other servers. */
const EXTENSIONS = new Set([
  'dblink',
  'postgres_fdw',
  'file_fdw',
  'adminpack',
  'plpython3u',
  'plperlu',
  'pltclu',
  'http',
  'pg_net',
  'pg_cron',
]);
const FUNCTIONS = [
  'dblink',
  'lo_import',
  'lo_export',
  'pg_read_file',
  'pg_read_binary_file',
  'pg_ls_dir',
  'pg_reload_conf',
  'pg_terminate_backend',
];
/** The word behind CREATE, ALTER or DROP in a body that is only a text to the parser. */
const IN_BODIES = new Set(['role', 'user', 'group', 'database', 'tablespace', 'system', 'subscription', 'server']);

type Bag = { readonly [key: string]: unknown };

/** What it would do, in words; null: nothing of the kind, as far as can be seen. */
export function beyond(text: string, parser: Parser): string | null {
  const parsed = parser.parse(text);
  return parsed.ok ? search(parsed.statements) : null;
}

function search(value: unknown): string | null {
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = search(one);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [node, inner] of Object.entries(value)) {
    const found = ofNode(node, inner as Bag) ?? search(inner);
    if (found !== null) return found;
  }
  return null;
}

function ofNode(node: string, body: Bag): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const statement = Object.hasOwn(STATEMENTS, node) ? STATEMENTS[node] : undefined;
  if (statement !== undefined) return statement;
  if (node === 'CreateExtensionStmt' && EXTENSIONS.has(String(body['extname'])))
    return `CREATE EXTENSION ${String(body['extname'])}`;
  if (node === 'CopyStmt' && body['is_program'] === true) return 'COPY … PROGRAM';
  if (node === 'CopyStmt' && typeof body['filename'] === 'string') return 'COPY of a file on the server';
  if (node === 'RenameStmt' && ['OBJECT_ROLE', 'OBJECT_DATABASE', 'OBJECT_TABLESPACE'].includes(String(body['renameType'])))
    return 'ALTER … RENAME of what the whole server knows';
  if (node === 'FuncCall') {
    const name = (body['funcname'] as { String?: { sval?: string } }[] | undefined)?.at(-1)?.String?.sval ?? '';
    if (FUNCTIONS.some((f) => name === f || (f === 'dblink' && name.startsWith('dblink')))) return `${name}()`;
  }
  // DO and the bodies of functions are texts to the parser.
  if (node !== 'DoStmt' && node !== 'CreateFunctionStmt') return null;
  for (const text of strings(body)) {
    const found = ofBody(text);
    if (found !== null) return found;
  }
  return null;
}

/** Texts within texts too: EXECUTE 'create role …'. What is put together at run time nobody can see. */
function ofBody(text: string, depth = 0): string | null {
  const words = wordsOf(text);
  for (const [i, { text: word, kind }] of words.entries()) {
    const next = words[i + 1]?.text ?? '';
    if (['create', 'alter', 'drop'].includes(word) && IN_BODIES.has(next))
      return `${word.toUpperCase()} ${next.toUpperCase()} in a body`;
    if (word.startsWith('dblink')) return `${word}() in a body`;
    if (word === 'program') return 'COPY … PROGRAM in a body';
    if (kind === 'literal' && depth < 3) {
      const found = ofBody(word.toLowerCase(), depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* strings(one);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* strings(one);
}
