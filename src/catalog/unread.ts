/** What is there and nobody reads: counted, so that no answer passes it over in silence. */
import type { Asked, Kind } from './kind.ts';
import { noMember, ownSchema } from './scope.ts';

/** By the name of the kind that reads it, should there be one. */
const CENSUS: readonly { kind: string; what: string; count: string }[] = [
  { kind: 'text-search-configuration', what: 'text search configurations', count: spaced('pg_ts_config', 'cfgnamespace') },
  { kind: 'text-search-dictionary', what: 'text search dictionaries', count: spaced('pg_ts_dict', 'dictnamespace') },
  { kind: 'operator-class', what: 'operator classes', count: spaced('pg_opclass', 'opcnamespace') },
  { kind: 'operator-family', what: 'operator families', count: spaced('pg_opfamily', 'opfnamespace') },
  { kind: 'conversion', what: 'conversions', count: spaced('pg_conversion', 'connamespace') },
];

function spaced(catalog: string, namespace: string): string {
  return `select count(*) from ${catalog} o join pg_namespace n on n.oid = o.${namespace} where ${ownSchema('n.nspname')} and ${noMember(catalog, 'o.oid')}`;
}

/** One SELECT: `what`, `count`; nothing where nothing is. */
export function unread(_asked: Asked, kinds: readonly Kind[]): string {
  const rows = CENSUS.filter((c) => !kinds.some((k) => k.name === c.kind)).map(
    ({ what, count }) => `select '${what}' as what, (${count}) as count`,
  );
  return `select * from (${rows.join(' union all ')}) c where c.count > 0`;
}
