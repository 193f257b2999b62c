/** Schemas. */
import { kind, OWNED } from '../kind.ts';
import { comment, grants, noMember, onlyHistory, owner, ownSchema } from '../scope.ts';

/** `public` is there from the beginning, and 15 gave it another owner and other grants: as long as nobody touched them they are no difference. */
const UNTOUCHED = "'as PostgreSQL makes it'";
const isPublic = "n.nspname = 'public'";
const initial = `${isPublic} and (select array_agg(a::text order by a::text collate "C") from unnest(n.nspacl) a) = (select array_agg(a::text order by a::text collate "C")
  from pg_init_privs p, unnest(p.initprivs) a where p.objoid = n.oid and p.classoid = 'pg_namespace'::regclass and p.objsubid = 0)`;

export default kind({
  plural: 'schemas',
  facts: OWNED,
  query: (asked) => `select n.nspname as schema, null as parent, quote_ident(n.nspname) as name, quote_ident(n.nspname) as id,
  case when ${isPublic} and (n.nspowner = 10${asked.major >= 15 ? " or pg_get_userbyid(n.nspowner) = 'pg_database_owner'" : ''}) then ${UNTOUCHED} else ${owner('n.nspowner')} end as owner,
  case when ${initial} then ${UNTOUCHED} else ${grants('n.nspacl', 'n.nspowner', 'n')} end as grants,
  case when not (${isPublic} and ${comment('pg_namespace', 'n.oid')} = 'standard public schema') then ${comment('pg_namespace', 'n.oid')} end as comment
from pg_namespace n where ${ownSchema('n.nspname')} and ${noMember('pg_namespace', 'n.oid')} and not (${onlyHistory(asked)})`,
});
