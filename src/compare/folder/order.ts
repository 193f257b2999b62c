/** Which stamps of the journal are below an earlier entry's, so that a database in between would skip theirs? */
import type { Migration } from '../../model/index.ts';

export interface Below {
  migration: Migration;
  when: number;
  /** The earlier entry with the greatest stamp. */
  above: Migration;
  aboveWhen: number;
}

/** Stamps in seconds stand below everything and have a cure of their own. */
export const looksLikeSeconds = (when: number): boolean => when >= 1e8 && when < 1e11;

export function belowEarlier(migrations: readonly Migration[]): Below[] {
  const out: Below[] = [];
  let above: Migration | null = null;
  let aboveWhen = Number.NEGATIVE_INFINITY;
  for (const migration of migrations) {
    const { when } = migration;
    if (when === null || looksLikeSeconds(when)) continue;
    if (above && when <= aboveWhen) out.push({ migration, when, above, aboveWhen });
    else {
      above = migration;
      aboveWhen = when;
    }
  }
  return out;
}
