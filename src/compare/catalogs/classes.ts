/** Which classes of difference count? */
import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { FactClass, Flag } from '../../model/index.ts';

/** Gravest first. */
export const CLASSES: readonly FactClass[] = ['structural', 'access', 'position', 'cosmetic', 'platform'];

export const COUNT: Flag = {
  name: 'count',
  value: '<class>',
  says: 'differences of this class count too: access, position, cosmetic, platform, all (repeatable)',
  repeat: true,
};

/** Structure always does; `all` is every class. Throws a Problem for a word that is no class. */
export function countedClasses(typed: readonly string[]): FactClass[] {
  const words = typed.flatMap((t) => t.split(',')).map((t) => t.trim());
  const unknown = words.find((w) => w !== 'all' && !CLASSES.includes(w as FactClass));
  if (unknown !== undefined) {
    const near = nearest(unknown, [...CLASSES, 'all']);
    throw new Problem('unknown-class', `There is no class of difference "${unknown}".`, {
      why: `There are ${CLASSES.join(', ')}, and all.`,
      fix: near ? `--count ${near}` : '--count all',
    });
  }
  return CLASSES.filter((c) => c === 'structural' || words.includes('all') || words.includes(c));
}
