/** An index's definition as pg_get_indexdef writes it, without ONLY: so that it reaches the partitions too. */
import { wordsOf } from './words.ts';

/** `CREATE [UNIQUE] INDEX name ON [ONLY] …`: a name or an expression may hold the same words. */
export function onAllPartitions(definition: string): string {
  const words = wordsOf(definition);
  const name = words[1]?.text === 'unique' ? 3 : 2;
  const only = words[name + 2];
  const next = words[name + 3];
  // A schema may be called "only", in quotes.
  if (only?.text !== 'only' || definition[only.offset] === '"' || !next) return definition;
  return definition.slice(0, only.offset) + definition.slice(next.offset);
}
