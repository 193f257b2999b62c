/**
 * The pieces of SQL that every kind shares: what is the project's at all, who owns it, who may use it, what is said of it.
 * Nobody has analyzed the catalog of a new database, and a join that the planner takes for small becomes a loop over everything: what few
 * objects have is therefore looked up by an index for each, or asked for once as a list (IN, NOT IN), never joined.
 */
import { literal } from '../sql/quote.ts';
import type { Asked } from './kind.ts';

/** Not PostgreSQL's own, not temporary, not Tidemark's. `schema`: the column that holds its name. */
export const ownSchema = (schema: string): string =>
  `${schema} not in ('pg_catalog', 'information_schema', 'pg_toast', 'tidemark') and ${schema} !~ '^pg_(temp|toast_temp)_'`;

/** Not brought along by an extension. Uncorrelated, so that PostgreSQL makes one hash table of them and cannot choose a loop over all. */
export const noMember = (catalog: string, oid: string): string =>
  `${oid} not in (select e.objid from pg_depend e where e.refclassid = 'pg_extension'::regclass and e.deptype = 'e' and e.classid = '${catalog}'::regclass)`;

/** Not one of Drizzle's history tables. */
export const noHistory = (asked: Asked, schema: string, table: string): string =>
  asked.histories.length === 0
    ? 'true'
    : `(${schema}, ${table}) not in (${asked.histories.map((t) => `(${literal(t.schema)}, ${literal(t.name)})`).join(', ')})`;

/** A relation of the project: `c` is pg_class, `n` its pg_namespace. */
export const ownRelation = (asked: Asked): string =>
  `${ownSchema('n.nspname')} and ${noHistory(asked, 'n.nspname', 'c.relname')} and ${noMember('pg_class', 'c.oid')}`;

export const ID = "format('%I.%I', n.nspname, c.relname)";

/** What everybody may do with a new one of that kind, by acldefault's letters. */
const PUBLIC_BY_DEFAULT: Readonly<Record<string, string>> = { f: 'PUBLIC: EXECUTE', T: 'PUBLIC: USAGE', l: 'PUBLIC: USAGE' };

/** Since 17 `GRANT ALL ON a table` means one privilege more, so the same text gives other rights: that one is a fact of its own. */
const SINCE_17 = `'MAINTAIN'`;

/**
 * What others than the owner may do, a line each: `reader: SELECT`. null: what a new one has, so that granting and taking back leaves
 * no trace. `kind`: acldefault's letter; empty where there is none. MAINTAIN is left to `maintenance`.
 */
export const grants = (acl: string, owner: string, kind: string): string =>
  `case when ${acl} is not null then nullif(${lines(acl, owner, `<> ${SINCE_17}`)}${kind === '' ? '' : ` || coalesce(${lacking(acl, owner, kind, `<> ${SINCE_17}`)}, '')`}, '${PUBLIC_BY_DEFAULT[kind] ?? ''}') end`;

/** Who may maintain a table, a view or a materialized view: VACUUM, REFRESH, REINDEX … */
export const maintenance = (asked: Asked, acl: string, owner: string): string =>
  asked.major < 17
    ? 'null::text'
    : `case when ${acl} is not null then nullif(${lines(acl, owner, `= ${SINCE_17}`)} || coalesce(${lacking(acl, owner, 'r', `= ${SINCE_17}`)}, ''), '') end`;

const lines = (
  acl: string,
  owner: string,
  which: string,
): string => `(select coalesce(string_agg(line, E'\\n' order by line collate "C"), '') from (
    select distinct format('%s: %s%s', case x.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(x.grantee)) end, x.privilege_type, case when x.is_grantable then ' WITH GRANT OPTION' else '' end) as line
      from aclexplode(${acl}) x where x.grantee <> ${owner} and x.privilege_type ${which}
    ) g)`;

const lacking = (acl: string, owner: string, kind: string, which: string): string =>
  `(select E'\\nowner lacks: ' || string_agg(w.privilege_type, ', ' order by w.privilege_type collate "C") from aclexplode(acldefault('${kind}', ${owner})) w where w.grantee = ${owner} and w.privilege_type ${which} and not exists (select from aclexplode(${acl}) h where h.grantee = ${owner} and h.privilege_type = w.privilege_type))`;

export const owner = (column: string): string => `pg_get_userbyid(${column})::text`;

/** A comment on the object itself. */
export const comment = (catalog: string, oid: string, sub = '0'): string =>
  `(select d.description from pg_description d where d.objoid = ${oid} and d.classoid = '${catalog}'::regclass and d.objsubid = ${sub})`;

/** The extensions without which it shall be dropped (DEPENDS ON EXTENSION). Rare, so the list of all is made once. */
export const dependsOn = (catalog: string, oid: string): string => {
  const needs = `e.refclassid = 'pg_extension'::regclass and e.deptype = 'x' and e.classid = '${catalog}'::regclass`;
  return `case when ${oid} in (select e.objid from pg_depend e where ${needs}) then (select string_agg(quote_ident(x.extname), ', ' order by x.extname collate "C")
    from pg_depend e join pg_extension x on x.oid = e.refobjid where ${needs} and e.objid = ${oid}) end`;
};

/** Options as PostgreSQL keeps them, in an order of ours: it keeps them in the order in which they were set. */
export const optionList = (column: string): string =>
  `case when ${column} is not null then (select string_agg(o, ', ' order by o collate "C") from unnest(${column}) o) end`;

/** The schemas that hold a history table and nothing else. `public` is everybody's. */
export const onlyHistory = (asked: Asked): string =>
  asked.histories.length === 0
    ? 'false'
    : `n.nspname <> 'public' and n.nspname in (${asked.histories.map((t) => literal(t.schema)).join(', ')})
    and not exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${noHistory(asked, 'n.nspname', 'c.relname')} and not (c.relkind = 'S' and ${ofHistory(asked, 'c.oid')}))
    and not exists (select from pg_proc p where p.pronamespace = n.oid)
    and not exists (select from pg_type t where t.typnamespace = n.oid and t.typrelid = 0 and t.typcategory <> 'A')`;

/** A sequence that belongs to a column of a history table. */
export const ofHistory = (asked: Asked, oid: string): string =>
  asked.histories.length === 0
    ? 'false'
    : `exists (select from pg_depend e join pg_class h on h.oid = e.refobjid join pg_namespace hn on hn.oid = h.relnamespace
      where e.classid = 'pg_class'::regclass and e.objid = ${oid} and e.refclassid = 'pg_class'::regclass and e.deptype in ('a', 'i') and not ${noHistory(asked, 'hn.nspname', 'h.relname')})`;
