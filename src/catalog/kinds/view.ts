/** Views. */
import { kind, MAINTENANCE, OWNED, structural } from '../kind.ts';
import { comment, grants, ID, maintenance, optionList, owner, ownRelation } from '../scope.ts';
import { viewAnew, viewDefinition } from '../view-definition.ts';

export default kind({
  plural: 'views',
  holds: true,
  anew: viewAnew,
  facts: {
    definition: { ...structural('definition'), deparsed: true },
    options: structural('options'),
    ...OWNED,
    maintenance: MAINTENANCE,
  },
  query: (asked) => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.relname) as name, ${ID} as id,
  ${viewDefinition} as definition, ${optionList('c.reloptions')} as options,
  ${owner('c.relowner')} as owner, ${grants('c.relacl', 'c.relowner', 'r')} as grants, ${comment('pg_class', 'c.oid')} as comment,
  ${maintenance(asked, 'c.relacl', 'c.relowner')} as maintenance
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and ${ownRelation(asked)}`,
});
