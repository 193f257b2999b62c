/** What a database holds, as hashes: equal for two between which nothing that counts differs. */
import type { FactClass, NotCompared } from './catalog.ts';

export interface Hashes {
  /** SHA-256 in hex. */
  whole: string;
  /** By kind of object; one without objects is not in it. */
  kinds: ReadonlyMap<string, string>;
}

export interface Print extends Hashes {
  /** `PostgreSQL 15.18` */
  engine: string;
  /** 15 */
  major: number;
  /** `whole` and `kinds` leave out what others of another major write differently; this does not, where there are others of its own. */
  own?: Hashes;
  notCompared: NotCompared[];
}

/** Which fingerprints are wanted. */
export interface PrintsWanted {
  classes: readonly FactClass[];
  /** To be held against each other, or each against itself at another time. */
  between: boolean;
}
