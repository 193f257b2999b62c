/** How each kind of object is read again for some relations only, or as a whole, by statements that are prepared once. */
import type { Asked, Kind } from '../../catalog/kind.ts';
import { ownRelation } from '../../catalog/scope.ts';
import { wordsOf } from '../../sql/words.ts';
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
