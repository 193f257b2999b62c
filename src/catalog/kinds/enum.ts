/** Enumerated types. */
import { kind, OWNED, structural } from '../kind.ts';
import { comment, grants, noMember, owner, ownSchema } from '../scope.ts';

export default kind({
  plural: 'enums',
  facts: { labels: { ...structural('values, in order'), each: 'value' }, ...OWNED },
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(t.typname) as name, format('%I.%I', n.nspname, t.typname) as id,
  (select string_agg(quote_literal(e.enumlabel), E'\\n' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels,
  ${owner('t.typowner')} as owner, ${grants('t.typacl', 't.typowner', 'T')} as grants, ${comment('pg_type', 't.oid')} as comment
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and ${ownSchema('n.nspname')} and ${noMember('pg_type', 't.oid')}`,
});
