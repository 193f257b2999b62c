/** Columns of tables. Those of views are said by the view's definition. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, grants, ID, optionList, ownRelation } from '../scope.ts';

/** 18 made NOT NULL a constraint, which may have another name than the one PostgreSQL gives. */
const NOT_NULL = `left join pg_constraint u on u.conrelid = a.attrelid and u.contype = 'n' and u.conkey[1] = a.attnum`;

export default kind({
  plural: 'columns',
  inside: true,
  facts: {
    type: structural('type'),
    collation: structural('collation'),
    not_null: structural('NOT NULL'),
    not_null_name: { ...cosmetic('name of NOT NULL'), since: 18 },
    not_null_comment: { ...cosmetic('comment on NOT NULL'), since: 18 },
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
  case when not a.attnotnull then 'no' ${asked.major >= 18 ? `when not u.convalidated then 'not validated' when u.connoinherit then 'not inherited' ` : ''}else 'yes' end as not_null,
  ${asked.major >= 18 ? `case when u.conislocal and u.conname <> format('%s_%s_not_null', c.relname, a.attname) then u.conname::text end` : 'null'} as not_null_name,
  ${asked.major >= 18 ? comment('pg_constraint', 'u.oid') : 'null'} as not_null_comment,
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
join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum${
    asked.major >= 18
      ? `
${NOT_NULL}`
      : ''
  }
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f') and ${ownRelation(asked)}`,
});
