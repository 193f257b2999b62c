/** Which of the objects that a file creates are in a database already? A sign, never a proof. */
import type { ObjectRef, Server, SqlFacts } from '../model/index.ts';

export interface Presence {
  there: string[];
  absent: string[];
}

const KINDS: readonly ObjectRef['kind'][] = ['table', 'view', 'index', 'sequence', 'type', 'column', 'schema', 'extension'];

/** Objects that the file creates and drops itself are left out. Unqualified names are looked for in every schema. */
export function presenceOf(facts: SqlFacts, server: Server): Presence {
  const dropped = new Set(facts.statements.flatMap((s) => s.drops.map(nameOf)));
  const out: Presence = { there: [], absent: [] };
  for (const object of facts.statements.flatMap((s) => s.creates)) {
    const name = nameOf(object);
    if (!KINDS.includes(object.kind) || dropped.has(name) || out.there.includes(name) || out.absent.includes(name)) continue;
    (isThere(object, server) ? out.there : out.absent).push(name);
  }
  return out;
}

const nameOf = ({ kind, schema, name, of }: ObjectRef): string =>
  `${kind} ${[schema, of, name].filter((part) => part !== undefined && part !== '').join('.')}`;

function isThere({ kind, schema, name, of }: ObjectRef, { relations, types, schemas, extensions }: Server): boolean {
  if (kind === 'schema') return schemas.includes(name);
  if (kind === 'extension') return extensions.includes(name);
  if (kind === 'type') return schema === '' ? [...types].some((t) => t.endsWith(`.${name}`)) : types.has(`${schema}.${name}`);
  const relation = kind === 'column' ? (of ?? '') : name;
  const found = [...relations].filter(([key]) =>
    schema === '' ? key.endsWith(`.${relation}`) : key === `${schema}.${relation}`,
  );
  return kind === 'column' ? found.some(([, r]) => r.columns.includes(name)) : found.length > 0;
}
