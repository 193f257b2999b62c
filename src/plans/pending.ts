/** The steps that apply pending migrations, each with its history row, as the stock migrator of the line would record them. */
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Line, Migration, MigrationRun, MigrationStanding, Part, SqlFacts, TableName } from '../model/index.ts';
import { wordsOf } from '../sql/words.ts';
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
  const refused = facts.chunks.find((c) => c.error)?.error;
  const doubt = refused ? { doubt: `${refused.message} (line ${refused.line})` } : {};
  return {
    ok: true,
    run: { ...run, ...doubt, ...(made.parts ? { parts: made.parts } : {}), ...(locks.needs.length > 0 ? { locks } : {}) },
    text,
  };
}

/** For the preview: what runs, and into what it is cut. */
export function saysRun(run: MigrationRun): string {
  const { file, parts = [] } = run;
  if (!isCut(run)) return `Run ${file} and record it.`;
  if (parts.some((p) => p.noted)) return goesOn(file, parts);
  if (parts.length === 1) return `Run ${file} outside of a transaction, and record it.`;
  const alone = parts.filter((p) => p.alone).length;
  const outside = alone > 0 ? `, ${alone} of them outside of a transaction` : '';
  return `Run ${file} in ${parts.length} parts${outside}, each noted when it is done, and record it.`;
}

/** An earlier run stopped between the parts. */
function goesOn(file: string, parts: readonly Part[]): string {
  const done = parts.filter((p) => p.noted === 'done').length;
  const begun = parts.findIndex((p) => p.noted === 'begun') + 1;
  const is = done === 0 ? [] : [`${done === 1 ? 'part 1 is' : `${range(1, done)} are`} in`];
  const open = begun === 0 ? [] : [`part ${begun} was begun, and the catalog decides whether it runs`];
  const next = Math.max(done, begun) + 1;
  const runs =
    next > parts.length
      ? 'then it is recorded'
      : `${next === parts.length ? `part ${next} runs` : `${range(next, parts.length)} run`} now, and then it is recorded`;
  return `Go on with ${file}, in ${parts.length === 1 ? 'one part' : `${parts.length} parts`}: ${[...is, ...open, runs].join('; ')}.`;
}

const range = (from: number, to: number): string => `parts ${from} ${to === from + 1 ? 'and' : 'to'} ${to}`;

/** 1.0 runs a migration that was merged late; 0.x never does, so there it is a finding and stops the run. */
export const pendingOf = (standings: readonly MigrationStanding[], late: boolean): Migration[] =>
  standings.filter((s) => s.state === 'pending' || (late && s.state === 'out-of-order')).map((s) => s.migration);

/** A full name, or the start of one that fits no other. */
export function upTo(pending: Migration[], all: readonly Migration[], to: string | undefined): Migration[] {
  if (to === undefined) return pending;
  const fits = all.filter((m) => m.name === to);
  const found = fits.length > 0 ? fits : all.filter((m) => m.name.startsWith(to));
  const [target] = found;
  if (!target || found.length > 1) {
    const near = nearest(
      to,
      all.map((m) => m.name),
    );
    throw new Problem(
      'unknown-migration',
      found.length > 1 ? `${to} fits ${found.length} migrations.` : `There is no migration ${to}.`,
      {
        why:
          found.length > 1
            ? `They are ${found
                .map((m) => m.name)
                .slice(0, 5)
                .join(', ')}.`
            : 'Nothing was changed.',
        fix: near ? `npx tidemark migrate --to ${near}` : 'npx tidemark status',
      },
    );
  }
  return pending.filter((m) => m.position <= target.position);
}

/** What our parser refuses, for the preview: the server may read it. */
export const whyDoubt = ({ file, doubt }: MigrationRun, http: boolean): string[] =>
  doubt === undefined
    ? []
    : [
        `${file} does not parse, with the grammar of PostgreSQL 18: ${doubt}. ${http ? 'Over HTTP the server is not asked before: what stands before it is committed by then' : 'The server is asked before anything runs'}.`,
      ];

/** Why a file is cut, for the preview; nothing where it is not. */
export const whyParts = ({ file, parts = [] }: MigrationRun, text: string): string[] => {
  const bounds = parts.flatMap((p, i) => {
    const before = parts[i - 1];
    if (!before || before.alone || p.alone) return [];
    const between = wordsOf(text.slice(before.offset + before.length, p.offset)).some((w) => w.kind === 'word');
    return [
      between ? 'it says BEGIN or COMMIT itself' : 'a value that is added to an enum can be used only once it is committed',
    ];
  });
  const why = [...new Set([...parts.flatMap((p) => (p.alone ? [p.alone.why] : [])), ...bounds])];
  return why.length > 0
    ? [`${file}: ${why.join('; ')}. What was committed before a part that fails stays; the next run goes on from there.`]
    : [];
};
