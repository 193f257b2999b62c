/** What is known of the rows of PostgreSQL's own tables: to which relation each belongs, and what that is called. */
import type { Result } from '../../drivers/session.ts';
import { TRACKED } from './tracked.ts';

export interface Known {
  relation: string | null;
  name: string | null;
  says: string | null;
}

/** By the table's name, then by the row's key. */
export type Knowledge = ReadonlyMap<string, Map<string, Known>>;

export const nothingKnown = (): Knowledge => new Map(TRACKED.map((t) => [t.catalog, new Map<string, Known>()]));

export const knownOf = (row: Result['rows'][number]): Known => ({
  relation: row['relation'] ?? null,
  name: row['name'] ?? null,
  says: row['says'] ?? null,
});

/** The oid of the relation that a row belongs to in the end; null: to none. */
export function relationOf(known: Knowledge, catalog: string, key: string, row: Known): string | null {
  if (catalog === 'pg_description' && row.relation === null) {
    const [inside = '', owner = ''] = (row.name ?? '').split(' ');
    return known.get(inside)?.get(owner)?.relation ?? null;
  }
  if (row.relation === null || (catalog === 'pg_class' && row.relation === key)) return row.relation;
  // An index's or a TOAST table's own table.
  const owner = known.get('pg_class')?.get(row.relation);
  // null: it is a composite type.
  return owner ? owner.relation : row.relation;
}

/** The last words are the relation's nature, owner, partition and persistence. */
export const nameOf = (k: Known | undefined): string => k?.name?.split(' ').slice(0, -4).join(' ') ?? '';

export const natureOf = (k: Known | undefined): string => k?.name?.split(' ').at(-4) ?? '';
