/** Foreign tables; their columns and checks are read as those of any table. */
import { kind, OWNED, structural } from '../kind.ts';
import { options } from '../options.ts';
import { comment, grants, ID, owner, ownRelation } from '../scope.ts';

export default kind({
  plural: 'foreign tables',
  holds: true,
  facts: {
    server: structural('server'),
    options: structural('options'),
    column_options: structural('options of columns'),
    inherits: structural('parent tables'),
    partition_bound: structural('partition bound'),
    ...OWNED,
  },
  query: (asked) => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.relname) as name, ${ID} as id,
  (select quote_ident(s.srvname) from pg_foreign_server s where s.oid = f.ftserver) as server,
  ${options('f.ftoptions')} as options,
  (select string_agg(quote_ident(a.attname) || ': ' || ${options('a.attfdwoptions')}, E'\\n' order by a.attname)
    from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attfdwoptions is not null) as column_options,
  (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid) as inherits,
  case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
  ${owner('c.relowner')} as owner, ${grants('c.relacl', 'c.relowner', 'r')} as grants, ${comment('pg_class', 'c.oid')} as comment
from pg_class c join pg_foreign_table f on f.ftrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
where ${ownRelation(asked)}`,
});
