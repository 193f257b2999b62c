/** How a transaction that looks at the catalog begins: one snapshot, nothing written, and every text as in any other session. */
import { PLAIN_OUTPUT } from '../sql/history.ts';

/** Statements, without semicolons. `statementTimeout`: milliseconds; 0: no limit. */
export const opening = (statementTimeout: number): string[] => [
  'begin isolation level repeatable read read only',
  // Defaults and partition bounds hold values: they are printed as the session's settings say.
  PLAIN_OUTPUT.slice(0, -1),
  `set local search_path = ''`,
  'set local quote_all_identifiers = off',
  // Statements over the whole catalog look dear to the planner, and compiling one takes longer than running it.
  'set local jit = off',
  // Whoever looks takes one processor of the server's, not several.
  'set local max_parallel_workers_per_gather = 0',
  `set local statement_timeout = ${statementTimeout}`,
];
