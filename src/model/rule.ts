/** A rule is data plus one function: what can be wrong, why it hurts, which remedies mend it. */
import type { EvidenceKey, Given } from './evidence.ts';
import type { Change } from './plan.ts';

/** error: a deploy will fail, skip or repeat something. warning: it will bite later. note: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';
export type Confidence = 'proven' | 'derived' | 'stated' | 'suspected';
export type Group = 'journal' | 'history' | 'order' | 'snapshots' | 'sql' | 'config' | 'connection' | 'upgrade';

/** What a finding is about; the parts that make it recognisable from one run to the next. */
export interface Subject {
  migration?: string;
  file?: string;
  line?: number;
  /** Id of a history row. */
  row?: string;
  object?: string;
  variable?: string;
}

export interface Found {
  environment?: string;
  subject: Subject;
  /** One sentence, plain words, names the thing. */
  says: string;
  /** Facts with file:line or row. Empty only when `says` is the fact. */
  evidence: string[];
  confidence?: Confidence;
  severity?: Severity;
  /** The rule whose finding is the root of this one, and its subject when that matters. */
  because?: string;
}

export interface Remedy {
  /** kebab-case, what is typed behind --with. */
  name: string;
  says: string;
  change: Change[];
  /** The command to type when it is not `repair`; then `change` is empty. */
  command?: string;
  /** Done only when its rule is named, never by a bare `repair`: it takes back what somebody wrote. */
  named?: true;
  /** What is needed first, in words (`needs audit`): offered, not executable. */
  needs?: string;
}

export interface Rule<N extends EvidenceKey = never, W extends EvidenceKey = never, F extends Found = Found> {
  group: Group;
  severity: Severity;
  /** A sentence that is true when the rule speaks. */
  title: string;
  /** What happens to the user. */
  harm: string;
  /** What people believe about it, and why it is (not) so; further reading for `explain`. */
  background?: string;
  /** A run of `migrate` in the finding's environment would skip, repeat or fail, so it does not start. */
  stops?: true;
  needs: readonly N[];
  wants?: readonly W[];
  check(given: Given<N, W>): Iterable<F>;
  /** First the one that `repair` takes. None: nothing we can change; `advice` says what a person does. */
  remedies?(found: F, given: Given<N, W>): Remedy[];
  advice?: string;
}

/** A rule whose types are hidden, as the registry holds it; `id` is the file's name. */
export interface AnyRule {
  id: string;
  group: Group;
  severity: Severity;
  title: string;
  harm: string;
  background?: string;
  advice?: string;
  stops?: true;
  needs: readonly EvidenceKey[];
  wants: readonly EvidenceKey[];
  check(given: never): Iterable<Found>;
  remedies?(found: never, given: never): Remedy[];
}

/** Checks the shape and lets TypeScript infer what `check` may touch. */
export function rule<const N extends EvidenceKey, const W extends EvidenceKey = never, F extends Found = Found>(
  definition: Rule<N, W, F>,
): Rule<N, W, F> {
  return definition;
}
