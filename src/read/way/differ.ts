/** Which statements lead from one schema to another? pg-delta reads both sides and writes them; what knows it lies in this folder alone. */
import type { FactBase } from '@supabase/pg-delta/core';
import { platformSchemas } from '../../catalog/platform.ts';
import type { Result } from '../../drivers/session.ts';
import type { WayStatement } from '../../model/index.ts';
import { withoutArrayCasts } from '../../sql/array-casts.ts';
import { dependedOn, extensionMade, keptExtensions, type Scope, scoped } from './scoped.ts';
import { staged } from './staged.ts';

/** A database to be read: sends one message and answers with a result a statement. */
export interface Side {
  send(text: string): Promise<Result[]>;
  /** What a message leaves behind holds for the next one; false: each message is a request of its own. */
  keeps: boolean;
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

/** Roles of the server, schemas of the database. */
export const namesOf = (...all: readonly Facts[]): { roles: Set<string>; schemas: Set<string> } => ({
  roles: new Set(rolesIn(...all.map((f) => f.base))),
  schemas: new Set(all.flatMap(({ base }) => base.facts().flatMap((f) => (f.id.kind === 'schema' ? [f.id.name] : [])))),
});

/** What the second has beyond the first, for Scope. */
export async function madeBetween(first: Facts, second: Facts): Promise<ReadonlySet<string>> {
  const { encodeId } = await import('@supabase/pg-delta/core');
  const made = second.base.facts().filter((f) => f.id.kind !== 'role' && !first.base.has(f.id));
  return new Set(made.map((f) => encodeId(f.id)));
}

/** Extensions, but for those of the provider that nothing of the project depends on. */
export async function extensionsIn({ base }: Facts): Promise<string[]> {
  const core = await import('@supabase/pg-delta/core');
  const theirs = platformSchemas(new Set(rolesIn(base)));
  const kept = scoped(base, { histories: [], access: true, theirs, kept: dependedOn(base, theirs, core) }, core);
  return kept.facts().flatMap((f) => (f.id.kind === 'extension' ? [f.id.name] : []));
}

/**
 * Left out on both sides: roles and memberships (they belong to the whole server), owners, schema tidemark, Drizzle's history tables
 * and their schema where nothing else is in it, what extensions and a provider brought, what is taken for granted, and the kinds that
 * reach out of the database: subscriptions and user mappings, whose secrets nobody may read.
 */
export async function statementsBetween(from: Facts, to: Facts, scope: Scope): Promise<Between> {
  const [core, { plan }] = await Promise.all([import('@supabase/pg-delta/core'), import('@supabase/pg-delta/plan')]);
  const theirs = platformSchemas(new Set(rolesIn(from.base, to.base)));
  const [had, wanted] = keptExtensions(from.base, to.base, theirs, core);
  const start = scoped(from.base, { ...scope, theirs, kept: had }, core);
  const end = scoped(to.base, { ...scope, theirs, kept: wanted }, core);
  const [middle, whole] = staged(start, end, core);
  const options = { scope: 'database', renames: 'off', assumedRoles: rolesIn(from.base, to.base) } as const;
  const plans = middle === start ? [plan(start, whole, options)] : [plan(start, middle, options), plan(middle, whole, options)];
  const actions = plans.flatMap((p) => p.actions);
  return {
    statements: actions.map((action) => ({
      sql: withoutArrayCasts(
        ended(extensionMade(action.produces, to.base, theirs) ?? action.sql.replaceAll(AS_WRITTEN, ') VIRTUAL')),
      ),
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

const rolesIn = (...bases: FactBase[]): string[] =>
  bases.flatMap((base) => base.facts().flatMap((f) => (f.id.kind === 'role' ? [f.id.name] : [])));
