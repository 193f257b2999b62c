/** How code asks: options instead of flags, values instead of text, Problems thrown. */
import { Problem } from '../base/problem.ts';
import type { AuditData } from '../commands/audit.ts';
import type { DiffData } from '../commands/diff.ts';
import type { DoctorData } from '../commands/doctor.ts';
import type { MigrateData } from '../commands/migrate.ts';
import type { StatusData } from '../commands/status.ts';
import type { QuickData, VerifyData } from '../commands/verify.ts';
import type { FactClass, Hazard, Plan } from '../model/index.ts';
import { whoRuns } from './by.ts';
import type { Answer, Face, Input } from './input.ts';
import type { Listener } from './progress.ts';
import { run } from './run.ts';

export interface Options {
  /** The project's folder; default: the working directory. */
  cwd?: string;
  /** drizzle.config, relative to `cwd`; default: the one that is found. */
  config?: string;
  /** Environments; default: all for looking, the default one for changing. */
  environments?: string[];
  /** Variables in place of process.env. */
  env?: Record<string, string | undefined>;
  /** Told of every step of a change. Awaited. */
  onProgress?: Listener;
}

/** Consent, by name; a call to a changing function is the answer to a question without hazard. */
export interface Consent {
  accept?: Hazard[];
  /** Protected environments that may be changed. */
  on?: string[];
}

export interface AnswerOf<D> extends Omit<Answer, 'data' | 'problem' | 'secrets' | 'targets'> {
  data: D;
}

/** Everything that is wrong. Resolves also when something is; throws a Problem when it could not look. */
export const doctor = (options: Options = {}): Promise<AnswerOf<DoctorData>> => asked('doctor', options);

/** Which migrations are applied, pending, odd, per environment. Times are ISO, UTC. */
export const status = (options: Options = {}): Promise<AnswerOf<StatusData>> => asked('status', options);

/** Classes of difference that count beside structure. */
export interface Counting {
  count?: (FactClass | 'all')[];
}

/** How two schemas differ; each is an environment, `schema`, `migrations`, `migrations@0007`, a saved file, a URL. */
export const diff = (a: string, b: string, options: Options & Counting = {}): Promise<AnswerOf<DiffData>> =>
  asked('diff', options, { positionals: [a, b], flags: countFlag(options) });

/** Is each environment as its history and the folder say, or as a file of `audit --save` does (`against`)? */
export function verify(options?: Options & Counting & { against?: string; quick?: false }): Promise<AnswerOf<VerifyData>>;
/** Are the environments alike, by fingerprints alone? One query each; histories and folder are not looked at. */
export function verify(options: Options & Counting & { quick: true }): Promise<AnswerOf<QuickData>>;
export function verify(options: Options & Counting & { against?: string; quick?: boolean } = {}): Promise<AnswerOf<VerifyData>> {
  return asked('verify', options, {
    flags: new Map([
      ...countFlag(options),
      ...given('against', options.against),
      ...given('quick', options.quick ? '' : undefined),
    ]),
  });
}

/** Which migrations' effects are really there, in each environment. */
export const audit = (options: Options = {}): Promise<AnswerOf<AuditData>> => asked('audit', options);

const given = (name: string, value: string | undefined): [string, string[]][] => (value === undefined ? [] : [[name, [value]]]);
const countFlag = ({ count }: Counting): Map<string, string[]> => new Map(count ? [['count', count]] : []);

/**
 * The plan of a changing command, not applied; null when there is nothing to do.
 * `command` is `repair`, `migrate`, `rebuild-history`, `adopt`, `baseline`, `reconcile` or `undo`; `args` are its positionals, `flags` its own flags.
 */
export async function plan(
  command: string,
  args: readonly string[] = [],
  options: Options & { flags?: Record<string, string[]> } = {},
): Promise<Plan | null> {
  const answer = await asked<unknown>(command, options, {
    positionals: [...args],
    flags: new Map(Object.entries(options.flags ?? {})),
    dryRun: true,
  });
  return answer.plan ?? null;
}

/** Applies exactly this plan. Throws a Problem (`stale-plan`) when anything it was made from changed. */
export const apply = (kept: Plan, options: Options & Consent = {}): Promise<AnswerOf<{ plan: string }>> =>
  asked('apply', options, { positionals: ['plan'], texts: new Map([['plan', JSON.stringify(kept)]]) });

/** Applies what is pending. Throws a Problem when it stops; `exit` 3 on it means that something of this run is committed. */
export const migrate = (options: Options & Consent = {}): Promise<AnswerOf<MigrateData>> => asked('migrate', options);

/** Reverses one applied plan by its receipt's id. */
export const undo = (receipt: string, options: Options & Consent = {}): Promise<AnswerOf<{ receipt: string }>> =>
  asked('undo', options, { positionals: [receipt] });

async function asked<D>(command: string, options: Options & Consent, more: Partial<Input> = {}): Promise<AnswerOf<D>> {
  const input: Input = {
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? process.env,
    ...(options.config ? { config: options.config } : {}),
    environments: options.environments ?? [],
    positionals: [],
    flags: new Map(),
    yes: true,
    accept: options.accept ?? [],
    on: options.on ?? [],
    dryRun: false,
    by: whoRuns(options.env ?? process.env),
    now: Date.now,
    ...more,
  };
  const face: Face = { tell: options.onProgress ?? (() => undefined), preview: () => undefined };
  const { problem, data, secrets: _, targets: __, ...rest } = await run(command, input, face);
  if (problem) throw inCalls(problem, command, input);
  return { ...rest, data: data as D };
}

/** Code gives its consent in the options of the call; nobody types a flag there. */
function inCalls(problem: Problem, command: string, { positionals, accept, on }: Input): Problem {
  const { code, message, why, exit, details } = problem;
  if (!details?.wants) return problem;
  const options = Object.entries({ accept: [...accept, ...details.wants.accept], on: [...on, ...details.wants.on] })
    .flatMap(([option, names]) => (names.length === 0 ? [] : [`${option}: ${JSON.stringify(names)}`]))
    .join(', ');
  // A call cannot be shown a plan, so it is made first and handed over.
  const fix = details.wants.plan
    ? `Look at the plan first, with the options of this call: const made = await plan(${JSON.stringify(command)}, ${JSON.stringify(positionals)}, options)\nThen: await apply(made, { ...options, ${options} })`
    : `Give in the options of this call: { ${options} }`;
  return new Problem(code, message, { why, fix, exit, details });
}
