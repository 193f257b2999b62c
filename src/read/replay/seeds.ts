/** Which rows are there after a migration and were not before it, by the keys of tables that have one? */
import type { Result } from '../../drivers/session.ts';
import type { Seed } from '../../model/index.ts';
import { literal } from '../../sql/quote.ts';

const LIMIT = 1_000;

/** Keys that were seen, by the table's oid and the columns of its key. */
export type SeenRows = Map<string, ReadonlySet<string>>;

export async function seedsOf(
  send: (text: string) => Promise<Result[]>,
  seen: SeenRows,
  oids: readonly string[],
): Promise<Seed[]> {
  if (oids.length === 0) return [];
  const [keyed] = await send(keysOf(oids));
  const tables = (keyed?.rows ?? []).map((r) => ({
    oid: r['oid'] ?? '',
    table: r['name'] ?? '',
    columns: JSON.parse(r['columns'] ?? '[]') as string[],
    generated: JSON.parse(r['generated'] ?? '[]') as string[],
    content: JSON.parse(r['content'] ?? '[]') as string[],
  }));
  if (tables.length === 0) return [];
  const rows = await send(
    tables
      .map(
        (t) =>
          `select pg_catalog.jsonb_build_array(${t.columns.join(', ')})::text as key, ${contentHash(t.content)} as row from only ${t.table} order by 1 limit ${LIMIT + 1}`,
      )
      .join(';\n'),
  );
  return tables.flatMap(({ oid, table, columns, generated, content }, i): Seed[] => {
    const there = (rows[i]?.rows ?? []).map((r) => ({ key: r['key'] ?? '', row: r['row'] ?? '' }));
    const place = `${oid} ${columns.join(',')}`;
    const before = seen.get(place) ?? new Set<string>();
    const fresh = there.slice(0, LIMIT).filter(({ key }) => !before.has(key));
    seen.set(place, new Set(there.map(({ key }) => key)));
    if (fresh.length === 0) return [];
    const [keys, hashes] = [fresh.map((f) => f.key), fresh.map((f) => f.row)];
    return [{ table, columns, generated, keys, content, rows: hashes, cut: there.length > LIMIT }];
  });
}

/** Not md5, which servers in FIPS mode refuse. `columns`: quoted where they have to be. */
export const contentHash = (columns: readonly string[]): string =>
  `encode(sha256(convert_to(pg_catalog.jsonb_build_array(${columns.join(', ')})::text, 'UTF8')), 'hex')`;

const keysOf = (oids: readonly string[]): string => `select c.oid::text as oid, format('%I.%I', n.nspname, c.relname) as name,
  jsonb_agg(quote_ident(a.attname) order by k.place)::text as columns,
  coalesce(jsonb_agg(quote_ident(a.attname) order by k.place) filter (where a.atthasdef or a.attidentity <> ''), '[]')::text as generated,
  (select coalesce(jsonb_agg(quote_ident(o.attname) order by o.attnum), '[]')::text from pg_catalog.pg_attribute o
    where o.attrelid = c.oid and o.attnum > 0 and not o.attisdropped and not o.atthasdef and o.attidentity = '' and o.attnum <> all (x.indkey::int2[])) as content
from pg_catalog.pg_index x join pg_catalog.pg_class c on c.oid = x.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join unnest(x.indkey::int2[]) with ordinality k(attnum, place) join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
where x.indisprimary and x.indrelid = any (${literal(`{${oids.join(',')}}`)}::oid[]) group by c.oid, n.nspname, c.relname, x.indkey order by 2`;
