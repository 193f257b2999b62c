/** Materialized views. */
import { kind, MAINTENANCE, OWNED, platform, position, structural } from '../kind.ts';
import { comment, dependsOn, grants, ID, maintenance, optionList, owner, ownRelation } from '../scope.ts';
import { viewAnew, viewDefinition } from '../view-definition.ts';

export default kind({
  plural: 'materialized views',
  holds: true,
  anew: viewAnew,
  facts: {
    definition: { ...structural('definition'), deparsed: true },
    persistence: structural('persistence'),
    options: structural('options'),
    access_method: structural('access method'),
    depends_on: structural('extensions it depends on'),
    populated: position('filling'),
    tablespace: platform('tablespace'),
    ...OWNED,
    maintenance: MAINTENANCE,
  },
  query: (asked) => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.relname) as name, ${ID} as id,
  ${viewDefinition} as definition, case c.relpersistence when 'u' then 'unlogged' else 'logged' end as persistence,
  nullif(concat_ws(', ', ${optionList('c.reloptions')}, (select string_agg('toast.' || o, ', ' order by o collate "C") from pg_class t, unnest(t.reloptions) o where t.oid = c.reltoastrelid)), '') as options,
  (select a.amname from pg_am a where a.oid = c.relam)::text as access_method,
  ${dependsOn('pg_class', 'c.oid')} as depends_on, case when c.relispopulated then 'yes' else 'no' end as populated,
  (select s.spcname from pg_tablespace s where s.oid = c.reltablespace)::text as tablespace,
  ${owner('c.relowner')} as owner, ${grants('c.relacl', 'c.relowner', 'r')} as grants, ${comment('pg_class', 'c.oid')} as comment,
  ${maintenance(asked, 'c.relacl', 'c.relowner')} as maintenance
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'm' and ${ownRelation(asked)}`,
});
