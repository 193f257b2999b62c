/** Extended statistics of tables and materialized views. */
import { kind, OWNED, structural } from '../kind.ts';
import { comment, ID, owner, ownRelation } from '../scope.ts';

const { owner: OWNER, comment: COMMENT } = OWNED;

export default kind({
  plural: 'statistics objects',
  inside: true,
  facts: { definition: structural('definition'), target: structural('statistics target'), owner: OWNER, comment: COMMENT },
  query: (
    asked,
  ) => `select n.nspname as schema, ${ID} as parent, quote_ident(s.stxname) as name, format('%I.%I', sn.nspname, s.stxname) as id,
  pg_get_statisticsobjdef(s.oid) as definition, case when s.stxstattarget >= 0 then s.stxstattarget::text end as target,
  ${owner('s.stxowner')} as owner, ${comment('pg_statistic_ext', 's.oid')} as comment
from pg_statistic_ext s join pg_namespace sn on sn.oid = s.stxnamespace join pg_class c on c.oid = s.stxrelid join pg_namespace n on n.oid = c.relnamespace
where ${ownRelation(asked)}`,
});
