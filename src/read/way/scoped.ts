/** What of a schema is on the way to another: the project's own, as pg-delta reads it, less what belongs to others. */
import type { Fact, FactBase, StableId } from '@supabase/pg-delta/core';
import { ACTING, PROVIDED_PUBLICATIONS } from '../../catalog/platform.ts';
import type { TableName } from '../../model/index.ts';
import { onAllPartitions } from '../../sql/on-only.ts';
import { identifier } from '../../sql/quote.ts';

export type Core = typeof import('@supabase/pg-delta/core');

export interface Scope {
  /** Drizzle's history tables: never part of the way. */
  histories: readonly TableName[];
  /** Grants and default privileges come along. Owners never do: what a migration makes belongs to whoever runs it. */
  access: boolean;
  /** Taken for granted on both sides: from `madeBetween`. */
  given?: ReadonlySet<string>;
}

/** What everybody may do there is the server's and the provider's to say. */
const isPublicSchema = (id: StableId): boolean => id.kind === 'schema' && id.name === 'public';

/** Their secrets are nobody's to read, and what they name is outside of the database. */
const OUTSIDE = new Set(['subscription', 'userMapping']);

export interface Within extends Scope {
  /** The provider's schemas. */
  theirs: ReadonlySet<string>;
  /** Of the extensions that lie there, those that come along all the same. */
  kept: ReadonlySet<string>;
}

/** pg-delta's own view of a database, less what is not to be on the way. */
export function scoped(base: FactBase, within: Within, { buildFactBase, encodeId }: Core): FactBase {
  const { histories, access, given } = within;
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
    if (OUTSIDE.has(id.kind) || ofHistory(fact) || isTheirs(fact, base, within) || given?.has(encodeId(id))) return true;
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

/** As our own catalog tells it (catalog/platform). */
function isTheirs({ id, payload }: Fact, base: FactBase, { theirs, kept }: Within): boolean {
  if (theirs.size === 0) return false;
  const has = (schema: unknown): boolean => typeof schema === 'string' && theirs.has(schema);
  if (id.kind === 'schema') return has(id.name);
  if (id.kind === 'eventTrigger') return has(payload['functionSchema']);
  if (id.kind === 'publication') return has(PROVIDED_PUBLICATIONS.get(id.name));
  if (id.kind === 'defaultPrivilege') return has(id.schema) || has(ACTING.get(id.role));
  if (id.kind === 'extension') return has(payload['schema']) && !kept.has(id.name);
  // What is said of an extension there is its owner's, who is no one of the project.
  return 'target' in id && id.target.kind === 'extension' && has(base.get(id.target)?.payload['schema']);
}

const lyingThere = (base: FactBase, theirs: ReadonlySet<string>): Fact[] =>
  theirs.size === 0 ? [] : base.facts().filter((f) => f.id.kind === 'extension' && theirs.has(String(f.payload['schema'])));

const nameOf = ({ id }: Fact): string => ('name' in id ? id.name : '');

/** Extensions in the provider's schemas that something of the project depends on. */
export function dependedOn(base: FactBase, theirs: ReadonlySet<string>, core: Core): Set<string> {
  const candidates = lyingThere(base, theirs);
  if (candidates.length === 0) return new Set();
  const rest = scoped(base, { histories: [], access: true, theirs, kept: new Set() }, core);
  const isUsed = ({ id }: Fact): boolean => base.incomingEdges(id).some((e) => e.kind === 'depends' && rest.has(e.from));
  return new Set(candidates.filter(isUsed).map(nameOf));
}

/** Of those that lie in the provider's schemas: no way drops one, and it makes those that the end depends on. */
export function keptExtensions(
  start: FactBase,
  end: FactBase,
  theirs: ReadonlySet<string>,
  core: Core,
): [Set<string>, Set<string>] {
  const elsewhere = (base: FactBase, other: FactBase): string[] =>
    lyingThere(base, theirs).flatMap((f) => {
      const same = other.get(f.id);
      return same && !theirs.has(String(same.payload['schema'])) ? [nameOf(f)] : [];
    });
  const wanted = new Set([...dependedOn(end, theirs, core), ...elsewhere(end, start)]);
  return [new Set([...wanted, ...elsewhere(start, end)]), wanted];
}

/** Where the provider may have made it already. */
export function extensionMade(produced: readonly StableId[], base: FactBase, theirs: ReadonlySet<string>): string | null {
  const id = produced.find((one) => one.kind === 'extension');
  const home = id && base.get(id)?.payload['schema'];
  if (id?.kind !== 'extension' || typeof home !== 'string' || !theirs.has(home)) return null;
  return `CREATE EXTENSION IF NOT EXISTS ${identifier(id.name)} SCHEMA ${identifier(home)}`;
}

export const edgesAmong = (kept: readonly Fact[], base: FactBase, encodeId: Core['encodeId']): FactBase['edges'][number][] => {
  const keys = new Set(kept.map((f) => encodeId(f.id)));
  return base.edges.filter((e) => e.kind !== 'owner' && keys.has(encodeId(e.from)) && keys.has(encodeId(e.to)));
};

/** PostgreSQL writes an index of a partitioned table with ONLY, which would leave the partitions without it and itself invalid. */
function shaped(fact: Fact, base: FactBase): Fact {
  const { id, parent, payload } = fact;
  if (id.kind !== 'index' || !parent || base.get(parent)?.payload['partitionKey'] == null) return fact;
  return { ...fact, payload: { ...payload, def: onAllPartitions(String(payload['def'])) } };
}
