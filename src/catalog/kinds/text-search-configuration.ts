/** Text search configurations: which dictionaries look at which words. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, noMember, owner, ownSchema } from '../scope.ts';

export default kind({
  plural: 'text search configurations',
  facts: {
    parser: structural('parser'),
    mappings: structural('mappings'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.cfgname) as name, format('%I.%I', n.nspname, c.cfgname) as id,
  (select format('%I.%I', m.nspname, p.prsname) from pg_ts_parser p join pg_namespace m on m.oid = p.prsnamespace where p.oid = c.cfgparser) as parser,
  (select string_agg(t.alias || ': ' || m.dictionaries, E'\\n' order by t.alias collate "C") from ts_token_type(c.cfgparser) t join (
    select x.maptokentype, string_agg(x.mapdict::regdictionary::text, ', ' order by x.mapseqno) as dictionaries
      from pg_ts_config_map x where x.mapcfg = c.oid group by x.maptokentype) m on m.maptokentype = t.tokid) as mappings,
  ${owner('c.cfgowner')} as owner, ${comment('pg_ts_config', 'c.oid')} as comment
from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
where ${ownSchema('n.nspname')} and ${noMember('pg_ts_config', 'c.oid')}`,
});
