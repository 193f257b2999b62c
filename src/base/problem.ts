/** What a command throws when it could not do its job: what happened, why, and what to type next. */

/** 2: nothing of this run is committed. 3: something is, or its outcome is unknown. */
export type ProblemExit = 2 | 3;

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

  constructor(code: string, message: string, { why, fix, exit = 2 }: { why: string; fix: string; exit?: ProblemExit }) {
    super(message);
    this.code = code;
    this.why = why;
    this.fix = fix;
    this.exit = exit;
  }
}
