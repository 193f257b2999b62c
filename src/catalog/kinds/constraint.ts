/** Constraints of tables, with the index that PostgreSQL keeps for one. NOT NULL (a constraint since 18) is its column's. */
import { cosmetic, kind, platform, structural } from '../kind.ts';
import { comment, dependsOn, ID, optionList, ownRelation } from '../scope.ts';

const SWITCHED = `t.tgisinternal and t.tgenabled <> 'O'`;

export default kind({
  plural: 'constraints',
  inside: true,
  nameIsCosmetic: true,
  facts: {
    type: structural('type'),
    definition: structural('definition'),
    validated: structural('validation'),
    enforced: structural('enforcement'),
    attached: structural('tie to the constraint of the partitioned table'),
    index: structural('index options'),
    depends_on: structural('extensions it depends on'),
    tablespace: platform('tablespace'),
    comment: cosmetic('comment'),
    index_comment: cosmetic('index comment'),
  },
  // A partition's keys have names and comments of their own; its checks and foreign keys are those of the partitioned table.
  // PostgreSQL writes NOT VALID at the end of a definition; NOT ENFORCED (18) is never valid and has its own words there.
  // DISABLE TRIGGER ALL, and a data load that died in between, leave a foreign key that nobody enforces.
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(k.conname) as name, format('%I.%I.%I', n.nspname, c.relname, k.conname) as id,
  case k.contype when 'c' then 'check' when 'f' then 'foreign key' when 'p' then 'primary key' when 'u' then 'unique' else 'exclusion' end as type,
  case when k.convalidated${asked.major >= 18 ? ' or not k.conenforced' : ''} then pg_get_constraintdef(k.oid) else left(pg_get_constraintdef(k.oid), -length(' NOT VALID')) end as definition,
  case when k.convalidated${asked.major >= 18 ? ' or not k.conenforced' : ''} then 'yes' else 'no' end as validated,
  case when k.oid in (select t.tgconstraint from pg_trigger t where ${SWITCHED}) then (select 'its triggers are ' || string_agg(distinct case t.tgenabled when 'D' then 'off' when 'R' then 'on replicas only' else 'always on' end, ' and ')
    from pg_trigger t where t.tgconstraint = k.oid and ${SWITCHED}) end as enforced,
  case when k.conparentid <> 0 then 'attached' end as attached,
  case when i.oid is not null then nullif(concat_ws(', ', ${optionList('i.reloptions')},
    case when x.indisclustered then 'clustered on' end, case when x.indisreplident then 'replica identity' end, case when not x.indisvalid then 'invalid' end), '') end as index,
  ${dependsOn('pg_class', 'i.oid')} as depends_on, (select s.spcname from pg_tablespace s where s.oid = i.reltablespace)::text as tablespace,
  ${comment('pg_constraint', 'k.oid')} as comment, ${comment('pg_class', 'i.oid')} as index_comment
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
left join pg_class i on i.oid = k.conindid and k.contype in ('p', 'u', 'x') left join pg_index x on x.indexrelid = i.oid
where (k.contype in ('p', 'u', 'x') or k.contype in ('c', 'f') and k.conparentid = 0 and k.conislocal) and ${ownRelation(asked)}`,
});
