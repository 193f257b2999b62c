/** Domains: a base type with rules of its own. */
import { cosmetic, kind, OWNED, structural } from '../kind.ts';
import { comment, grants, noMember, owner, ownSchema } from '../scope.ts';

const CHECKS = `pg_constraint k where k.contypid = t.oid and k.contype = 'c'`;

export default kind({
  plural: 'domains',
  facts: {
    type: structural('base type'),
    collation: structural('collation'),
    not_null: structural('NOT NULL'),
    default: structural('default'),
    checks: structural('checks'),
    check_names: cosmetic('names of checks'),
    check_comments: cosmetic('comments on checks'),
    ...OWNED,
  },
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(t.typname) as name, format('%I.%I', n.nspname, t.typname) as id,
  format_type(t.typbasetype, t.typtypmod) as type,
  case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end as collation,
  case when t.typnotnull then 'yes' else 'no' end as not_null,
  pg_get_expr(t.typdefaultbin, 0) as default,
  (select string_agg(pg_get_constraintdef(k.oid), E'\\n' order by pg_get_constraintdef(k.oid) collate "C") from ${CHECKS}) as checks,
  (select string_agg(quote_ident(k.conname), E'\\n' order by pg_get_constraintdef(k.oid) collate "C", k.conname) from ${CHECKS}) as check_names,
  (select string_agg(quote_ident(k.conname) || ': ' || d.description, E'\\n' order by k.conname) from pg_description d, ${CHECKS}
    and d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass) as check_comments,
  ${owner('t.typowner')} as owner, ${grants('t.typacl', 't.typowner', 'T')} as grants, ${comment('pg_type', 't.oid')} as comment
from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_type b on b.oid = t.typbasetype
where t.typtype = 'd' and ${ownSchema('n.nspname')} and ${noMember('pg_type', 't.oid')}`,
});
