/** Composite types made by themselves; the row type of a table is the table's. */
import { cosmetic, kind, OWNED, structural } from '../kind.ts';
import { comment, grants, noMember, owner, ownSchema } from '../scope.ts';

export default kind({
  plural: 'composite types',
  facts: { columns: structural('columns'), column_comments: cosmetic('comments on columns'), ...OWNED },
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(t.typname) as name, format('%I.%I', n.nspname, t.typname) as id,
  (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attcollation <> e.typcollation then ' COLLATE ' || a.attcollation::regcollation::text else '' end, E'\\n' order by a.attnum)
    from pg_attribute a join pg_type e on e.oid = a.atttypid where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as columns,
  (select string_agg(quote_ident(a.attname) || ': ' || d.description, E'\\n' order by a.attname)
    from pg_attribute a join pg_description d on d.objoid = a.attrelid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
    where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as column_comments,
  ${owner('t.typowner')} as owner, ${grants('t.typacl', 't.typowner', 'T')} as grants, ${comment('pg_type', 't.oid')} as comment
from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind = 'c' join pg_namespace n on n.oid = t.typnamespace
where ${ownSchema('n.nspname')} and ${noMember('pg_type', 't.oid')}`,
});
