/** Which applied migrations are not any more what was applied? They count as applied, and are named. */
import type { MigrationStanding, RowFault } from '../../model/index.ts';

export const shortened = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(', ')} … ${names.at(-1)}` : names.join(', ');

/** In a sentence; empty when there is none. */
export function changedSince(migrations: readonly MigrationStanding[]): string {
  const having = (...faults: RowFault[]) =>
    migrations.filter((m) => m.rows.some((r) => r.faults.some((f) => faults.includes(f)))).map((m) => m.migration.name);
  const edited = having('hash-unknown', 'hash-of-earlier-text');
  const restamped = having('stamp-differs').filter((name) => !edited.includes(name));
  const told = [
    ...(edited.length > 0 ? [`Edited since ${edited.length === 1 ? 'it was' : 'they were'} applied: ${shortened(edited)}.`] : []),
    ...(restamped.length > 0 ? [`Another time in the journal than in the history: ${shortened(restamped)}.`] : []),
  ];
  return told.length === 0 ? '' : ` ${told.join(' ')} doctor tells what that means.`;
}
