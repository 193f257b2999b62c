/** A schema on the way to another: what columns of new tables are made of first, so that their columns come in order. */
import type { Fact, FactBase, StableId } from '@supabase/pg-delta/core';
import { type Core, edgesAmong } from './scoped.ts';

/** What columns are made of, and what that is made of. */
const BEFORE_TABLES = new Set([
  'schema',
  'extension',
  'type',
  'typeAttribute',
  'domain',
  'collation',
  'sequence',
  'function',
  'constraint',
]);

/**
 * The engine adds a column behind its table where the column's type has to be made first, and always where it is generated: the columns
 * would come in another order. So types, and what columns call, are a stage of their own, and in a new table a generated column is
 * written as part of it.
 */
export function staged(start: FactBase, end: FactBase, { buildFactBase, encodeId }: Core): [middle: FactBase, whole: FactBase] {
  const isNew = (id: StableId): boolean => !start.has(id) && end.has(id);
  const ofNewTable = (fact: Fact): boolean => fact.id.kind === 'column' && fact.parent?.kind === 'table' && isNew(fact.parent);
  const facts = end.facts().map((fact) => {
    const generated = fact.payload['generatedExpr'];
    if (!ofNewTable(fact) || generated == null) return fact;
    const type = `${String(fact.payload['type'])} GENERATED ALWAYS AS (${String(generated)}) STORED`;
    return { ...fact, payload: { ...fact.payload, type, generatedExpr: null } };
  });
  const within = (a: StableId, b: StableId): boolean =>
    a.kind === 'column' && b.kind === 'column' && a.schema === b.schema && a.table === b.table;
  const tableIsNew = (id: StableId): boolean =>
    id.kind === 'column' && isNew({ kind: 'table', schema: id.schema, name: id.table });
  const edges = end.edges.filter((e) => !(within(e.from, e.to) && tableIsNew(e.from)));
  const whole = buildFactBase(facts, edges, end.source);

  const early = new Map<string, Fact>();
  const refused = new Set<string>();
  /** Takes it and all that it needs; false where that would need a table. */
  const take = (id: StableId, trail: ReadonlySet<string>): boolean => {
    const key = encodeId(id);
    if (start.has(id) || early.has(key) || trail.has(key)) return true;
    const fact = whole.get(id);
    if (!fact || refused.has(key) || !BEFORE_TABLES.has(id.kind)) return false;
    const deeper = new Set([...trail, key]);
    const owned =
      id.kind === 'sequence' || id.kind === 'constraint' ? [] : whole.childrenOf(id).filter((c) => BEFORE_TABLES.has(c.id.kind));
    const needs = [...(fact.parent ? [fact.parent] : []), ...whole.outgoingEdges(id).map((e) => e.to)];
    const can =
      needs.every((need) => take(need, deeper)) &&
      (id.kind === 'schema' || id.kind === 'extension' || owned.every((child) => take(child.id, deeper)));
    if (can) early.set(key, fact);
    else refused.add(key);
    return can;
  };
  for (const fact of whole.facts()) {
    if (!ofNewTable(fact) && !(fact.id.kind === 'default' && fact.parent && tableIsNew(fact.parent))) continue;
    for (const edge of whole.outgoingEdges(fact.id)) if (edge.to.kind !== 'sequence') take(edge.to, new Set());
  }
  if (early.size === 0) return [start, whole];
  const satellites = whole.facts().filter((f) => 'target' in f.id && f.parent && early.has(encodeId(f.parent)));
  const kept = [...start.facts(), ...early.values(), ...satellites];
  // What a default calls is there by then; with the tie the engine would still write that column behind all others.
  const tied = ({ from, to }: FactBase['edges'][number]): boolean => {
    const column = from.kind === 'default' ? whole.get(from)?.parent : from;
    return column !== undefined && tableIsNew(column) && early.has(encodeId(to));
  };
  const last = buildFactBase(
    facts,
    edges.filter((e) => !tied(e)),
    end.source,
  );
  return [
    buildFactBase(kept, [...start.edges, ...edgesAmong([...early.values(), ...satellites], whole, encodeId)], start.source),
    last,
  ];
}
