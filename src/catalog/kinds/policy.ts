/** Row level security policies. */
import { cosmetic, kind, structural } from '../kind.ts';
import { comment, ID, ownRelation } from '../scope.ts';

export default kind({
  plural: 'policies',
  inside: true,
  facts: {
    command: structural('command'),
    permissive: structural('effect'),
    roles: structural('roles'),
    using: structural('USING'),
    check: structural('WITH CHECK'),
    comment: cosmetic('comment'),
  },
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(p.polname) as name, format('%I.%I.%I', n.nspname, c.relname, p.polname) as id,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  case when p.polpermissive then 'permissive' else 'restrictive' end as permissive,
  (select string_agg(r.name, ', ' order by r.name collate "C") from (select case o when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(o)) end as name from unnest(p.polroles) o) r) as roles,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check,
  ${comment('pg_policy', 'p.oid')} as comment
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${ownRelation(asked)}`,
});
