/** Extensions, but for those that come with PostgreSQL itself. */
import { access, cosmetic, kind, platform, structural } from '../kind.ts';
import { comment, owner } from '../scope.ts';

// The comment is the control file's, which differs from version to version, unless somebody said something else.
export default kind({
  plural: 'extensions',
  facts: {
    home: structural('schema'),
    version: platform('version'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query: () => `select n.nspname as schema, null as parent, quote_ident(e.extname) as name, quote_ident(e.extname) as id,
  quote_ident(n.nspname) as home, e.extversion as version, ${owner('e.extowner')} as owner,
  nullif(${comment('pg_extension', 'e.oid')}, (select a.comment from pg_available_extensions() a where a.name = e.extname)) as comment
from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.oid >= 16384`,
});
