/** What PostgreSQL counted for this session: how often which of its own tables was written, and where sequences stand. */
import type { Result } from '../../drivers/session.ts';
import { TRACKED } from './tracked.ts';

type Rows = Result['rows'];

export interface Counts {
  inserted: number;
  updated: number;
  deleted: number;
}

/** Older than any number that a transaction can have now. */
export const FROZEN = 2;

/** A statement that makes transactions of its own leaves no counts behind; what such a one can change is among these. */
export const ANYTHING: ReadonlyMap<string, Counts> = new Map(
  TRACKED.map((t) => [t.catalog, { inserted: 1, updated: 1, deleted: 1 }]),
);

export const placesOf = (rows: Rows): Map<string, string | null> =>
  new Map(rows.map((r) => [r['oid'] ?? '', r['position'] ?? null]));

export function countsOf(rows: Rows): Map<string, Counts> {
  return new Map(
    rows
      .filter((r) => r['what'] !== 'next' && r['what'] !== 'sequences')
      .map((r) => [
        r['what'] ?? '',
        { inserted: Number(r['inserted']), updated: Number(r['updated']), deleted: Number(r['deleted']) },
      ]),
  );
}

export function difference(before: ReadonlyMap<string, Counts>, now: ReadonlyMap<string, Counts>): Map<string, Counts> {
  const out = new Map<string, Counts>();
  for (const [catalog, { inserted, updated, deleted }] of now) {
    const had = before.get(catalog);
    const by = {
      inserted: inserted - (had?.inserted ?? 0),
      updated: updated - (had?.updated ?? 0),
      deleted: deleted - (had?.deleted ?? 0),
    };
    if (by.inserted !== 0 || by.updated !== 0 || by.deleted !== 0) out.set(catalog, by);
  }
  return out;
}

/** The number behind the newest that was seen; transaction numbers go round. */
export function higher(floor: number, xmin: string | null | undefined): number {
  const next = (Number(xmin) + 1) % 4_294_967_296;
  return ((next - floor) | 0) > 0 ? next : floor;
}
