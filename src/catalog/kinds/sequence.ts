/** Sequences: those of serial and identity columns too, whose options are nowhere else. */
import { positionReadable } from '../hidden.ts';
import { kind, OWNED, position, structural } from '../kind.ts';
import { comment, grants, ID, ofHistory, owner, ownRelation } from '../scope.ts';

export default kind({
  plural: 'sequences',
  facts: {
    type: structural('type'),
    start: structural('start'),
    increment: structural('increment'),
    minimum: structural('minimum'),
    maximum: structural('maximum'),
    cache: structural('cache'),
    cycle: structural('cycle'),
    belongs_to: structural('column'),
    persistence: structural('persistence'),
    position: position('position'),
    ...OWNED,
  },
  // An unlogged table's sequence is unlogged too since 15, which 14 does not know: only what is otherwise is said.
  query: (asked) => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.relname) as name, ${ID} as id,
  format_type(s.seqtypid, null) as type, s.seqstart::text as start, s.seqincrement::text as increment, s.seqmin::text as minimum, s.seqmax::text as maximum,
  s.seqcache::text as cache, case when s.seqcycle then 'yes' else 'no' end as cycle,
  case when o.deptype is not null then case o.deptype when 'i' then 'identity of ' else '' end || format('%I.%I.%I', o.nspname, o.relname, o.attname) end as belongs_to,
  ${asked.major < 15 ? 'null' : `case when c.relpersistence <> coalesce(o.relpersistence, 'p') then case c.relpersistence when 'u' then 'unlogged' else 'logged' end end`} as persistence,
  ${asked.withoutPositions ? 'null::text' : `case when ${positionReadable} then pg_sequence_last_value(c.oid)::text end`} as position,
  ${owner('c.relowner')} as owner, ${grants('c.relacl', 'c.relowner', 's')} as grants, ${comment('pg_class', 'c.oid')} as comment
from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
left join lateral (select d.deptype, tn.nspname, t.relname, t.relpersistence, a.attname from pg_depend d
    join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i') limit 1
  ) o on true
where ${ownRelation(asked)} and not (${ofHistory(asked, 'c.oid')})`,
});
