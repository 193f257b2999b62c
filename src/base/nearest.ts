/** Which known name did a misspelt one mean? */
import { closest, distance } from 'fastest-levenshtein';

/** The nearest of `names`, or undefined when none is near enough to be meant. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const best = closest(word, names);
  return distance(word, best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}
