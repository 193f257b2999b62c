/** Triggers of tables and views, constraint triggers too. */
import { cosmetic, kind, structural } from '../kind.ts';
import { comment, dependsOn, ID, ownRelation } from '../scope.ts';

export default kind({
  plural: 'triggers',
  inside: true,
  facts: {
    definition: structural('definition'),
    enabled: structural('state'),
    depends_on: structural('extensions it depends on'),
    comment: cosmetic('comment'),
  },
  // A partition's copy says nothing but where it is switched on or off otherwise than the one it was copied from.
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(t.tgname) as name, format('%I.%I.%I', n.nspname, c.relname, t.tgname) as id,
  pg_get_triggerdef(t.oid) as definition,
  case t.tgenabled when 'O' then 'on' when 'D' then 'off' when 'R' then 'on replicas only' else 'always on' end as enabled,
  ${dependsOn('pg_trigger', 't.oid')} as depends_on, ${comment('pg_trigger', 't.oid')} as comment
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace left join pg_trigger p on p.oid = t.tgparentid
where (t.tgparentid = 0 and not t.tgisinternal or t.tgenabled <> p.tgenabled and not p.tgisinternal) and ${ownRelation(asked)}`,
});
