/** SQL that is prepared once in the shadow: what moved, which rows those are, who depends on them. Planning takes longer than running. */
import { sha256 } from '../../base/fingerprint.ts';
import { BESIDE, RARE, SWEEPING, TRACKED, type Tracked } from './tracked.ts';

const ALL = [...TRACKED.map((t) => t.catalog), ...RARE, ...SWEEPING, BESIDE];

/** What is prepared outlives a reset of the database; its name says what it is, so it is used again only as long as it is that. */
export interface Prepared {
  name: string;
  prepare: string;
}

export function prepared(what: string, parameters: string, query: string): Prepared {
  const name = `"${PREFIX}${what}_${sha256(query).slice(0, 10)}"`;
  return { name, prepare: `prepare ${name}${parameters} as ${query}` };
}

export const PREFIX = 'tidemark_';
/** Without their quotes. */
export const THERE = `select name from pg_prepared_statements where left(name, ${PREFIX.length}) = '${PREFIX}'`;

const counted = (what: string): string => `pg_stat_get_xact_tuples_${what}(o.oid)`;

/**
 * One row a catalog that this session wrote to, with how often; the next transaction's number; and where all sequences stand.
 * What PostgreSQL counts for its statistics is counted within the transaction, and costs no look into the catalogs.
 */
const PROBE = `select o.oid::regclass::text as what, ${counted('inserted')}::text as inserted, ${counted('updated')}::text as updated, ${counted('deleted')}::text as deleted
from unnest($1) o(oid) where ${counted('inserted')} > 0 or ${counted('updated')} > 0 or ${counted('deleted')} > 0
union all select 'next', (pg_snapshot_xmax(pg_current_snapshot())::text::numeric % 4294967296)::text, null, null
union all select 'sequences', coalesce(sum(hashtext(s.seqrelid || ' ' || pg_sequence_last_value(s.seqrelid)))::text, '0'), null, null
  from pg_sequence s where s.seqrelid >= 16384 and has_sequence_privilege(s.seqrelid, 'select')`;

const POSITIONS = `select s.seqrelid::text as oid, pg_sequence_last_value(s.seqrelid)::text as position from pg_sequence s
where s.seqrelid >= 16384 and has_sequence_privilege(s.seqrelid, 'select')`;

/** How many rows of each table this session wrote. */
const ROWS = `select format('%I.%I', n.nspname, o.relname) as name, o.oid::text as oid, ${counted('inserted')}::text as inserted, ${counted('updated')}::text as updated, ${counted('deleted')}::text as deleted
from pg_class o join pg_namespace n on n.oid = o.relnamespace
where o.oid >= 16384 and o.relkind = 'r' and o.relpersistence <> 't' and (${counted('inserted')} > 0 or ${counted('updated')} > 0 or ${counted('deleted')} > 0)`;

/** A row after the other by the index: joined as a whole, PostgreSQL would read all of pg_depend. */
const DEPENDENTS = `select distinct d.classid::regclass::text as catalog, d.objid::text as oid from unnest($1, $2) r(class, oid)
cross join lateral (select p.classid, p.objid from pg_depend p where p.refclassid = r.class and p.refobjid = r.oid and p.deptype <> 'e' offset 0) d`;

const scan = (t: Tracked): string =>
  `select (${t.key})::text as key, (${t.relation ?? 'null'})::text as relation, ${t.name ?? 'null'}::text as name, ${t.object ? `'${t.object.class}'` : 'null'} as class, (${t.object?.oid ?? 'null'})::text as oid, o.xmin::text as xmin, ${t.says ?? 'null'} as says
from ${t.from ?? `${t.catalog} o`} where ${t.where} and age(o.xmin) <= age($1)`;

const keys = (t: Tracked): string => `select (${t.key})::text as key from ${t.from ?? `${t.catalog} o`} where ${t.where}`;

const [PROBES, ROWS_, DEPENDENTS_, POSITIONS_] = [
  prepared('probe', '(regclass[])', PROBE),
  prepared('rows', '', ROWS),
  prepared('dependents', '(oid[], oid[])', DEPENDENTS),
  prepared('positions', '', POSITIONS),
] as const;
const SCANS = new Map(TRACKED.map((t) => [t.catalog, prepared(`scan_${t.catalog}`, '(xid)', scan(t))]));
const KEYS = new Map(TRACKED.map((t) => [t.catalog, prepared(`keys_${t.catalog}`, '', keys(t))]));

export const EVERY: readonly Prepared[] = [PROBES, ROWS_, DEPENDENTS_, POSITIONS_, ...SCANS.values(), ...KEYS.values()];

/** Of PostgreSQL's own tables those that this major has. */
export const HAS = `select c.relname::text as name from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.relname in (${ALL.map((c) => `'${c}'`).join(', ')})`;
export const probeOf = (catalogs: readonly string[]): string => `execute ${PROBES.name}('{${catalogs.join(',')}}')`;
export const rows: string = `execute ${ROWS_.name}`;
export const positions: string = `execute ${POSITIONS_.name}`;
export const scanOf = (catalog: string, floor: number): string => `execute ${SCANS.get(catalog)?.name}('${floor}')`;
export const keysOf = (catalog: string): string => `execute ${KEYS.get(catalog)?.name}`;
export const dependentsOf = (classes: readonly string[], oids: readonly string[]): string =>
  `execute ${DEPENDENTS_.name}(array[${classes.map((c) => `'${c}'::regclass::oid`).join(',')}]::oid[], '{${oids.join(',')}}')`;
