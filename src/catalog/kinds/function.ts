/** Functions, procedures and window functions. Nothing is compiled, so one that would fail is read as well as any other. */
import { literal } from '../../sql/quote.ts';
import { kind, OWNED, structural } from '../kind.ts';
import { comment, dependsOn, grants, noMember, owner, ownSchema } from '../scope.ts';

const DEFINITION = 'pg_get_functiondef(p.oid)';
/** A body that PostgreSQL keeps parsed (BEGIN ATOMIC) stands at the end, with a line end behind it. */
const HEAD = `case when p.prosqlbody is null then ${DEFINITION} else left(${DEFINITION}, -length(pg_get_function_sqlbody(p.oid)) - 1) end`;

export default kind({
  plural: 'functions',
  anew: ({ id, facts }, text) => [
    `${facts['definition']}${text}`,
    `select pg_get_function_sqlbody(${literal(id)}::regprocedure) as text`,
  ],
  facts: {
    definition: structural('definition'),
    body: { ...structural('body'), deparsed: true },
    depends_on: structural('extensions it depends on'),
    ...OWNED,
  },
  // Of a function whose language is gone (DROP LANGUAGE by a damaged catalog) PostgreSQL cannot write the definition.
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(p.proname) as name, p.oid::regprocedure::text as id,
  case when l.oid is null then 'broken: its language is gone; ' || p.prosrc else ${HEAD} end as definition,
  case when l.oid is not null then pg_get_function_sqlbody(p.oid) end as body,
  ${dependsOn('pg_proc', 'p.oid')} as depends_on,
  ${owner('p.proowner')} as owner, ${grants('p.proacl', 'p.proowner', 'f')} as grants, ${comment('pg_proc', 'p.oid')} as comment
from pg_proc p join pg_namespace n on n.oid = p.pronamespace left join pg_language l on l.oid = p.prolang
where p.prokind in ('f', 'p', 'w') and ${ownSchema('n.nspname')} and ${noMember('pg_proc', 'p.oid')}
  and p.oid not in (select i.objid from pg_depend i where i.classid = 'pg_proc'::regclass and i.deptype = 'i' and i.refclassid = 'pg_type'::regclass)`,
});
