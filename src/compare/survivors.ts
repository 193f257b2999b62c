/** Which objects should each migration have left behind, and which of them does a database have? A sign, never a proof. */
import type { Migration, ObjectRef, Server, SqlFacts } from '../model/index.ts';

export interface Left {
  migration: Migration;
  /** Created by it, and neither dropped nor renamed by it or a later one. */
  objects: ObjectRef[];
}

/** Only what has a name of its own in the catalog that is read. */
const KINDS: readonly ObjectRef['kind'][] = ['table', 'view', 'index', 'type', 'sequence', 'column'];

/** In the order given. A file that was not parsed leaves nothing that could be told. */
export function leftBehind(migrations: readonly Migration[], sql: ReadonlyMap<string, SqlFacts>): Left[] {
  const left = migrations.map((migration): Left => ({ migration, objects: [] }));
  migrations.forEach(({ file }, i) => {
    const facts = file === null ? undefined : sql.get(file);
    for (const { creates, drops } of facts?.statements ?? []) {
      for (const gone of drops) for (const one of left.slice(0, i + 1)) one.objects = one.objects.filter((o) => !takes(gone, o));
      left[i]!.objects.push(...creates.filter((o) => KINDS.includes(o.kind)));
    }
  });
  return left;
}

/** What goes away with `gone`; indexes do not say which table they belong to, so with a table they may go as well. */
function takes(gone: ObjectRef, o: ObjectRef): boolean {
  if (gone.kind === 'schema') return o.schema === gone.name;
  if (gone.kind === o.kind && gone.name === o.name && gone.of === o.of) return sameSchema(gone.schema, o.schema);
  if (gone.kind === 'table') return o.kind === 'index' || (o.of === gone.name && sameSchema(gone.schema, o.schema));
  // A constraint or column takes its index along, whatever that is called.
  return (
    (gone.kind === 'column' && o.kind === 'index') || (gone.kind === 'constraint' && o.kind === 'index' && o.name === gone.name)
  );
}

/** Unqualified names are in the first schema of the search path, which is `public` unless somebody changed it. */
const sameSchema = (a: string, b: string): boolean => (a || 'public') === (b || 'public');

export const objectName = ({ kind, schema, name, of }: ObjectRef): string =>
  `${kind} ${[schema === 'public' ? '' : schema, of ?? '', name].filter((p) => p !== '').join('.')}`;

/** Unqualified names are looked for in every schema. */
export function isThere({ kind, schema, name, of }: ObjectRef, { relations, types }: Server): boolean {
  if (kind === 'type') return schema === '' ? [...types].some((t) => t.endsWith(`.${name}`)) : types.has(`${schema}.${name}`);
  const wanted = (kind === 'column' ? (of ?? '') : name).slice(0, LONGEST);
  const found = [...relations].filter(([key]) => (schema === '' ? key.endsWith(`.${wanted}`) : key === `${schema}.${wanted}`));
  return kind === 'column' ? found.some(([, r]) => r.columns.includes(name.slice(0, LONGEST))) : found.length > 0;
}

/** PostgreSQL cuts names behind 63 bytes; letters of more bytes are rare in names. */
const LONGEST = 63;
