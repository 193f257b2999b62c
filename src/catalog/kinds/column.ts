/** Columns of tables. Those of views are said by the view's definition. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, grants, ID, optionList, ownRelation } from '../scope.ts';

const NOT_VALIDATED = `select k.conrelid, k.conkey[1] from pg_constraint k where k.contype = 'n' and not k.convalidated`;

export default kind({
  plural: 'columns',
  inside: true,
  facts: {
    type: structural('type'),
    collation: structural('collation'),
    not_null: structural('NOT NULL'),
    default: structural('default'),
    identity: structural('identity'),
    generated: structural('generated expression'),
    inherited: structural('inheritance'),
    storage: structural('storage'),
    compression: structural('compression'),
    statistics: structural('statistics target'),
    options: structural('options'),
    position: cosmetic('place among the columns'),
    grants: access('grants'),
    comment: cosmetic('comment'),
  },
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(a.attname) as name, format('%I.%I.%I', n.nspname, c.relname, a.attname) as id,
  format_type(a.atttypid, a.atttypmod) as type,
  case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
  case when a.attnotnull then ${asked.major >= 18 ? `case when (a.attrelid, a.attnum) in (${NOT_VALIDATED}) then 'not validated' else 'yes' end` : `'yes'`} else 'no' end as not_null,
  case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
  case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
  case a.attgenerated when 's' then 'stored: ' when 'v' then 'virtual: ' end || pg_get_expr(d.adbin, d.adrelid) as generated,
  case when a.attinhcount > 0 then case when a.attislocal then 'inherited and its own' else 'inherited' end end as inherited,
  case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end as storage,
  case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
  case when a.attstattarget >= 0 then a.attstattarget::text end as statistics,
  ${optionList('a.attoptions')} as options,
  (row_number() over (partition by a.attrelid order by a.attnum))::text as position,
  ${grants('a.attacl', 'c.relowner', '')} as grants, ${comment('pg_class', 'c.oid', 'a.attnum')} as comment
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f') and ${ownRelation(asked)}`,
});
