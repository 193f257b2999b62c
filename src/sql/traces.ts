/** What does the catalog say about a statement that runs outside transactions: done, half done, not begun? */
import type { RelationName, Trace } from '../model/index.ts';
import { literal, relationOid } from './quote.ts';

/**
 * One row: `state` is `absent`, `done`, `half`, `building` (somebody holds the lock that a build holds) or `unknown`;
 * `cleanup` is the statement that clears a half state away, `what` the object's name.
 */
export function traceState(trace: Trace, before: readonly string[]): string {
  switch (trace.kind) {
    case 'index':
      return indexState(trace.table, trace.name, before);
    case 'dropped-index':
      return `select case when ${relationOid(trace.index)} is null then 'done' else 'absent' end as state, null::text as cleanup, ${literal(trace.index.name)} as what`;
    case 'detached':
      return detachState(trace.table, trace.partition);
    case 'reindexed':
      return leftoverState(trace.relation);
    case 'repeatable':
      return `select 'absent' as state, null::text as cleanup, null::text as what`;
    case 'untraced':
      return `select 'unknown' as state, null::text as cleanup, null::text as what`;
  }
}

/** Names of the indexes that a table has, as a JSON array: an index without a name of its own is known by being new. */
export const indexesBefore = (trace: Trace): string =>
  trace.kind === 'index'
    ? `select coalesce(json_agg(c.relname::text order by c.relname), '[]'::json) from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid where i.indrelid = ${relationOid(trace.table)}`
    : `select null::json`;

const dropIndex = `'drop index concurrently if exists ' || i.indexrelid::regclass`;

/** Held during a whole CREATE or REINDEX INDEX CONCURRENTLY. VACUUM holds it too: then we wait a little for nothing. */
const beingBuilt = (table: string): string =>
  `exists (select from pg_catalog.pg_locks l where l.locktype = 'relation' and l.relation = ${table} and l.mode = 'ShareUpdateExclusiveLock' and l.granted and l.pid <> pg_catalog.pg_backend_pid())`;

function indexState(table: RelationName, name: string | null, before: readonly string[]): string {
  const which =
    name === null
      ? `c.relname <> all (array[${before.map((n) => literal(n)).join(', ')}]::text[])`
      : `c.relname = ${literal(name)}`;
  return `select coalesce(f.state, 'absent') as state, f.cleanup, f.what from (select 1) one left join lateral (
    select case when i.indisvalid then 'done' when ${beingBuilt('i.indrelid')} then 'building' else 'half' end as state,
      case when not i.indisvalid then ${dropIndex} end as cleanup, i.indexrelid::regclass::text as what
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${relationOid(table)} and ${which} order by i.indisvalid limit 1) f on true`;
}

/** A detach that was cut short is pending, and only FINALIZE ends it. */
function detachState(table: RelationName, partition: RelationName): string {
  return `select case when h.inhrelid is null then 'done' when h.inhdetachpending then 'half' else 'absent' end as state,
    case when h.inhdetachpending then 'alter table ' || ${relationOid(table)}::regclass || ' detach partition ' || ${relationOid(partition)}::regclass || ' finalize' end as cleanup,
    ${literal(partition.name)} as what
    from (select 1) one left join pg_catalog.pg_inherits h on h.inhparent = ${relationOid(table)} and h.inhrelid = ${relationOid(partition)}`;
}

/** What an interrupted REINDEX CONCURRENTLY leaves: PostgreSQL's manual says to drop it and to run it again. */
function leftoverState(relation: RelationName): string {
  const of = relationOid(relation);
  return `select coalesce(f.state, 'absent') as state, f.cleanup, f.what from (select 1) one left join lateral (
    select case when ${beingBuilt('i.indrelid')} then 'building' else 'half' end as state, ${dropIndex} as cleanup, i.indexrelid::regclass::text as what
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' and i.indrelid in (${of}, (select indrelid from pg_catalog.pg_index where indexrelid = ${of}))
    limit 1) f on true`;
}
