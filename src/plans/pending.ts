/** The steps that apply pending migrations, each with its history row, as the stock migrator of the line would record them. */
import type { Line, Migration, MigrationRun, MigrationStanding, SqlFacts, TableName } from '../model/index.ts';
import { cut, isCut, locksOf } from './parts.ts';

export type Made = { ok: true; run: MigrationRun; text: string } | { ok: false; why: string };

/** `facts` are what the parser says of the text; without them it is sent as one transaction. */
export function runOf(migration: Migration, line: Line, table: TableName, facts?: SqlFacts): Made {
  const { name, sql, when, file } = migration;
  if (!sql.ok) return { ok: false, why: sql.why };
  if (when === null || file === null) return { ok: false, why: `${name} has no time to be recorded with` };
  const { hash, text } = sql.value;
  const run: MigrationRun = { name, file, hash, when: String(when), line, table };
  if (!facts) return { ok: true, run, text };
  const made = cut(text, facts);
  if (!made.ok) return { ok: false, why: `${file}, line ${made.line}: ${made.why}` };
  const locks = locksOf(facts.statements);
  return {
    ok: true,
    run: { ...run, ...(made.parts ? { parts: made.parts } : {}), ...(locks.needs.length > 0 ? { locks } : {}) },
    text,
  };
}

/** For the preview: what runs, and into what it is cut. */
export function saysRun(run: MigrationRun): string {
  const { file, parts = [] } = run;
  if (!isCut(run)) return `Run ${file} and record it.`;
  if (parts.length === 1) return `Run ${file} outside of a transaction, and record it.`;
  const alone = parts.filter((p) => p.alone).length;
  const outside = alone > 0 ? `, ${alone} of them outside of a transaction` : '';
  return `Run ${file} in ${parts.length} parts${outside}, each noted when it is done, and record it.`;
}

/** 1.0 runs a migration that was merged late; 0.x never does, so there it is a finding and stops the run. */
export const pendingOf = (standings: readonly MigrationStanding[], late: boolean): Migration[] =>
  standings.filter((s) => s.state === 'pending' || (late && s.state === 'out-of-order')).map((s) => s.migration);
