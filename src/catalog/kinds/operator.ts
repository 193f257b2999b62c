/** Operators. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, noMember, owner, ownSchema } from '../scope.ts';

export default kind({
  plural: 'operators',
  facts: {
    function: structural('function'),
    returns: structural('result type'),
    commutator: structural('commutator'),
    negator: structural('negator'),
    restrict: structural('restriction estimator'),
    join: structural('join estimator'),
    used: structural('use in hash and merge joins'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query: () => `select n.nspname as schema, quote_ident(n.nspname) as parent,
  format('%s (%s, %s)', o.oprname, case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end, format_type(o.oprright, null)) as name,
  o.oid::regoperator::text as id,
  case when o.oprcode <> 0 then o.oprcode::oid::regprocedure::text end as function, format_type(o.oprresult, null) as returns,
  case when o.oprcom <> 0 then o.oprcom::regoperator::text end as commutator,
  case when o.oprnegate <> 0 then o.oprnegate::regoperator::text end as negator,
  case when o.oprrest <> 0 then o.oprrest::oid::regprocedure::text end as restrict,
  case when o.oprjoin <> 0 then o.oprjoin::oid::regprocedure::text end as join,
  nullif(concat_ws(', ', case when o.oprcanhash then 'hashes' end, case when o.oprcanmerge then 'merges' end), '') as used,
  ${owner('o.oprowner')} as owner, ${comment('pg_operator', 'o.oid')} as comment
from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
where ${ownSchema('n.nspname')} and ${noMember('pg_operator', 'o.oid')}`,
});
