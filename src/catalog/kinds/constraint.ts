/** Constraints of tables, with the index that PostgreSQL keeps for one. Of NOT NULL (a constraint since 18) only what its column does not say. */
import { cosmetic, kind, structural } from '../kind.ts';
import { comment, ID, ownRelation } from '../scope.ts';

export default kind({
  plural: 'constraints',
  inside: true,
  nameIsCosmetic: true,
  facts: {
    type: structural('type'),
    definition: structural('definition'),
    validated: structural('validation'),
    index: structural('index options'),
    comment: cosmetic('comment'),
  },
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(k.conname) as name, format('%I.%I.%I', n.nspname, c.relname, k.conname) as id,
  case k.contype when 'c' then 'check' when 'f' then 'foreign key' when 'p' then 'primary key' when 'u' then 'unique' when 'x' then 'exclusion' else 'not null' end as type,
  pg_get_constraintdef(k.oid) as definition,
  case when k.convalidated then 'yes' else 'no' end as validated,
  case when i.oid is not null then nullif(concat_ws(', ', (select string_agg(o, ', ' order by o collate "C") from unnest(i.reloptions) o),
    case when x.indisclustered then 'clustered on' end, case when x.indisreplident then 'replica identity' end, case when not x.indisvalid then 'invalid' end), '') end as index,
  ${comment('pg_constraint', 'k.oid')} as comment
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
left join pg_class i on i.oid = k.conindid and k.contype in ('p', 'u', 'x') left join pg_index x on x.indexrelid = i.oid
where k.contype in ('c', 'f', 'p', 'u', 'x'${asked.major >= 18 ? `, 'n'` : ''}) and k.conparentid = 0 and k.conislocal and ${ownRelation(asked)}
  ${asked.major >= 18 ? `and (k.contype <> 'n' or k.connoinherit or exists (select from pg_description s where s.objoid = k.oid and s.classoid = 'pg_constraint'::regclass))` : ''}`,
});
