/** Which statements lead from one schema to another? The one file that knows pg-delta, which reads both sides and writes them. */
import type { Fact, FactBase, StableId } from '@supabase/pg-delta/core';
import type { Result } from '../../drivers/session.ts';
import type { TableName, WayStatement } from '../../model/index.ts';
import { withoutArrayCasts } from '../../sql/array-casts.ts';
import { onAllPartitions } from '../../sql/on-only.ts';

/** A database to be read: sends one message and answers with a result a statement. */
export interface Side {
  send(text: string): Promise<Result[]>;
  /** What a message leaves behind holds for the next one; false: each message is a request of its own. */
  keeps: boolean;
}

export interface Scope {
  /** Drizzle's history tables: never part of the way. */
  histories: readonly TableName[];
  /** Grants and default privileges come along. Owners never do: what a migration makes belongs to whoever runs it. */
  access: boolean;
}

export interface Between {
  statements: WayStatement[];
  /** It makes functions, whose bodies may name what comes later. */
  functions: boolean;
  /** Kinds of object that the engine does not write; whether they differ, our own reader tells. */
  unmodelled: string[];
  /** Roles that the statements name. */
  roles: string[];
}

/** A schema as pg-delta reads it. */
export interface Facts {
  base: FactBase;
  unmodelled: string[];
}

/** Only reads, in a read-only transaction. */
export async function readFacts(side: Side): Promise<Facts> {
  const { extract } = await import('@supabase/pg-delta/extract');
  const { factBase, diagnostics } = await extract(poolOver(side));
  const unmodelled = diagnostics.flatMap((d) => (d.code === 'unmodeled_kind' ? [String(d.context?.['kind'] ?? d.message)] : []));
  return { base: await withVirtual(factBase, side), unmodelled };
}

/** pg-delta reads a generated column alike and writes STORED, whether it is stored or virtual (18). No text of PostgreSQL holds a NUL. */
const VIRTUAL = '\0';
const AS_WRITTEN = `${VIRTUAL}) STORED`;
const WHICH_VIRTUAL = `select n.nspname as schema, c.relname as "table", a.attname as name from pg_attribute a
  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where a.attgenerated = 'v' and not a.attisdropped`;

async function withVirtual(base: FactBase, side: Side): Promise<FactBase> {
  const facts = base.facts();
  if (!facts.some((f) => f.payload['generatedExpr'] != null)) return base;
  const { buildFactBase, encodeId } = await import('@supabase/pg-delta/core');
  const keyOf = (schema: unknown, table: unknown, name: unknown): string =>
    encodeId({ kind: 'column', schema: String(schema), table: String(table), name: String(name) });
  const [answer] = await side.send(WHICH_VIRTUAL);
  const virtual = new Set(answer?.rows.map((r) => keyOf(r['schema'], r['table'], r['name'])));
  if (virtual.size === 0) return base;
  const told = facts.map((f) =>
    virtual.has(encodeId(f.id))
      ? { ...f, payload: { ...f.payload, generatedExpr: `${String(f.payload['generatedExpr'])}${VIRTUAL}` } }
      : f,
  );
  return buildFactBase(told, [...base.edges], base.source);
}

/**
 * Left out on both sides: roles and memberships (they belong to the whole server), owners, schema tidemark, Drizzle's history tables
 * and their schema where nothing else is in it, what extensions brought, and the kinds that reach out of the database: subscriptions
 * and user mappings, whose secrets nobody may read.
 */
export async function statementsBetween(from: Facts, to: Facts, scope: Scope): Promise<Between> {
  const [core, { plan }] = await Promise.all([import('@supabase/pg-delta/core'), import('@supabase/pg-delta/plan')]);
  const start = scoped(from.base, scope, core);
  const end = scoped(to.base, scope, core);
  const [middle, whole] = staged(start, end, core);
  const options = { scope: 'database', renames: 'off', assumedRoles: rolesIn(from.base, to.base) } as const;
  const plans = middle === start ? [plan(start, whole, options)] : [plan(start, middle, options), plan(middle, whole, options)];
  const actions = plans.flatMap((p) => p.actions);
  return {
    statements: actions.map((action) => ({
      sql: withoutArrayCasts(ended(action.sql.replaceAll(AS_WRITTEN, ') VIRTUAL'))),
      destroys: action.dataLoss === 'destructive',
      rewrites: action.rewriteRisk && !action.sql.includes(AS_WRITTEN),
      alone: action.transactionality !== 'transactional',
    })),
    functions: plans.some((p) => p.preamble.some((setting) => setting.name === 'check_function_bodies')),
    unmodelled: [...new Set([...from.unmodelled, ...to.unmodelled])].sort(),
    roles: [...new Set(actions.flatMap((a) => a.consumes.flatMap((id) => (id.kind === 'role' ? [id.name] : []))))].sort(),
  };
}

type Extract = typeof import('@supabase/pg-delta/extract').extract;
type Core = typeof import('@supabase/pg-delta/core');

/** What pg-delta asks of a pool: a client with `query`. It sends plain texts and wants values by their types, as JSON has them. */
export function poolOver(side: Side): Parameters<Extract>[0] {
  const query = async (text: string): Promise<{ rows: unknown[] }> => ({ rows: await answered(side, text.trim()) });
  const client = { query, release: () => undefined };
  return { connect: async () => client } as unknown as Parameters<Extract>[0];
}

const OPENING = `begin isolation level repeatable read read only; set local search_path to 'pg_catalog'; set local jit = off`;

async function answered(side: Side, text: string): Promise<unknown[]> {
  const start = text.slice(0, 6).toUpperCase();
  if ((!start.startsWith('SELECT') && !start.startsWith('WITH') && !start.startsWith('(')) || text.includes('set_config(')) {
    // Without a session there is nothing to open, to set or to end: each question brings its own transaction.
    if (side.keeps) await side.send(text);
    return [];
  }
  const asked = `select row_to_json(answer)::text as row from (${text}) answer`;
  const results = await side.send(side.keeps ? asked : `${OPENING}; ${asked}; commit`);
  const rows = results.findLast((result) => result.tag.startsWith('SELECT'))?.rows ?? [];
  return rows.map((row) => JSON.parse(row['row'] ?? '{}') as unknown);
}

/** Views come with a semicolon of their own, functions with a line end. */
function ended(sql: string): string {
  let text = sql.trimEnd();
  while (text.endsWith(';')) text = text.slice(0, -1).trimEnd();
  return `${text};`;
}

/** What everybody may do there is the server's and the provider's to say. */
const isPublicSchema = (id: StableId): boolean => id.kind === 'schema' && id.name === 'public';

/** Their secrets are nobody's to read, and what they name is outside of the database. */
const OUTSIDE = new Set(['subscription', 'userMapping']);

/** pg-delta's own view of a database, less what is not to be on the way. */
function scoped(base: FactBase, { histories, access }: Scope, { buildFactBase, encodeId }: Core): FactBase {
  const facts = base.facts();
  const isHistory = (schema: unknown, table: unknown): boolean => histories.some((t) => t.schema === schema && t.name === table);
  const owners = new Map(
    base.edges.flatMap((e) => (e.kind === 'owner' && e.to.kind === 'role' ? [[encodeId(e.from), e.to.name] as const] : [])),
  );
  const ofHistory = ({ id, payload }: Fact): boolean => {
    if (id.kind === 'table') return isHistory(id.schema, id.name);
    const owner = id.kind === 'sequence' ? payload['ownedBy'] : null;
    return typeof owner === 'object' && owner !== null && 'table' in owner && isHistory(owner['schema'], owner['table']);
  };
  const holdsOnlyHistory = (schema: string): boolean =>
    schema !== 'public' &&
    histories.some((t) => t.schema === schema) &&
    facts.every((f) => f.parent?.kind !== 'schema' || f.parent.name !== schema || 'target' in f.id || ofHistory(f));
  const leftAlone = (fact: Fact): boolean => {
    const { id } = fact;
    if (OUTSIDE.has(id.kind) || ofHistory(fact)) return true;
    if (id.kind === 'schema') return id.name === 'tidemark' || holdsOnlyHistory(id.name);
    if (id.kind === 'defaultPrivilege') return !access;
    // initdb comments on it, and whoever makes it anew does not.
    if (id.kind === 'comment' && isPublicSchema(id.target)) return true;
    if (id.kind === 'acl' && isPublicSchema(id.target) && (id.grantee === 'PUBLIC' || id.grantee.startsWith('pg_'))) return true;
    return id.kind === 'acl' && (!access || owners.get(encodeId(id.target)) === id.grantee);
  };
  const verdicts = new Map<string, boolean>();
  const left = (fact: Fact): boolean => {
    const key = encodeId(fact.id);
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const parent = fact.parent && base.get(fact.parent);
    const verdict = leftAlone(fact) || (parent !== undefined && left(parent));
    verdicts.set(key, verdict);
    return verdict;
  };
  const kept = facts.filter((fact) => !left(fact)).map((fact) => shaped(fact, base));
  return buildFactBase(kept, edgesAmong(kept, base, encodeId), base.source);
}

const edgesAmong = (kept: readonly Fact[], base: FactBase, encodeId: Core['encodeId']): FactBase['edges'][number][] => {
  const keys = new Set(kept.map((f) => encodeId(f.id)));
  return base.edges.filter((e) => e.kind !== 'owner' && keys.has(encodeId(e.from)) && keys.has(encodeId(e.to)));
};

/** PostgreSQL writes an index of a partitioned table with ONLY, which would leave the partitions without it and itself invalid. */
function shaped(fact: Fact, base: FactBase): Fact {
  const { id, parent, payload } = fact;
  if (id.kind !== 'index' || !parent || base.get(parent)?.payload['partitionKey'] == null) return fact;
  return { ...fact, payload: { ...payload, def: onAllPartitions(String(payload['def'])) } };
}

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
function staged(start: FactBase, end: FactBase, { buildFactBase, encodeId }: Core): [middle: FactBase, whole: FactBase] {
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

const rolesIn = (...bases: FactBase[]): string[] =>
  bases.flatMap((base) => base.facts().flatMap((f) => (f.id.kind === 'role' ? [f.id.name] : [])));
