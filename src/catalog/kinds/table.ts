/** Tables, partitioned ones and partitions, typed ones and children of others. */
import { kind, MAINTENANCE, OWNED, platform, structural } from '../kind.ts';
import { comment, grants, ID, maintenance, optionList, owner, ownRelation } from '../scope.ts';

export default kind({
  plural: 'tables',
  holds: true,
  facts: {
    persistence: structural('persistence'),
    type: structural('row type'),
    inherits: structural('parent tables'),
    partition_key: structural('partition key'),
    partition_bound: structural('partition bound'),
    options: structural('storage options'),
    access_method: structural('access method'),
    row_security: structural('row level security'),
    replica_identity: structural('replica identity'),
    tablespace: platform('tablespace'),
    ...OWNED,
    maintenance: MAINTENANCE,
  },
  query: (asked) => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.relname) as name, ${ID} as id,
  case c.relpersistence when 'u' then 'unlogged' else 'logged' end as persistence,
  case when c.reloftype <> 0 then format_type(c.reloftype, null) end as type,
  (select string_agg(i.inhparent::regclass::text || case when i.inhdetachpending then ' (being detached)' else '' end, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid) as inherits,
  case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
  case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
  nullif(concat_ws(', ', ${optionList('c.reloptions')},
    (select string_agg('toast.' || o, ', ' order by o collate "C") from pg_class t, unnest(t.reloptions) o where t.oid = c.reltoastrelid)), '') as options,
  (select a.amname from pg_am a where a.oid = c.relam)::text as access_method,
  case when c.relforcerowsecurity then case when c.relrowsecurity then 'forced' else 'off, forced once it is on' end when c.relrowsecurity then 'on' else 'off' end as row_security,
  case c.relreplident when 'd' then 'primary key' when 'n' then 'nothing' when 'f' then 'full' else 'index' end as replica_identity,
  (select s.spcname from pg_tablespace s where s.oid = c.reltablespace)::text as tablespace,
  ${owner('c.relowner')} as owner, ${grants('c.relacl', 'c.relowner', 'r')} as grants, ${comment('pg_class', 'c.oid')} as comment,
  ${maintenance(asked, 'c.relacl', 'c.relowner')} as maintenance
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and ${ownRelation(asked)}`,
});
