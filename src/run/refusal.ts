/** What PostgreSQL refused, in words: file, line, statement, cause, and what to type next. */

import { placeOf } from '../base/line.ts';
import { Problem } from '../base/problem.ts';
import type { DatabaseError } from '../drivers/session.ts';
import type { MigrationRun } from '../model/index.ts';
import { piecesOf } from '../sql/breakpoints.ts';
import { LOCK_HELD, OTHER_ENVIRONMENT, STALE } from '../sql/guard.ts';
import { grantOwnSchema } from '../sql/own-schema.ts';
import { split } from '../sql/split.ts';
import type { Sending } from './sending.ts';

const GONE = new Set(['42P01', '42703', '3F000']);

export function refusal(sending: Sending, error: DatabaseError, waited: number): Problem {
  const { database, done, plan } = sending;
  const { environment } = database.place;
  const nothing = done > 0 ? `The ${done} before it are committed; this one was rolled back.` : 'Nothing was changed.';
  const exit = done > 0 ? 3 : 2;
  const seconds = Math.round(waited / 1000);
  if (error.sqlstate === LOCK_HELD) {
    return new Problem('lock-held', `Another Tidemark has been at work on ${environment.name} for ${seconds} s.`, {
      why: `It holds the migration lock. ${nothing}`,
      fix: 'Wait until it is done, then run the same command again.',
      exit,
    });
  }
  const failed = failedStep(sending, error);
  // Before any step: the guard itself found no table, no column or no schema where the plan was made with one.
  if (error.sqlstate === STALE || (failed === null && GONE.has(error.sqlstate))) {
    return new Problem('stale-plan', `${environment.name} is not what the plan was made for.`, {
      why: `${error.message} changed since it was read. ${nothing}`,
      fix: 'Run the command again: it makes a new plan from what is there now.',
      exit,
    });
  }
  if (error.sqlstate === OTHER_ENVIRONMENT) {
    return new Problem('other-environment', `This database does not call itself ${environment.name}.`, {
      why: `Another environment's name is stored in it (${environment.from}). ${nothing}`,
      fix: `Check the URL. If the database is ${environment.name} now: npx tidemark repair environment-name -e ${environment.name} --on ${environment.name}`,
      exit,
    });
  }
  if (error.sqlstate === '42501' && failed === null) {
    return new Problem(
      'no-own-schema',
      `Role ${environment.target.role || 'of this URL'} may not create what the receipt needs in ${environment.name}.`,
      {
        why: `${error.message}. ${nothing} A change is only made where a receipt can say how to take it back.`,
        fix: `An administrator runs this once, then the same command works:\n${grantOwnSchema(environment.target.role)}`,
        exit,
      },
    );
  }
  if (error.sqlstate === '55P03' || error.sqlstate === '40P01' || error.sqlstate === '40001') {
    return new Problem(
      'lock-not-free',
      `A table is held by somebody else in ${environment.name}; ${seconds} s of trying were not enough.`,
      {
        why: `${error.message} (${error.sqlstate}). ${nothing} No reader waited behind us for longer than ${environment.lockTimeout} ms at a time.`,
        fix: 'See who holds it: select pid, state, application_name, xact_start from pg_stat_activity where xact_start is not null order by xact_start;\nThen run the same command again.',
        exit,
      },
    );
  }
  if (failed?.run) return migrationFailed(failed.run, failed.text, failed.nth, error, environment.name, nothing, exit);
  return new Problem('database-refused', `${environment.name} refused: ${error.message}`, {
    why: `SQLSTATE ${error.sqlstate}${error.detail ? `, ${error.detail}` : ''}${failed ? `, in the step "${plan.steps[failed.step]?.says}"` : ''}. ${nothing}`,
    fix: error.hint ?? 'npx tidemark doctor',
    exit,
  });
}

/** Which step the failing statement belongs to: completed statements are counted, the message is ours. */
function failedStep(
  { pieces, plan }: Sending,
  error: DatabaseError,
): { step: number; nth: number; run?: MigrationRun; text: string } | null {
  let before = 0;
  for (const piece of pieces) {
    const step = piece.step === null ? undefined : plan.steps[piece.step];
    const run = step?.kind === 'sql' ? step.migration : undefined;
    const own = run ? statementsOf(step?.kind === 'sql' ? step.text : '').length : 1;
    if (error.completed < before + own) {
      return piece.step === null
        ? null
        : {
            step: piece.step,
            nth: error.completed - before,
            ...(run ? { run } : {}),
            text: step?.kind === 'sql' ? step.text : '',
          };
    }
    before += own;
  }
  return null;
}

/** Statements of a migration's text as they were sent, with their offsets in the file. */
function statementsOf(text: string): { offset: number; length: number }[] {
  return piecesOf(text).flatMap((piece) =>
    split(piece.text).statements.map((s) => ({ offset: piece.offset + s.offset, length: s.length })),
  );
}

function migrationFailed(
  run: MigrationRun,
  text: string,
  nth: number,
  error: DatabaseError,
  environment: string,
  nothing: string,
  exit: 2 | 3,
): Problem {
  const statement = statementsOf(text)[nth];
  const { line } = placeOf(text, statement?.offset ?? 0);
  const shown = statement ? text.slice(statement.offset, statement.offset + statement.length).trim() : '';
  const first = shown.length > 300 ? `${shown.slice(0, 300)} …` : shown;
  return new Problem('migration-failed', `${run.name} failed in ${environment}: ${error.message}`, {
    why: [
      `${run.file}:${line}, statement ${nth + 1}, SQLSTATE ${error.sqlstate}:`,
      first
        .split('\n')
        .map((l) => `  ${l}`)
        .join('\n'),
      ...(error.detail ? [error.detail] : []),
      nothing,
    ].join('\n'),
    fix: `${error.hint ? `${error.hint}\n` : ''}Mend ${run.file} (it is not recorded as applied), then: npx tidemark migrate${environment === 'default' ? '' : ` -e ${environment}`}`,
    exit,
  });
}
