/** The statements that lead from one schema to another, and what a trial of them showed. */
import type { Comparison } from './catalog.ts';

export interface WayStatement {
  sql: string;
  /** Rows or whole columns go with it. */
  destroys: boolean;
  /** A table may be written anew, under a lock that stops everybody. */
  rewrites: boolean;
  /** It has to be committed by itself. */
  alone: boolean;
}

/** What became of the statements on a shadow that held a copy of where they start. */
export interface WayTrial {
  /** `PGlite 18.6` */
  engine: string;
  /** The copy against where they start: what could not be made again. */
  copy: Comparison;
  /** What they led to against where they should lead; null: one of them was refused. */
  reached: Comparison | null;
  /** The first statement that was refused, and whether it was one of the way, or one of the copy. */
  refused?: { of: 'copy' | 'way'; sql: string; says: string };
}

export interface Way {
  statements: WayStatement[];
  /** Kinds of object for which the engine writes no statements, where there are some. */
  unmodelled: string[];
  /** Roles that the statements name and that have to be there. */
  roles: string[];
  /** Who wrote the statements. */
  writer: string;
  /** What was there on the shadow although no statement makes it, because the place of these databases brings it along. */
  assumed?: string[];
  /** Not ok: nobody tried them. */
  trial: { ok: true; value: WayTrial } | { ok: false; why: string };
}
