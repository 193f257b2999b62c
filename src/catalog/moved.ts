/** Did the catalog move while it was read? Definitions come from the newest catalog, whatever snapshot the reading transaction holds. */
import type { Asked } from './kind.ts';
import { ownRelation, ownSchema } from './scope.ts';

// Temporary tables come and go all day and say nothing. Of a catalog's rows the ones that changed have another xmin.
const within = (catalog: string, alias: string, from: string, where: string): string =>
  `select '${catalog}' as catalog, count(*) || ' ' || coalesce(sum(hashtext(${alias}.ctid::text || ' ' || ${alias}.xmin::text)::bigint), 0) as stamp from ${from} where ${where}`;

/** One SELECT: `catalog`, `stamp`. Equal before and after: nothing that we read was changed in between. */
export function stamps(asked: Asked): string {
  const relations = 'pg_class c join pg_namespace n on n.oid = c.relnamespace';
  const own = ownRelation(asked);
  const spaced = (catalog: string, alias: string, namespace: string): string =>
    within(catalog, alias, `${catalog} ${alias} join pg_namespace n on n.oid = ${alias}.${namespace}`, ownSchema('n.nspname'));
  const ofRelation = (catalog: string, alias: string, relation: string): string =>
    within(
      catalog,
      alias,
      `${catalog} ${alias} join pg_class c on c.oid = ${alias}.${relation} join pg_namespace n on n.oid = c.relnamespace`,
      own,
    );
  return [
    within('pg_namespace', 'n', 'pg_namespace n', ownSchema('n.nspname')),
    within('pg_class', 'c', relations, own),
    ofRelation('pg_attribute', 'a', 'attrelid'),
    ofRelation('pg_attrdef', 'd', 'adrelid'),
    ofRelation('pg_constraint', 'k', 'conrelid'),
    ofRelation('pg_index', 'x', 'indrelid'),
    ofRelation('pg_trigger', 't', 'tgrelid'),
    ofRelation('pg_policy', 'p', 'polrelid'),
    ofRelation('pg_rewrite', 'r', 'ev_class'),
    ofRelation('pg_inherits', 'h', 'inhrelid'),
    spaced('pg_proc', 'p', 'pronamespace'),
    spaced('pg_type', 't', 'typnamespace'),
    spaced('pg_statistic_ext', 's', 'stxnamespace'),
    within(
      'pg_enum',
      'e',
      'pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace',
      ownSchema('n.nspname'),
    ),
    within('pg_description', 'd', 'pg_description d', 'd.objoid >= 16384'),
  ]
    .join('\nunion all\n')
    .concat('\norder by 1');
}
