/** Which roles, schemas, functions, types and operator classes do statements name, and which do they make? Read from parse trees, never from messages. */
import type { Parser } from '../../sql/facts/tree.ts';

export interface Names {
  roles: Set<string>;
  /** `schema.name` or `name`, as written. */
  functions: Set<string>;
  types: Set<string>;
  operatorClasses: Set<string>;
  schemas: Set<string>;
  publications: Set<string>;
  extensions: Set<string>;
  made: { roles: Set<string>; schemas: Set<string> };
}

export function namesIn(texts: readonly string[], parser: Parser): Names {
  const names: Names = {
    roles: new Set(),
    functions: new Set(),
    types: new Set(),
    operatorClasses: new Set(),
    schemas: new Set(),
    publications: new Set(),
    extensions: new Set(),
    made: { roles: new Set(), schemas: new Set() },
  };
  for (const text of texts) {
    const parsed = parser.parse(text);
    if (parsed.ok) walk(parsed.statements, names);
  }
  return names;
}

type Bag = { readonly [key: string]: unknown };

function walk(value: unknown, names: Names): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, names);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) note(key, inner as Bag, names);
    walk(inner, names);
  }
}

function note(node: string, body: Bag, names: Names): void {
  const text = (key: string): string => (typeof body[key] === 'string' ? body[key] : '');
  if (text('schemaname') !== '') names.schemas.add(text('schemaname'));
  // A role is a node of its own in lists, and a plain field elsewhere: in both it says of which sort it is.
  if (text('roletype') === 'ROLESPEC_CSTRING') names.roles.add(text('rolename'));
  if (node === 'CreateRoleStmt') names.made.roles.add(text('role'));
  else if (node === 'CreateSchemaStmt') names.made.schemas.add(text('schemaname'));
  else if (node === 'CreateExtensionStmt') names.extensions.add(text('extname'));
  else if (node === 'DefElem' && text('defname') === 'schema') names.schemas.add(stringOf(body['arg']));
  else if (node === 'AlterPublicationStmt') names.publications.add(text('pubname'));
  else if (node === 'FuncCall') qualified(list(body['funcname']), names.functions, names);
  else if (node === 'TypeName' || node === 'typeName') qualified(list(body['names']), names.types, names);
  else if (node === 'IndexElem') names.operatorClasses.add(list(body['opclass']).at(-1) ?? '');
}

function qualified(parts: readonly string[], into: Set<string>, names: Names): void {
  into.add(parts.join('.'));
  if (parts.length > 1) names.schemas.add(parts[0] ?? '');
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(stringOf) : []);
const stringOf = (value: unknown): string => (value as { String?: { sval?: string } } | undefined)?.String?.sval ?? '';
