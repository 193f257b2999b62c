/** What is said, granted or set of one column of a view; that it is there, the view's definition says. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, grants, ID, optionList, ownRelation } from '../scope.ts';

export default kind({
  plural: 'columns of views',
  inside: true,
  sparse: true,
  facts: {
    default: structural('default'),
    storage: structural('storage'),
    compression: structural('compression'),
    statistics: structural('statistics target'),
    options: structural('options'),
    grants: access('grants'),
    comment: cosmetic('comment'),
  },
  query: (asked) => `select * from (
  select n.nspname as schema, ${ID} as parent, quote_ident(a.attname) as name, format('%I.%I.%I', n.nspname, c.relname, a.attname) as id,
    pg_get_expr(d.adbin, d.adrelid) as default,
    case when c.relkind = 'm' and a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end as storage,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
    case when a.attstattarget >= 0 then a.attstattarget::text end as statistics,
    ${optionList('a.attoptions')} as options,
    ${grants('a.attacl', 'c.relowner', '')} as grants, ${comment('pg_class', 'c.oid', 'a.attnum')} as comment
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('v', 'm') and ${ownRelation(asked)}
) v where coalesce(v.default, v.storage, v.compression, v.statistics, v.options, v.grants, v.comment) is not null`,
});
