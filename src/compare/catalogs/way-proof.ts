/** What a trial of a way proves: every claim about it is one of proven and unproven, with the engine and what remains. */
import type { Comparison, Difference, FactClass, FactDifference, NotCompared, Way } from '../../model/index.ts';

export interface WayProof {
  confidence: 'proven' | 'unproven';
  /** null: nobody tried it. */
  engine: string | null;
  /** Completes "unproven, because …"; null: proven. */
  why: string | null;
  /** What is otherwise (left) than it should be (right). */
  remains: Difference[];
  notCompared: NotCompared[];
}

/** Owners are never part of a way, and how far a sequence has come is data. */
export function proofOf({ trial }: Way, counted: readonly FactClass[], from: string): WayProof {
  if (!trial.ok) return { confidence: 'unproven', engine: null, why: trial.why, remains: [], notCompared: [] };
  const { engine, copy, reached, refused } = trial.value;
  const said = { engine, notCompared: merged(copy, reached) };
  const unproven = (why: string, remains: Difference[]): WayProof => ({ ...said, confidence: 'unproven', why, remains });
  if (refused?.of === 'copy') return unproven(`no copy of ${from} could be made there: ${refused.says}`, []);
  const uncopied = weighing(copy, counted);
  if (uncopied.length > 0) return unproven(`the copy of ${from} was not like it`, uncopied);
  if (refused) return unproven(`a statement was refused: ${refused.says}`, []);
  const remains = reached ? weighing(reached, counted) : [];
  if (remains.length > 0) return unproven('something remains', remains);
  return { ...said, confidence: 'proven', why: null, remains: [] };
}

/** Differences that count for a proof: facts of the counted classes, but for owners, positions and what belongs to the place. */
export const weighing = ({ differences }: Comparison, counted: readonly FactClass[]): Difference[] =>
  differences.filter((d) => {
    if (d.class === 'platform' || d.within) return false;
    const weighs = (c: FactClass): boolean => c !== 'position' && c !== 'platform' && counted.includes(c);
    if (d.is === 'left-only' || d.is === 'right-only') return weighs(d.class);
    if (d.is === 'renamed' && weighs('cosmetic')) return true;
    return d.facts.some((f) => weighs(f.class) && f.fact !== 'owner' && !isOfPlace(d, f));
  });

/** What everybody may do in schema public differs from major to major and from provider to provider; a migration leaves it alone. */
function isOfPlace({ kind, id }: Difference, { fact, left, right }: FactDifference): boolean {
  if (kind !== 'schema' || id !== 'public' || fact !== 'grants') return false;
  const ofPlace = (line: string): boolean =>
    line === 'as PostgreSQL makes it' || line.startsWith('PUBLIC:') || line.startsWith('pg_');
  const named = (text: string | null): string =>
    (text ?? '')
      .split('\n')
      .filter((line) => !ofPlace(line))
      .join('\n');
  return named(left) === named(right);
}

function merged(...comparisons: (Comparison | null)[]): NotCompared[] {
  const all = new Map(comparisons.flatMap((c) => c?.notCompared ?? []).map((n) => [`${n.what} ${n.why}`, n]));
  return [...all.values()];
}
