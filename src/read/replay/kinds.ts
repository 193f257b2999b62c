/** How each kind of object is read again for some relations only, or as a whole, by statements that are prepared once. */
import type { Asked, Kind } from '../../catalog/kind.ts';
import { ownRelation } from '../../catalog/scope.ts';
import { wordsOf } from '../../sql/words.ts';
import { type Known, natureOf } from './known.ts';
import { type Prepared, prepared } from './probe.ts';

export interface Reader {
  kind: Kind;
  /** It can be asked about some relations; else only as a whole. */
  byRelation: boolean;
  /** PostgreSQL's tables that its query names. */
  names: ReadonlySet<string>;
  /** Of which natures of relations (pg_class.relkind) it tells; null: of any. */
  natures: string | null;
  /** Its answer holds how far sequences have come. */
  positions: boolean;
  prepared: Prepared;
  /** `oids`: of relations; ignored by those that are only asked as a whole. */
  execute(oids: readonly string[]): string;
}

/** So that no view is looked for where a table was made. A kind that is not here is asked about every relation. */
const NATURES: Readonly<Record<string, string>> = {
  table: 'rp',
  view: 'v',
  'view-column': 'v',
  'materialized-view': 'm',
  sequence: 'S',
  'foreign-table': 'f',
  'composite-type': 'c',
};

export function readersOf(kinds: readonly Kind[], asked: Asked): Reader[] {
  const own = ownRelation(asked);
  return kinds.map((kind): Reader => {
    const whole = kind.query(asked);
    const some = whole.replaceAll(own, `c.oid = any ($1) and ${own}`);
    const byRelation = some !== whole;
    const statement = prepared(`kind_${kind.name}`, byRelation ? '(oid[])' : '', some);
    const names = new Set(wordsOf(whole).map((w) => w.text));
    return {
      kind,
      byRelation,
      names,
      natures: NATURES[kind.name] ?? null,
      positions: names.has('pg_sequence_last_value'),
      prepared: statement,
      execute: (oids) => (byRelation ? `execute ${statement.name}('{${oids.join(',')}}')` : `execute ${statement.name}`),
    };
  });
}

/** By oid, which of PostgreSQL's tables tell of a change; all: it has another name, owner or nature. */
type MovedRelations = ReadonlyMap<string, ReadonlySet<string> | 'all'>;

export interface Moved {
  relations: MovedRelations;
  /** Of PostgreSQL's tables those in which something moved that belongs to no relation. */
  loose: ReadonlySet<string>;
  /** Sequences. */
  advanced: readonly string[];
}

/** `whole`: the answer takes the place of everything of that kind. */
export interface Wanted {
  reader: Reader;
  oids: string[];
  whole: boolean;
}

/** Names PostgreSQL's tables that say nothing by which one kind could be told from another. */
const COMMON = new Set(['pg_namespace', 'pg_class', 'pg_depend']);

/** Who has to be asked again, and about which relations. `there`: those that exist. */
export function wantedOf(readers: readonly Reader[], moved: Moved, there: ReadonlyMap<string, Known>): Wanted[] {
  const { relations, loose, advanced } = moved;
  const gone = (oid: string): boolean => !there.has(oid);
  return readers.flatMap((reader): Wanted[] => {
    const { kind } = reader;
    if (!reader.byRelation) {
      const named = [...loose].some((c) => reader.names.has(c) && c !== '');
      return named ? [{ reader, oids: [], whole: true }] : [];
    }
    const named = [...relations]
      .filter(
        ([, s]) =>
          s === 'all' || [...s].some((c) => reader.names.has(c) && (!COMMON.has(c) || (c === 'pg_class' && !kind.inside))),
      )
      .map(([oid]) => oid);
    const fitting =
      reader.natures === null ? named : named.filter((oid) => gone(oid) || reader.natures?.includes(natureOf(there.get(oid))));
    const oids = reader.positions ? [...new Set([...fitting, ...advanced])] : fitting;
    return oids.length > 0 ? [{ reader, oids, whole: false }] : [];
  });
}
