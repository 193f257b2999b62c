/** Text search dictionaries. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { comment, noMember, owner, ownSchema } from '../scope.ts';

export default kind({
  plural: 'text search dictionaries',
  facts: {
    template: structural('template'),
    options: structural('options'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query:
    () => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(o.dictname) as name, format('%I.%I', n.nspname, o.dictname) as id,
  (select format('%I.%I', m.nspname, t.tmplname) from pg_ts_template t join pg_namespace m on m.oid = t.tmplnamespace where t.oid = o.dicttemplate) as template,
  o.dictinitoption as options,
  ${owner('o.dictowner')} as owner, ${comment('pg_ts_dict', 'o.oid')} as comment
from pg_ts_dict o join pg_namespace n on n.oid = o.dictnamespace
where ${ownSchema('n.nspname')} and ${noMember('pg_ts_dict', 'o.oid')}`,
});
