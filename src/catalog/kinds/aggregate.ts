/** Aggregate functions, ordered-set and moving ones too. */
import { kind, OWNED, structural } from '../kind.ts';
import { comment, grants, noMember, owner, ownSchema } from '../scope.ts';

const called = (label: string, column: string): string =>
  `case when a.${column} <> 0 then '${label} = ' || a.${column}::regprocedure::text end`;
const typed = (label: string, column: string): string =>
  `case when a.${column} <> 0 then '${label} = ' || format_type(a.${column}, null) end`;
const said = (label: string, column: string, silent: string): string =>
  `case when a.${column} <> ${silent} then '${label} = ' || a.${column}::text end`;

/** In the order of CREATE AGGREGATE. */
const PARTS = [
  called('SFUNC', 'aggtransfn'),
  typed('STYPE', 'aggtranstype'),
  said('SSPACE', 'aggtransspace', '0'),
  called('FINALFUNC', 'aggfinalfn'),
  `case when a.aggfinalextra then 'FINALFUNC_EXTRA' end`,
  `case when a.aggfinalfn <> 0 then 'FINALFUNC_MODIFY = ' || a.aggfinalmodify::text end`,
  called('COMBINEFUNC', 'aggcombinefn'),
  called('SERIALFUNC', 'aggserialfn'),
  called('DESERIALFUNC', 'aggdeserialfn'),
  `'INITCOND = ' || quote_literal(a.agginitval)`,
  called('MSFUNC', 'aggmtransfn'),
  called('MINVFUNC', 'aggminvtransfn'),
  typed('MSTYPE', 'aggmtranstype'),
  said('MSSPACE', 'aggmtransspace', '0'),
  called('MFINALFUNC', 'aggmfinalfn'),
  `case when a.aggmfinalextra then 'MFINALFUNC_EXTRA' end`,
  `case when a.aggmfinalfn <> 0 then 'MFINALFUNC_MODIFY = ' || a.aggmfinalmodify::text end`,
  `'MINITCOND = ' || quote_literal(a.aggminitval)`,
  `case when a.aggsortop <> 0 then 'SORTOP = ' || a.aggsortop::regoperator::text end`,
  `case when a.aggkind = 'h' then 'HYPOTHETICAL' end`,
].join(',\n    ');

export default kind({
  plural: 'aggregates',
  facts: {
    arguments: structural('arguments'),
    returns: structural('result type'),
    definition: structural('definition'),
    parallel: structural('parallel safety'),
    ...OWNED,
  },
  query: () => `select n.nspname as schema, quote_ident(n.nspname) as parent,
  format('%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) as name, p.oid::regprocedure::text as id,
  pg_get_function_arguments(p.oid) as arguments,
  pg_get_function_result(p.oid) as returns,
  concat_ws(E'\\n', ${PARTS}) as definition,
  case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end as parallel,
  ${owner('p.proowner')} as owner, ${grants('p.proacl', 'p.proowner', 'f')} as grants, ${comment('pg_proc', 'p.oid')} as comment
from pg_proc p join pg_aggregate a on a.aggfnoid = p.oid join pg_namespace n on n.oid = p.pronamespace
where ${ownSchema('n.nspname')} and ${noMember('pg_proc', 'p.oid')}`,
});
