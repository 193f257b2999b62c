/** What an audit asks of a database, and of a shadow. */
import type { Catalog, Read, Seed } from '../../model/index.ts';

/** Asks for the rows that a migration brings: how many of those keys are there, and how many with what it wrote beside them. null: it may not be asked. */
export type AskSeeds = (seeds: readonly AskedSeed[]) => Promise<({ found: number; same: number } | null)[]>;

export interface AskedSeed {
  migration: string;
  seed: Seed;
  /** Every column that it wrote is there. */
  comparable: boolean;
}

/** Runs these texts on an empty shadow, and reads what is there then. */
export type TryOut = (texts: readonly { name: string; text: string }[]) => Promise<Read<{ engine: string; catalog: Catalog }>>;

/** Counts rows of these relations, at most a million each. null: it may not be asked. */
export type AskRows = (relations: readonly string[]) => Promise<(number | null)[]>;
