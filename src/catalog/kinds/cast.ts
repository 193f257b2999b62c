/** Casts. PostgreSQL's own have an oid below the first that a database gives out; that of a range to its multirange belongs to the range. */
import { cosmetic, kind, structural } from '../kind.ts';
import { comment, noMember } from '../scope.ts';

export default kind({
  plural: 'casts',
  facts: { method: structural('method'), context: structural('context'), comment: cosmetic('comment') },
  query:
    () => `select null as schema, null as parent, format('(%s AS %s)', format_type(c.castsource, null), format_type(c.casttarget, null)) as name,
  format('(%s AS %s)', format_type(c.castsource, null), format_type(c.casttarget, null)) as id,
  case c.castmethod when 'f' then c.castfunc::regprocedure::text when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION' end as method,
  case c.castcontext when 'e' then 'explicit' when 'a' then 'in assignments' else 'implicit' end as context,
  ${comment('pg_cast', 'c.oid')} as comment
from pg_cast c where c.oid >= 16384 and ${noMember('pg_cast', 'c.oid')}
  and not exists (select from pg_depend i where i.classid = 'pg_cast'::regclass and i.objid = c.oid and i.deptype = 'i')`,
});
