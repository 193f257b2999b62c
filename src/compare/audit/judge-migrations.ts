/** From statements to migrations: what a migration's schema and rows say together, and where a database stands by it. */
import type {
  JudgedMigration,
  JudgedStatement,
  Migration,
  MigrationVerdict,
  ReplayedMigration,
  ReplayedStatement,
  Stands,
  StatementVerdict,
} from '../../model/index.ts';
import { type Held, leavesRowsAlone, rowsOf, type SeedsFound } from './judge-rows.ts';
import type { Judgement } from './judge-statements.ts';

export interface Heard {
  replayed: ReplayedMigration;
  judgements: readonly Judgement[];
  seeds: SeedsFound;
}

export interface Told {
  judged: JudgedMigration;
  /** Statements that only write rows, by place: could they not have run alone, the migration has not been executed. */
  waits: number[];
}

/** What speaks for a migration, statement by statement. */
export function judgeMigration(
  { replayed, judgements, seeds }: Heard,
  held: Held,
  of: Pick<Migration, 'file'>,
  recorded: boolean,
): Told {
  const parts = replayed.statements.map((s, i) => judged(s, judgements[i] ?? UNKNOWN, replayed, seeds, held));
  const objects = replayed.effects.map((e) => e.key);
  const statements = parts.map((p) => p.statement);
  const verdict = together(parts);
  const alone = parts.flatMap((p, i) => (p.schema === null && p.rows === 'undecidable' ? [i] : []));
  const without = parts.filter((_, i) => !alone.includes(i));
  return {
    judged: { migration: replayed.migration, file: of.file, recorded, verdict, objects, statements },
    waits: verdict === 'undecided' && together(without) === 'not-executed' ? alone : [],
  };
}

const UNKNOWN: Judgement = { verdict: 'undecidable', speaksFor: [], speaksAgainst: [], open: true, uncovered: true, torn: false };

/** What it does to the schema and what it does to rows, each by itself; null: nothing. */
interface Part {
  statement: JudgedStatement;
  schema: StatementVerdict | null;
  rows: StatementVerdict | null;
  open: boolean;
  uncovered: boolean;
}

function judged(
  statement: ReplayedStatement,
  judgement: Judgement,
  replayed: ReplayedMigration,
  seeds: SeedsFound,
  held: Held,
): Part {
  const { offset, length, line, tag, touches } = statement;
  const base = { offset, length, line, tag, touches };
  if (touches === 'nothing')
    return {
      statement: { ...base, verdict: 'nothing', speaksFor: [], speaksAgainst: [] },
      schema: null,
      rows: null,
      open: false,
      uncovered: false,
    };
  const { open, uncovered, torn: _, ...schema } = judgement;
  if (touches === 'schema' || (touches === 'both' && leavesRowsAlone(statement, held.texts.get(statement) ?? '')))
    return { statement: { ...base, ...schema }, schema: schema.verdict, rows: null, open, uncovered };
  const rows = rowsOf(statement, replayed, seeds, held);
  if (touches === 'data')
    return { statement: { ...base, ...rows }, schema: null, rows: rows.verdict, open: false, uncovered: false };
  const both: StatementVerdict =
    schema.verdict === rows.verdict ? rows.verdict : schema.verdict === 'not-executed' ? 'not-executed' : 'undecidable';
  return {
    statement: {
      ...base,
      verdict: both,
      speaksFor: [...schema.speaksFor, ...rows.speaksFor],
      speaksAgainst: [...schema.speaksAgainst, ...rows.speaksAgainst],
      ...(rows.probe ? { probe: rows.probe } : {}),
    },
    schema: schema.verdict,
    // One statement does all that it does or nothing: what its schema denies its rows cannot have.
    rows:
      schema.verdict === 'not-executed'
        ? 'not-executed'
        : schema.verdict === 'executed' && rows.verdict === 'not-executed'
          ? 'undecidable'
          : rows.verdict,
    open,
    uncovered,
  };
}

function together(parts: readonly Part[]): MigrationVerdict {
  const schema = parts.flatMap((p) => (p.schema === null || p.schema === 'nothing' ? [] : [p.schema]));
  const rows = parts.flatMap((p) => (p.rows === null ? [] : [p.rows]));
  if (schema.length + rows.length === 0) return 'nothing';
  const yes = schema.includes('executed') || rows.includes('executed');
  const no = schema.includes('not-executed') || rows.includes('not-executed');
  const [unknownSchema, unknownRows] = [schema.includes('undecidable'), rows.includes('undecidable')];
  if (yes && no) return 'partly';
  if (yes && (unknownSchema || parts.some((p) => p.uncovered))) return 'undecided';
  if (yes) return unknownRows ? (schema.includes('executed') ? 'data-unknown' : 'undecided') : 'executed';
  // What nothing speaks for may still have run by itself, and so may what only writes rows.
  if (no) return unknownRows || parts.some((p) => p.open) ? 'undecided' : 'not-executed';
  return unknownSchema || unknownRows ? 'undecided' : 'superseded';
}

/** A migration whose schema is as if it had run. */
export const isThere = ({ verdict }: JudgedMigration): boolean => verdict === 'executed' || verdict === 'data-unknown';
/** It may have run or not: nothing of it was seen, and nothing of it could be missed. */
const isSilent = ({ verdict, statements }: JudgedMigration): boolean =>
  verdict === 'superseded' ||
  verdict === 'nothing' ||
  (verdict === 'undecided' && !statements.some((s) => s.verdict === 'executed'));

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
