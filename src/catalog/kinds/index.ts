/** Indexes that were made by themselves; those of constraints belong to the constraint. */
import { cosmetic, kind, platform, structural } from '../kind.ts';
import { comment, dependsOn, ID, ownRelation } from '../scope.ts';

// pg_get_indexdef begins with the name, which is the index's own and cosmetic; its length is known, so nothing has to be searched.
const WITHOUT_NAME = `substr(pg_get_indexdef(i.oid), length('CREATE ' || case when x.indisunique then 'UNIQUE ' else '' end || 'INDEX ' || quote_ident(i.relname)) + 2)`;

export default kind({
  plural: 'indexes',
  inside: true,
  nameIsCosmetic: true,
  facts: {
    unique: structural('uniqueness'),
    definition: structural('definition'),
    valid: structural('validity'),
    attached: structural('tie to the index of the partitioned table'),
    used: structural('use'),
    statistics: structural('statistics targets'),
    depends_on: structural('extensions it depends on'),
    tablespace: platform('tablespace'),
    comment: cosmetic('comment'),
  },
  // The index of the partitioned table is not named: its name is as cosmetic as any.
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(i.relname) as name, format('%I.%I', n.nspname, i.relname) as id,
  case when x.indisunique then 'yes' else 'no' end as unique, ${WITHOUT_NAME} as definition,
  case when x.indisvalid then 'yes' else 'no' end as valid,
  case when i.relispartition then 'attached' end as attached,
  nullif(concat_ws(', ', case when x.indisclustered then 'clustered on' end, case when x.indisreplident then 'replica identity' end), '') as used,
  case when x.indexprs is not null then (select string_agg(a.attnum || ': ' || a.attstattarget, ', ' order by a.attnum) from pg_attribute a where a.attrelid = i.oid and a.attstattarget >= 0) end as statistics,
  ${dependsOn('pg_class', 'i.oid')} as depends_on,
  (select s.spcname from pg_tablespace s where s.oid = i.reltablespace)::text as tablespace,
  ${comment('pg_class', 'i.oid')} as comment
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm') and ${ownRelation(asked)}
  and i.oid not in (select k.conindid from pg_constraint k where k.contype in ('p', 'u', 'x'))`,
});
