/** The pieces of SQL that every kind shares: what is the project's at all, who owns it, who may use it, what is said of it. */
import { literal } from '../sql/quote.ts';
import type { Asked } from './kind.ts';

/** Not PostgreSQL's own, not temporary, not Tidemark's. `schema`: the column that holds its name. */
export const ownSchema = (schema: string): string =>
  `${schema} not in ('pg_catalog', 'information_schema', 'pg_toast', 'tidemark') and ${schema} !~ '^pg_(temp|toast_temp)_'`;

/** Not brought along by an extension. */
export const noMember = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** Not one of Drizzle's history tables. */
export const noHistory = (asked: Asked, schema: string, table: string): string =>
  asked.histories.length === 0
    ? 'true'
    : `(${schema}, ${table}) not in (${asked.histories.map((t) => `(${literal(t.schema)}, ${literal(t.name)})`).join(', ')})`;

/** A relation of the project: `c` is pg_class, `n` its pg_namespace. */
export const ownRelation = (asked: Asked): string =>
  `${ownSchema('n.nspname')} and ${noHistory(asked, 'n.nspname', 'c.relname')} and ${noMember('pg_class', 'c.oid')}`;

export const ID = "format('%I.%I', n.nspname, c.relname)";

/** What others than the owner may do, a line each: `reader: SELECT`. null: nobody has been given anything, nor been refused a default. */
export const grants = (acl: string, owner: string, kind: string): string =>
  `case when ${acl} is not null then (select coalesce(string_agg(line, E'\\n' order by line collate "C"), '') from (
    select format('%s: %s%s', case x.grantee when 0 then 'PUBLIC' else pg_get_userbyid(x.grantee)::text end, x.privilege_type, case when x.is_grantable then ' WITH GRANT OPTION' else '' end) as line
      from aclexplode(${acl}) x where x.grantee <> ${owner}
    ) g)${kind === '' ? '' : ` || coalesce((select E'\\nowner lacks: ' || string_agg(w.privilege_type, ', ' order by w.privilege_type collate "C") from aclexplode(acldefault('${kind}', ${owner})) w where w.grantee = ${owner} and not exists (select from aclexplode(${acl}) h where h.grantee = ${owner} and h.privilege_type = w.privilege_type)), '')`} end`;

export const owner = (column: string): string => `pg_get_userbyid(${column})::text`;

/** A comment on the object itself. */
export const comment = (catalog: string, oid: string, sub = '0'): string =>
  `(select d.description from pg_description d where d.objoid = ${oid} and d.classoid = '${catalog}'::regclass and d.objsubid = ${sub})`;
