/** The statements that lead from one schema to another, and what a trial of them showed. */
import type { Difference, NotCompared } from './catalog.ts';

export interface WayStatement {
  sql: string;
  /** Rows or whole columns go with it. */
  destroys: boolean;
  /** A table may be written anew, under a lock that stops everybody. */
  rewrites: boolean;
  /** It has to be committed by itself. */
  alone: boolean;
}

/** proven: they ran on `engine`, and what they made was read back equal. */
export type WayProof =
  | { is: 'proven'; engine: string; notCompared: NotCompared[] }
  | { is: 'unproven'; engine: string | null; why: string; remains: Difference[] };

export interface Way {
  from: string;
  to: string;
  statements: WayStatement[];
  /** Bodies of functions are not to be checked while they run: one names what comes later. */
  unchecked: boolean;
  /** Kinds of object for which no statements can be written, where there are some. */
  unmodelled: string[];
  /** Roles that the statements name and that have to be there. */
  roles: string[];
  proof: WayProof;
}
