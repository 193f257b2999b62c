/** Which objects does a statement create, and which does it drop? A rename or a move to another schema does both. */
import type { ObjectRef } from '../../model/sql.ts';
import {
  type Body,
  each,
  type Name,
  type Node,
  nameOf,
  objectName,
  type Readers,
  readWith,
  relationName,
  texts,
} from './tree.ts';

export interface Objects {
  creates: ObjectRef[];
  drops: ObjectRef[];
}

type Kind = ObjectRef['kind'];

const KINDS: { readonly [type: string]: Kind } = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_INDEX: 'index',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
};

const NOTHING: Objects = { creates: [], drops: [] };
const created = (...creates: ObjectRef[]): Objects => ({ creates, drops: [] });
const ref = (kind: Kind, { schema, name }: Name): ObjectRef => ({ kind, schema, name });
const alone = (kind: Kind, name: string | undefined): ObjectRef => ({ kind, schema: '', name: name ?? '' });
const part = (kind: 'column' | 'constraint', table: Name, name: string): ObjectRef => ({
  kind,
  schema: table.schema,
  name,
  of: table.name,
});

const READERS: Readers<Objects> = {
  CreateStmt: (s) => created(ref('table', relationName(s.relation))),
  CreateForeignTableStmt: (s) => created(ref('table', relationName(s.base?.relation))),
  CreateTableAsStmt: (s) => created(ref(s.objtype === 'OBJECT_MATVIEW' ? 'view' : 'table', relationName(s.into?.rel))),
  SelectStmt: (s) => (s.intoClause ? created(ref('table', relationName(s.intoClause.rel))) : NOTHING),
  // Without a name PostgreSQL picks one that the text does not say.
  IndexStmt: (s) => (s.idxname ? created(ref('index', { schema: s.relation?.schemaname ?? '', name: s.idxname })) : NOTHING),
  ViewStmt: (s) => created(ref('view', relationName(s.view))),
  CreateEnumStmt: (s) => created(ref('type', nameOf(texts(s.typeName)))),
  CreateRangeStmt: (s) => created(ref('type', nameOf(texts(s.typeName)))),
  CreateDomainStmt: (s) => created(ref('type', nameOf(texts(s.domainname)))),
  CompositeTypeStmt: (s) => created(ref('type', relationName(s.typevar))),
  DefineStmt: (s) => {
    const kind = KINDS[s.kind ?? ''];
    return kind ? created(ref(kind, nameOf(texts(s.defnames)))) : NOTHING;
  },
  CreateSchemaStmt: (s) => {
    const name = s.schemaname ?? s.authrole?.rolename ?? '';
    const inner = (s.schemaElts ?? []).flatMap((element) => objectsOf(element).creates);
    return created(alone('schema', name), ...inner.map((o) => ({ ...o, schema: o.schema || name })));
  },
  CreateSeqStmt: (s) => created(ref('sequence', relationName(s.sequence))),
  CreateFunctionStmt: (s) => created(ref('function', nameOf(texts(s.funcname)))),
  CreateExtensionStmt: (s) => created(alone('extension', s.extname)),
  AlterTableStmt: (s) => altered(s),
  RenameStmt: (s) => renamed(s),
  AlterObjectSchemaStmt: (s) => {
    const kind = KINDS[s.objectType ?? ''];
    if (!kind) return NOTHING;
    const old = s.relation ? relationName(s.relation) : objectName(s.object);
    return { creates: [ref(kind, { schema: s.newschema ?? '', name: old.name })], drops: [ref(kind, old)] };
  },
  DropStmt: (s) => ({ creates: [], drops: dropped(s) }),
};

export const objectsOf = (node: Node): Objects => readWith(READERS, node) ?? NOTHING;

function altered({ relation, objtype, cmds }: Body<'AlterTableStmt'>): Objects {
  const creates: ObjectRef[] = [];
  const drops: ObjectRef[] = [];
  if (KINDS[objtype ?? ''] !== 'table') return NOTHING;
  const table = relationName(relation);
  for (const { subtype, name, def } of each(cmds, 'AlterTableCmd')) {
    if (subtype === 'AT_AddColumn' && def && 'ColumnDef' in def) creates.push(part('column', table, def.ColumnDef.colname ?? ''));
    if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def && def.Constraint.conname)
      creates.push(part('constraint', table, def.Constraint.conname));
    if (subtype === 'AT_DropColumn') drops.push(part('column', table, name ?? ''));
    if (subtype === 'AT_DropConstraint') drops.push(part('constraint', table, name ?? ''));
  }
  return { creates, drops };
}

function renamed({ renameType, relationType, relation, object, subname, newname }: Body<'RenameStmt'>): Objects {
  const now = newname ?? '';
  if (renameType === 'OBJECT_COLUMN' || renameType === 'OBJECT_TABCONSTRAINT') {
    if (renameType === 'OBJECT_COLUMN' && KINDS[relationType ?? ''] !== 'table') return NOTHING;
    const kind = renameType === 'OBJECT_COLUMN' ? 'column' : 'constraint';
    const table = relationName(relation);
    return { creates: [part(kind, table, now)], drops: [part(kind, table, subname ?? '')] };
  }
  if (renameType === 'OBJECT_SCHEMA') return { creates: [alone('schema', now)], drops: [alone('schema', subname)] };
  const kind = KINDS[renameType ?? ''];
  if (!kind) return NOTHING;
  const old = relation ? relationName(relation) : objectName(object);
  return { creates: [ref(kind, { schema: old.schema, name: now })], drops: [ref(kind, old)] };
}

function dropped({ removeType, objects }: Body<'DropStmt'>): ObjectRef[] {
  if (removeType === 'OBJECT_SCHEMA') return texts(objects).map((name) => alone('schema', name));
  if (removeType === 'OBJECT_EXTENSION') return texts(objects).map((name) => alone('extension', name));
  const kind = KINDS[removeType ?? ''];
  return kind ? (objects ?? []).map((object) => ref(kind, objectName(object))) : [];
}
