/** What a command throws when it could not do its job: what happened, why, and what to type next. */

/** 2: nothing of this run is committed. 3: something is, or its outcome is unknown. */
export type ProblemExit = 2 | 3;

/** A refusal, of the database mostly, field by field, for programs. Absent: it is not known, or there is none. */
export interface ProblemDetails {
  environment?: string;
  migration?: string;
  /** Where the statement begins, or exactly where the fault is: `file` relative to the project, `line` and `column` from 1. */
  file?: string;
  line?: number;
  column?: number;
  /** As it stands in the file, shortened to 300 characters. */
  statement?: string;
  /** The statement is number `nth` of `statements` in the file; `nth` is absent when the driver cannot tell. */
  nth?: number;
  statements?: number;
  sqlstate?: string;
  /** PostgreSQL's name of the SQLSTATE: `unique_violation`. */
  condition?: string;
  /** The server's own words. */
  says?: string;
  detail?: string;
  hint?: string;
  /** Of PL/pgSQL: the function and line that was running. */
  context?: string;
  /** What it is about, as far as PostgreSQL names it. */
  object?: { schema?: string; table?: string; column?: string; constraint?: string; dataType?: string };
  /** What the database looks like now. `part`: of this run `committed` units are in, this one is not. */
  state?: 'unchanged' | 'part' | 'unknown';
  /** Units of this run (migrations, mostly) that were committed before. */
  committed?: number;
  /** Milliseconds of trying, waits included. */
  waited?: number;
  /** Who was in the way, one text each. */
  blockers?: string[];
  /** The consent that is missing: hazards and protected environments, by name. `plan`: its hash, as it has to be looked at before. */
  wants?: { accept: string[]; on: string[]; plan?: string };
}

/**
 * The one error that a person is meant to read. Anything else that is thrown is a bug of ours.
 * `code` is stable and kebab-case; `fix` is a command, or the change to make, one step a line.
 */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: string;
  readonly why: string;
  readonly fix: string;
  readonly exit: ProblemExit;
  readonly details?: ProblemDetails;

  constructor(
    code: string,
    message: string,
    { why, fix, exit = 2, details }: { why: string; fix: string; exit?: ProblemExit; details?: ProblemDetails },
  ) {
    super(message);
    this.code = code;
    this.why = why;
    this.fix = fix;
    this.exit = exit;
    if (details) this.details = details;
  }
}

/** The same Problem, each of its texts changed: what a foreign program said is masked before anybody sees it. */
export function retold(problem: Problem, change: (text: string) => string): Problem {
  const { code, message, why, fix, exit, details } = problem;
  return new Problem(code, change(message), {
    why: change(why),
    fix: change(fix),
    exit,
    ...(details ? { details: deep(details, change) } : {}),
  });
}

function deep<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((v: unknown) => deep(v, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, deep(v as unknown, change)])) as T;
}
