/** From statements to migrations: what a migration's schema and rows say together, and where a database stands by it. */
import type {
  Catalog,
  JudgedMigration,
  JudgedStatement,
  Migration,
  MigrationVerdict,
  ReplayedMigration,
  ReplayedStatement,
  Stands,
  StatementVerdict,
} from '../model/index.ts';
import type { Judgement } from './judge-statements.ts';

/** How many of the rows that a migration brings are there as it wrote them; by table. */
export type SeedsFound = ReadonlyMap<string, { brought: number; found: number }>;

export interface Heard {
  replayed: ReplayedMigration;
  judgements: readonly Judgement[];
  seeds: SeedsFound;
}

/** What speaks for a migration, statement by statement. `live`: tables that are not there were not written to. */
export function judgeMigration(
  { replayed, judgements, seeds }: Heard,
  live: Catalog,
  final: Catalog,
  of: Pick<Migration, 'file'>,
  recorded: boolean,
): JudgedMigration {
  const statements = replayed.statements.map((s, i) => judged(s, judgements[i], replayed, seeds, live, final));
  const objects = replayed.effects.map((e) => e.key);
  return { migration: replayed.migration, file: of.file, recorded, verdict: together(statements), objects, statements };
}

const UNKNOWN: Judgement = { verdict: 'undecidable', speaksFor: [], speaksAgainst: [] };

function judged(
  statement: ReplayedStatement,
  schema: Judgement = UNKNOWN,
  replayed: ReplayedMigration,
  seeds: SeedsFound,
  live: Catalog,
  final: Catalog,
): JudgedStatement {
  const { offset, length, line, tag, touches } = statement;
  const base = { offset, length, line, tag, touches };
  if (touches === 'schema' || touches === 'nothing') {
    const verdict: StatementVerdict = touches === 'nothing' ? 'nothing' : schema.verdict;
    return { ...base, verdict, speaksFor: schema.speaksFor, speaksAgainst: schema.speaksAgainst };
  }
  const rows = rowsOf(statement, replayed, seeds, live, final);
  if (touches === 'data') return { ...base, ...rows };
  return {
    ...base,
    verdict: schema.verdict === rows.verdict ? rows.verdict : schema.verdict === 'not-executed' ? 'not-executed' : 'undecidable',
    speaksFor: [...schema.speaksFor, ...rows.speaksFor],
    speaksAgainst: [...schema.speaksAgainst, ...rows.speaksAgainst],
    ...(rows.probe ? { probe: rows.probe } : {}),
  };
}

type Rows = Pick<JudgedStatement, 'verdict' | 'speaksFor' | 'speaksAgainst' | 'probe'>;

/** Rows that are there speak for a statement that only inserts. Rows that are not there say nothing: somebody may have deleted them. */
function rowsOf(
  { wrote, tag }: ReplayedStatement,
  { seeds }: ReplayedMigration,
  found: SeedsFound,
  live: Catalog,
  final: Catalog,
): Rows {
  const silent: Rows = { verdict: 'undecidable', speaksFor: [], speaksAgainst: [] };
  const gone = wrote.filter((w) => !live.objects.has(`table ${w.table}`) && final.objects.has(`table ${w.table}`));
  if (gone.length > 0)
    return { verdict: 'not-executed', speaksFor: [], speaksAgainst: gone.map((w) => `table ${w.table} does not exist`) };
  const inserts = tag.startsWith('INSERT') && wrote.length > 0 && wrote.every((w) => w.updated === 0 && w.deleted === 0);
  if (!inserts) return silent;
  const told = wrote.map((w) => ({ table: w.table, seed: seeds.find((s) => s.table === w.table), found: found.get(w.table) }));
  const says = told.flatMap(({ table, found: f }) =>
    f ? [`${f.found} of the ${f.brought} rows that it brings to ${table} are there`] : [],
  );
  const whole = told.every(({ seed, found: f }) => seed && !seed.cut && f && f.brought > 0 && f.found === f.brought);
  if (whole) return { verdict: 'executed', speaksFor: says, speaksAgainst: [] };
  const none = told.every(({ found: f }) => f && f.found === 0);
  const probes = told.flatMap(({ table, seed }) =>
    seed && !seed.cut && seed.generated.length === 0 ? [probe(table, seed.columns, seed.keys)] : [],
  );
  return {
    verdict: 'undecidable',
    speaksFor: none ? [] : says,
    speaksAgainst: none ? says : [],
    ...(probes[0] ? { probe: probes[0] } : {}),
  };
}

const PROBED = 20;

const probe = (table: string, columns: readonly string[], keys: readonly string[]): string =>
  `select * from ${table} where jsonb_build_array(${columns.join(', ')})::text in (${keys
    .slice(0, PROBED)
    .map((k) => `'${k.replaceAll("'", "''")}'`)
    .join(', ')});`;

function together(statements: readonly JudgedStatement[]): MigrationVerdict {
  const of = (some: readonly JudgedStatement[], verdict: StatementVerdict) => some.some((s) => s.verdict === verdict);
  const telling = statements.filter((s) => s.verdict !== 'nothing');
  const schema = telling.filter((s) => s.touches === 'schema' || s.touches === 'both');
  const data = telling.filter((s) => s.touches === 'data');
  if (telling.length === 0) return 'nothing';
  const [yes, no] = [of(telling, 'executed'), of(telling, 'not-executed')];
  if (yes && no) return 'partly';
  const unknownSchema = of(schema, 'undecidable');
  const unknownData = of(data, 'undecidable');
  if (yes)
    return unknownSchema ? 'undecided' : unknownData ? (of(schema, 'executed') ? 'data-unknown' : 'undecided') : 'executed';
  if (no) return unknownData && !of(schema, 'not-executed') ? 'undecided' : 'not-executed';
  return unknownSchema || unknownData ? 'undecided' : 'superseded';
}

/** A migration whose schema is as if it had run. */
export const isThere = ({ verdict }: JudgedMigration): boolean => verdict === 'executed' || verdict === 'data-unknown';
/** Nothing of it could be missed. */
export const isSilent = ({ verdict }: JudgedMigration): boolean =>
  verdict === 'superseded' || verdict === 'nothing' || verdict === 'undecided';

/** Where it would stand by the verdicts; whether that holds is for the proof. */
export function standsBy(migrations: readonly JudgedMigration[]): Exclude<Stands, { is: 'near' }> | null {
  const last = migrations.findLastIndex(isThere);
  if (migrations.some((m) => m.verdict === 'partly')) return null;
  const before = migrations.slice(0, Math.max(0, last));
  const missing = before.filter((m) => m.verdict === 'not-executed').map((m) => m.migration);
  const or: string[] = [];
  for (const m of migrations.slice(last + 1)) {
    if (!isSilent(m)) break;
    or.push(m.migration);
  }
  const end = migrations[last]?.migration ?? null;
  if (end !== null && missing.length > 0) return { is: 'all-but', migration: end, missing, or };
  return { is: 'at', migration: end, or };
}
