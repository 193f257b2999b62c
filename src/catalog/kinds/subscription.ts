/** Subscriptions: what logical replication takes in. Their connection strings hold passwords and are never read. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, noMember, owner } from '../scope.ts';

export default kind({
  plural: 'subscriptions',
  facts: {
    publications: structural('publications'),
    enabled: structural('state'),
    slot: structural('slot'),
    synchronous_commit: structural('synchronous_commit'),
    options: structural('options'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query: ({ major }) => `select null as schema, null as parent, quote_ident(s.subname) as name, quote_ident(s.subname) as id,
  (select string_agg(quote_ident(p), ', ' order by p collate "C") from unnest(s.subpublications) p) as publications,
  case when s.subenabled then 'enabled' else 'disabled' end as enabled,
  s.subslotname::text as slot, s.subsynccommit as synchronous_commit,
  concat_ws(', ', case when s.subbinary then 'binary' end,
    case s.substream::text when 'true' then 'streaming' when 't' then 'streaming' when 'p' then 'streaming = parallel' end${
      major >= 15
        ? `, case when s.subtwophasestate <> 'd' then 'two_phase' end, case when s.subdisableonerr then 'disable_on_error' end`
        : ''
    }${
      major >= 16
        ? `, case when s.suborigin <> 'any' then 'origin = ' || s.suborigin end,
    case when s.subrunasowner then 'run_as_owner' end, case when not s.subpasswordrequired then 'password_required = off' end`
        : ''
    }${major >= 17 ? `, case when s.subfailover then 'failover' end` : ''}) as options,
  ${owner('s.subowner')} as owner, ${comment('pg_subscription', 's.oid')} as comment
from pg_subscription s where s.subdbid = (select d.oid from pg_database d where d.datname = current_database()) and ${noMember('pg_subscription', 's.oid')}`,
});
