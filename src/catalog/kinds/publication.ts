/** Publications: what logical replication sends out. */
import { access, cosmetic, kind, structural } from '../kind.ts';
import { PROVIDED_PUBLICATIONS, placeAmong } from '../platform.ts';
import { comment, noMember, owner } from '../scope.ts';

export default kind({
  plural: 'publications',
  facts: {
    publishes: structural('operations'),
    all_tables: structural('FOR ALL TABLES'),
    tables: structural('tables'),
    schemas: structural('schemas'),
    via_root: structural('publish_via_partition_root'),
    generated: structural('publish_generated_columns'),
    owner: access('owner'),
    comment: cosmetic('comment'),
  },
  query: ({
    major,
  }) => `select ${placeAmong(PROVIDED_PUBLICATIONS, 'p.pubname')} as schema, null as parent, quote_ident(p.pubname) as name, quote_ident(p.pubname) as id,
  concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end) as publishes,
  case when p.puballtables then 'yes' else 'no' end as all_tables,
  (select string_agg(line, E'\\n' order by line collate "C") from (select r.prrelid::regclass::text${
    major >= 15
      ? `
      || coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[])) || ')', '')
      || coalesce(' WHERE ' || pg_get_expr(r.prqual, r.prrelid), '')`
      : ''
  } as line from pg_publication_rel r where r.prpubid = p.oid) t) as tables,
  ${
    major >= 15
      ? `(select string_agg(quote_ident(n.nspname), ', ' order by n.nspname) from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid)`
      : 'null'
  } as schemas,
  case when p.pubviaroot then 'yes' else 'no' end as via_root,
  ${major >= 18 ? `nullif(p.pubgencols::text, 'n')` : 'null'} as generated,
  ${owner('p.pubowner')} as owner, ${comment('pg_publication', 'p.oid')} as comment
from pg_publication p where ${noMember('pg_publication', 'p.oid')}`,
});
