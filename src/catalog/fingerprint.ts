/** Is a catalog the same as another, without fetching either? One SELECT over the kinds' own queries, hashed by PostgreSQL. */
import type { FactClass } from '../model/index.ts';
import { literal } from '../sql/quote.ts';
import type { Asked, Fact, Kind } from './kind.ts';
import { opening } from './opening.ts';
import type { Provided } from './platform.ts';

export interface Counted {
  /** Which differences count. structural always does. */
  classes?: readonly FactClass[];
  /** The hash of everything alone, or also one for each kind, or also one for each object. */
  deep?: 'whole' | 'kinds' | 'objects';
  /** Schemas that are a provider's where all of its roles are: what is in them counts when `platform` does. */
  provided?: readonly Provided[];
  /** The other server's major. What the two would write differently, or the older of them does not know, is left out. */
  comparedWith?: number;
}

export interface CatalogPrint {
  /** SHA-256 in hex. Equal for two catalogs between which nothing that counts differs. */
  whole: string;
  /** By kind; one without objects is not in it. Empty unless asked for. */
  kinds: ReadonlyMap<string, string>;
  objects: { kind: string; parent: string | null; id: string; hash: string }[];
}

/** One message: the SELECT in a transaction of its own, which has settings under which PostgreSQL always writes the same. */
export const fingerprinting = (asked: Asked, kinds: readonly Kind[], counted: Counted, statementTimeout = 0): string =>
  [...opening(statementTimeout), fingerprintQuery(asked, kinds, counted), 'commit'].join(';\n');

/** One SELECT: `kind`, `parent`, `id`, `hash`; the whole has no kind, a kind has no id. search_path has to be empty when it runs. */
export function fingerprintQuery(
  asked: Asked,
  kinds: readonly Kind[],
  { classes = [], deep = 'whole', provided = [], comparedWith = asked.major }: Counted = {},
): string {
  const counts = new Set<FactClass>(['structural', ...classes]);
  const query: Asked = counts.has('position') ? asked : { ...asked, withoutPositions: true };
  const among = (names: readonly string[]): string => names.map(literal).join(', ');
  const theirs = provided.length === 0 ? null : `(${provided.map((p) => lyingIn(p, among)).join(' or ')})`;
  const objects = kinds.map((kind) => hashed(kind, query, counts, theirs, comparedWith));
  return `with o as materialized (
${objects.join('\nunion all\n')}
), k as (select kind, ${hash(`string_agg(hash, '' order by hash collate "C")`)} as hash from o group by kind)
select null as kind, null as parent, null as id, ${hash(`coalesce(string_agg(kind || ' ' || hash, ', ' order by kind collate "C"), '')`)} as hash from k${
    deep === 'whole' ? '' : '\nunion all select kind, null, null, hash from k'
  }${deep === 'objects' ? '\nunion all select kind, parent, id, hash from o' : ''}`;
}

export function readFingerprint(rows: readonly Record<string, string | null>[]): CatalogPrint {
  const kinds = new Map<string, string>();
  const objects: CatalogPrint['objects'] = [];
  let whole = '';
  for (const { kind, parent, id, hash: of } of rows) {
    if (!of) throw new Error('a fingerprint without a hash');
    if (!kind) whole = of;
    else if (!id) kinds.set(kind, of);
    else objects.push({ kind, parent: parent ?? null, id, hash: of });
  }
  return { whole, kinds, objects };
}

// Not md5, which servers in FIPS mode refuse; in one encoding, whatever the database's is.
const hash = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

const lyingIn = ({ roles, schemas }: Provided, among: (names: readonly string[]) => string): string =>
  `(q.schema in (${among(schemas)})) is true${roles.length === 0 ? '' : ` and (select count(*) from pg_roles r where r.rolname in (${among(roles)})) = ${roles.length}`}`;

/** As the comparison sees it: a name that is cosmetic is no part of an object unless cosmetic differences count. */
function hashed(kind: Kind, asked: Asked, counts: ReadonlySet<FactClass>, theirs: string | null, other: number): string {
  const known = Object.entries(kind.facts).filter(([, f]) => !isOtherwise(f, asked.major, other));
  const some = known.flatMap(([fact, f]) => (counts.has(f.class) ? [column(fact)] : []));
  const every = known.map(([fact]) => column(fact));
  const whole = theirs !== null && counts.has('platform');
  const called = kind.nameIsCosmetic && !counts.has('cosmetic') ? 'q.parent' : 'q.id';
  const of = (name: string, facts: readonly string[]): string => hash(`row(${[name, ...facts].join(', ')})::text`);
  const present = (facts: readonly string[]): string =>
    kind.sparse ? `coalesce(${['null', ...facts].join(', ')}) is not null` : 'true';
  return `select '${kind.name}' as kind, q.parent::text as parent, q.id::text as id, ${whole ? `case when ${theirs} then ${of('q.id', every)} else ${of(called, some)} end` : of(called, some)} as hash
from (${kind.query(asked)}) q
where ${whole ? `case when ${theirs} then ${present(every)} else ${present(some)} end` : theirs === null ? present(some) : `not (${theirs}) and ${present(some)}`}`;
}

/** The two majors write it differently, or the older does not know it. */
export const isOtherwise = ({ deparsed, since = 0 }: Fact, major: number, other: number): boolean =>
  (deparsed === true && other !== major) || since > Math.min(major, other);

const column = (fact: string): string => `q."${fact}"`;
