/** What git holds of the texts that history rows recorded and the folder does not have (any more). */
import type { GitText } from './git.ts';

/** A migration whose file is not the text that a row recorded. */
export interface Edit {
  migration: string;
  /** The recorded hash. */
  hash: string;
  /** cosmetic: PostgreSQL's parser makes the same of both. unknown: the recorded text was not found, or does not parse. */
  kind: 'cosmetic' | 'semantic' | 'unknown';
  /** One line a statement; empty when the recorded text was not found. */
  difference: string[];
}

export interface Edits {
  /** By recorded hash; also those of rows that belong to no migration. */
  texts: ReadonlyMap<string, GitText>;
  edits: Edit[];
  /** Why git may hold more than was found. */
  why?: string;
}
