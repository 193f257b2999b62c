/** What becomes of each object in which a database differs from what its migrations make? */
import type { CatalogObject, Difference, Reconciled, Replay } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';
import { objectWords } from './declared.ts';

/** `differences`: the folder (left) against the database (right). `drop`: objects that somebody named. */
export function reconciled(
  differences: readonly Difference[],
  replay: Replay,
  drop: readonly string[],
): { objects: Reconciled[]; strangers: string[] } {
  const structural = differences.filter((d) => d.class === 'structural');
  const objects = structural.filter((d) => !d.within).map((d) => becomes(d, replay, drop));
  const droppable = objects.filter((o) => o.is !== 'missing').map((o) => o.difference);
  const strangers = drop.filter((word) => !droppable.some((d) => isNamed(d, word)));
  return { objects, strangers };
}

function becomes(difference: Difference, replay: Replay, drop: readonly string[]): Reconciled {
  const { kind, id, is } = difference;
  const by = replay.migrations.findLast((m) => m.effects.some((e) => e.key === keyOf(kind, id) && e.after))?.migration ?? null;
  const said = { object: objectWords(difference), by, difference };
  const named = drop.some((word) => isNamed(difference, word));
  if (is === 'left-only') return { ...said, is: 'missing', does: 'make' };
  if (is === 'right-only') return { ...said, is: 'extra', does: named ? 'drop' : 'adopt' };
  if (stoodBefore(difference, replay)) return { ...said, is: 'missing', does: 'make' };
  return { ...said, is: 'changed', does: named ? 'put-back' : 'adopt' };
}

/** By its words (`table public.users`), or by its name alone. */
const isNamed = (d: Difference, word: string): boolean => word === objectWords(d) || word === d.id || `public.${word}` === d.id;

/** The live object is as the folder itself made it once: what should have changed it since did not run. */
function stoodBefore({ kind, id, facts }: Difference, replay: Replay): boolean {
  const key = keyOf(kind, id);
  const telling = facts.filter((f) => f.class === 'structural');
  const isLive = (o: CatalogObject | null): boolean => o !== null && telling.every((f) => (o.facts[f.fact] ?? null) === f.right);
  const effects = replay.migrations.flatMap((m) => m.statements.flatMap((s) => s.effects.filter((e) => e.key === key)));
  return telling.length > 0 && effects.some((e) => isLive(e.before) || isLive(e.after));
}

/** By `keyOf`, also of what belongs to an object that is on one side only. */
export function decisions(objects: readonly Reconciled[], differences: readonly Difference[]): Map<string, Reconciled['does']> {
  const made = new Map(objects.map((o) => [keyOf(o.difference.kind, o.difference.id), o.does]));
  const dropped = new Set(objects.flatMap((o) => (o.does === 'drop' ? [o.difference.id] : [])));
  for (const d of differences) {
    const key = keyOf(d.kind, d.id);
    if (!d.within || made.has(key)) continue;
    if (d.is === 'left-only') made.set(key, 'make');
    else if (d.is === 'right-only') made.set(key, goesWith(d, dropped) ? 'drop' : 'adopt');
  }
  return made;
}

/** Belongs to one of these, which is on the right side only. */
export const goesWith = ({ right }: Difference, ids: ReadonlySet<string>): boolean =>
  right !== null && ((right.parent !== null && ids.has(right.parent)) || belongsTo(right, ids));

/** The sequence of a serial column goes with its table. */
const belongsTo = ({ facts }: CatalogObject, ids: ReadonlySet<string>): boolean => {
  const of = facts['belongs_to']?.replace('identity of ', '');
  return of !== undefined && [...ids].some((id) => of === id || of.startsWith(`${id}.`));
};
