/** Event triggers: what runs on every DDL statement of the database. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, noMember, owner } from '../scope.ts';

export default kind({
  plural: 'event triggers',
  facts: {
    event: structural('event'),
    tags: structural('tags'),
    function: structural('function'),
    enabled: structural('state'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  // Of a provider's function it is the provider's.
  query:
    () => `select (select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = t.evtfoid) as schema, null as parent, quote_ident(t.evtname) as name, quote_ident(t.evtname) as id,
  t.evtevent::text as event, array_to_string(t.evttags, ', ') as tags, t.evtfoid::regprocedure::text as function,
  case t.evtenabled when 'O' then 'enabled' when 'D' then 'disabled' when 'R' then 'on replicas' else 'always' end as enabled,
  ${owner('t.evtowner')} as owner, ${comment('pg_event_trigger', 't.oid')} as comment
from pg_event_trigger t where ${noMember('pg_event_trigger', 't.oid')}`,
});
