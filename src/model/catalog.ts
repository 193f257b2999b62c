/** What PostgreSQL says exists: objects by kind, each with facts in PostgreSQL's own words. */

/**
 * What a difference in a fact means. structural: the database behaves differently. cosmetic: it does not (column order, names of
 * constraints and indexes, comments). access: who owns it and who may use it. position: how far a sequence has come, whether a
 * view is filled. platform: what the place brings along (extension versions, a provider's own schemas).
 */
export type FactClass = 'structural' | 'cosmetic' | 'access' | 'position' | 'platform';

export interface CatalogObject {
  /** The kind's name: `table`, `index`, `materialized-view`. */
  kind: string;
  /** Unique within its kind, as PostgreSQL would write it: `public.users`, `public.users.email`, `public.total(integer)`. */
  id: string;
  /** The table, view or type it belongs to, as that one's id; else its schema; null for what has none. */
  parent: string | null;
  /** The parent is more than a schema: without it there is no such object. */
  inside: boolean;
  /** Its own name, quoted where it has to be. */
  name: string;
  /** Its place is a provider's: every difference is of class platform. */
  platform: boolean;
  /** By the kind's fact names; null where it does not apply. */
  facts: Readonly<Record<string, string | null>>;
}

/** Objects that were not read: a kind that nobody reads, or what this role may not see. */
export interface NotCompared {
  /** In words: `text search configurations`. */
  what: string;
  count: number;
  why: string;
}

export interface Catalog {
  /** 150018 for 15.18. */
  versionNumber: number;
  /** `PostgreSQL 15.18`, `PGlite 18.6`. */
  engine: string;
  /** The major whose deparser wrote the texts that differ from major to major: the server's own, unless they were read back elsewhere. */
  spelledBy: number;
  /** By `keyOf`: objects whose texts are another major's words all the same, and whose. */
  spelledOtherwise?: ReadonlyMap<string, number>;
  /** Where its texts were written anew, when they were: `PGlite 18.6`. */
  respelledOn?: string;
  /** By `keyOf`. */
  objects: ReadonlyMap<string, CatalogObject>;
  notCompared: NotCompared[];
}

/** A fact of an object that is there on both sides. */
export interface FactDifference {
  fact: string;
  class: FactClass;
  /** As the fact's own words: `default`. */
  says: string;
  left: string | null;
  right: string | null;
}

export interface Difference {
  kind: string;
  id: string;
  is: 'left-only' | 'right-only' | 'changed' | 'renamed';
  /** The gravest of its facts' classes. */
  class: FactClass;
  /** Of `changed` and `renamed`, where there are some. */
  facts: FactDifference[];
  left: CatalogObject | null;
  right: CatalogObject | null;
  /** What it belongs to is on the same side only, and says it all. */
  within: boolean;
}

export interface Comparison {
  differences: Difference[];
  /** What either side did not read, and what cannot be compared between these two. */
  notCompared: NotCompared[];
}

export const keyOf = (kind: string, id: string): string => `${kind} ${id}`;
