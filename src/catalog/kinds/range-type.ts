/** Range types, each with its multirange. */
import { kind, OWNED, structural } from '../kind.ts';
import { comment, grants, noMember, owner, ownSchema } from '../scope.ts';

export default kind({
  plural: 'range types',
  facts: {
    subtype: structural('subtype'),
    operator_class: structural('operator class'),
    collation: structural('collation'),
    canonical: structural('canonical function'),
    difference: structural('difference function'),
    multirange: structural('multirange type'),
    ...OWNED,
  },
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(t.typname) as name, format('%I.%I', n.nspname, t.typname) as id,
  format_type(r.rngsubtype, null) as subtype,
  (select format('%I.%I', m.nspname, o.opcname) from pg_opclass o join pg_namespace m on m.oid = o.opcnamespace where o.oid = r.rngsubopc) as operator_class,
  case when r.rngcollation <> s.typcollation then r.rngcollation::regcollation::text end as collation,
  case when r.rngcanonical <> 0 then r.rngcanonical::regprocedure::text end as canonical,
  case when r.rngsubdiff <> 0 then r.rngsubdiff::regprocedure::text end as difference,
  r.rngmultitypid::regtype::text as multirange,
  ${owner('t.typowner')} as owner, ${grants('t.typacl', 't.typowner', 'T')} as grants, ${comment('pg_type', 't.oid')} as comment
from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace join pg_type s on s.oid = r.rngsubtype
where ${ownSchema('n.nspname')} and ${noMember('pg_type', 't.oid')}`,
});
