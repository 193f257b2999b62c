/** One kind of PostgreSQL object: how it is read, and what a difference in each of its facts means. */
import type { CatalogObject, FactClass, TableName } from '../model/index.ts';

export interface Fact {
  class: FactClass;
  /** Completes "its … differs": `default`, `definition`. */
  says: string;
  /** PostgreSQL writes it from its own parse tree, and not every major in the same way (views, rules). */
  deparsed?: true;
  /** The major that brought it: compared with an older server it says nothing. */
  since?: number;
  /** It is a list, a line an element: what one element is called. Whoever adds one leaves the others as they are. */
  each?: string;
}

/** Which server is asked, and what on it is not the project's. */
export interface Asked {
  /** 15 */
  major: number;
  /** Drizzle's history tables: left out with all that belongs to them, and their schema when nothing else is in it. */
  histories: readonly TableName[];
  /** How far sequences have come is not asked for: it takes a lock on each. */
  withoutPositions?: true;
}

/** The file's name is its own. */
export interface Definition {
  /** In words: `materialized views`. */
  plural: string;
  /**
   * One SELECT. Its first columns are `schema` (as stored; null for what has none, unless it is a provider's: `placeAmong`), `parent`, `name`, `id` (see CatalogObject),
   * then one for each fact, all as text. search_path is empty when it runs, so PostgreSQL qualifies every name it writes.
   */
  query(asked: Asked): string;
  facts: Readonly<Record<string, Fact>>;
  /** What it is, in one line beside its name; without it the definition, or the type. */
  shows?(facts: Readonly<Record<string, string | null>>): string;
  /** Two that differ in nothing but their names are one that was renamed, which is cosmetic. */
  nameIsCosmetic?: true;
  /** Others belong to one of these and are nothing without it. */
  holds?: true;
  /** `parent` is one that `holds`, not a schema. */
  inside?: true;
  /**
   * Another server writes its deparsed text anew: statements that make it of `text`, or an object like it in the schema SCRATCH, and as
   * the last one a SELECT of `text` as that server writes it. search_path is empty, and what they make is taken back.
   */
  anew?(object: Pick<CatalogObject, 'id' | 'parent' | 'name' | 'facts'>, text: string): string[];
  /** One that is not there is the same as one whose facts are all null: a comment on a view's column. */
  sparse?: true;
}

/** Where texts are written anew. */
export const SCRATCH = 'tidemark_scratch';

export interface Kind extends Definition {
  name: string;
}

/** Checks the shape. */
export const kind = (definition: Definition): Definition => definition;

const structural = (says: string): Fact => ({ class: 'structural', says });
const cosmetic = (says: string): Fact => ({ class: 'cosmetic', says });
const access = (says: string): Fact => ({ class: 'access', says });
const position = (says: string): Fact => ({ class: 'position', says });
const platform = (says: string): Fact => ({ class: 'platform', says });

/** What most objects have beside facts of their own. */
const OWNED = { owner: access('owner'), grants: access('grants'), comment: cosmetic('comment') } as const;

/** What tables and views have beside it: a right that 17 brought. */
const MAINTENANCE: Fact = { ...access('grants of MAINTAIN'), since: 17 };

export { access, cosmetic, MAINTENANCE, OWNED, platform, position, structural };
