/** Collations. */
import { access, cosmetic, kind, platform, structural } from '../kind.ts';
import { comment, noMember, owner, ownSchema } from '../scope.ts';

/** Where the locale of an ICU collation is kept. */
const locale = (major: number): string =>
  major >= 17
    ? 'coalesce(c.colllocale, c.collcollate)'
    : major >= 15
      ? 'coalesce(c.colliculocale, c.collcollate)'
      : 'c.collcollate';

export default kind({
  plural: 'collations',
  facts: {
    provider: structural('provider'),
    locale: structural('locale'),
    character_type: structural('LC_CTYPE'),
    deterministic: structural('determinism'),
    rules: structural('rules'),
    version: platform('version'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query: ({
    major,
  }) => `select n.nspname as schema, quote_ident(n.nspname) as parent, quote_ident(c.collname) as name, format('%I.%I', n.nspname, c.collname) as id,
  case c.collprovider when 'i' then 'icu' when 'c' then 'libc' when 'b' then 'builtin' else c.collprovider::text end as provider,
  ${locale(major)}::text as locale,
  case when c.collcollate <> c.collctype then c.collctype::text end as character_type,
  case when c.collisdeterministic then 'yes' else 'no' end as deterministic,
  ${major >= 16 ? 'c.collicurules' : 'null'} as rules, c.collversion as version,
  ${owner('c.collowner')} as owner, ${comment('pg_collation', 'c.oid')} as comment
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
where ${ownSchema('n.nspname')} and ${noMember('pg_collation', 'c.oid')}`,
});
