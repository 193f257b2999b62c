/** User mappings: as whom a role logs in to a foreign server. The view leaves the options out where the role may not see them. */
import { kind, structural } from '../kind.ts';
import { options } from '../options.ts';

export default kind({
  plural: 'user mappings',
  inside: true,
  facts: { options: structural('options') },
  query:
    () => `select null as schema, quote_ident(u.srvname) as parent, quote_ident(u.usename) as name, format('%I.%I', u.srvname, u.usename) as id,
  ${options('u.umoptions')} as options
from pg_user_mappings u`,
});
