/** Rewrite rules; the one that makes a view is the view's definition. */
import { literal } from '../../sql/quote.ts';
import { cosmetic, kind, structural } from '../kind.ts';
import { comment, ID, ownRelation } from '../scope.ts';

export default kind({
  plural: 'rules',
  inside: true,
  anew: ({ parent, name }, text) => [
    `drop rule if exists ${name} on ${parent}`,
    text,
    `select pg_get_ruledef(r.oid) as text from pg_rewrite r where r.ev_class = ${literal(parent ?? '')}::regclass and quote_ident(r.rulename) = ${literal(name)}`,
  ],
  facts: {
    definition: { ...structural('definition'), deparsed: true },
    enabled: structural('state'),
    comment: cosmetic('comment'),
  },
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(r.rulename) as name, format('%I.%I.%I', n.nspname, c.relname, r.rulename) as id,
  pg_get_ruledef(r.oid) as definition,
  case r.ev_enabled when 'O' then 'enabled' when 'D' then 'disabled' when 'R' then 'on replicas' else 'always' end as enabled,
  ${comment('pg_rewrite', 'r.oid')} as comment
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where r.rulename <> '_RETURN' and ${ownRelation(asked)}`,
});
