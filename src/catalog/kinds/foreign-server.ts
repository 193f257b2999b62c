/** Foreign servers. */
import { kind, OWNED, structural } from '../kind.ts';
import { options } from '../options.ts';
import { comment, grants, noMember, owner } from '../scope.ts';

export default kind({
  plural: 'foreign servers',
  holds: true,
  facts: {
    wrapper: structural('foreign data wrapper'),
    type: structural('type'),
    version: structural('version'),
    options: structural('options'),
    ...OWNED,
  },
  query: () => `select null as schema, null as parent, quote_ident(s.srvname) as name, quote_ident(s.srvname) as id,
  (select quote_ident(f.fdwname) from pg_foreign_data_wrapper f where f.oid = s.srvfdw) as wrapper,
  s.srvtype as type, s.srvversion as version, ${options('s.srvoptions')} as options,
  ${owner('s.srvowner')} as owner, ${grants('s.srvacl', 's.srvowner', 'S')} as grants, ${comment('pg_foreign_server', 's.oid')} as comment
from pg_foreign_server s where ${noMember('pg_foreign_server', 's.oid')}`,
});
