/** The one object that a program reads: what was asked, the answer, and what could not be answered. */
import type { Problem } from '../base/problem.ts';
import { mask } from '../base/secret.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan, Receipt, Unchecked } from '../model/plan.ts';

/** What a run gave, also a failed one. */
export interface Answer {
  command: string;
  environments: readonly string[];
  ok: boolean;
  verdict: string;
  findings?: readonly Finding[];
  unchecked?: readonly Unchecked[];
  plan?: Plan;
  receipt?: Receipt;
  /** The receipt that reversed `receipt`. */
  undoneBy?: string;
  problem?: Pick<Problem, 'code' | 'message' | 'why' | 'fix' | 'details'>;
  data?: unknown;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Only what JSON knows: maps as objects, sets as arrays, bigints as text, secrets masked in keys and values. */
export function jsonOf(value: unknown, secrets: readonly string[] = []): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return mask(value, secrets);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((v) => jsonOf(v, secrets));
  if (value instanceof Set) return [...value].map((v) => jsonOf(v, secrets));
  if ('toJSON' in value && typeof value.toJSON === 'function') return jsonOf(value.toJSON(), secrets);
  const pairs = value instanceof Map ? [...value] : Object.entries(value);
  // fromEntries defines: a key `__proto__` from disk stays a key.
  return Object.fromEntries(
    pairs.filter(([, v]) => v !== undefined).map(([k, v]) => [mask(String(k), secrets), jsonOf(v, secrets)]),
  );
}

/** Exactly the published keys: what a rule handed over beside them stays inside. */
function findingJson({
  rule,
  severity,
  confidence,
  environment,
  subject,
  says,
  harm,
  evidence,
  remedies,
  advice,
  because,
  acknowledged,
}: Finding) {
  const { migration, file, line, row, object, variable } = subject;
  return {
    rule,
    severity,
    confidence,
    environment,
    subject: { migration, file, line, row, object, variable },
    says,
    harm,
    evidence,
    remedies: remedies.map(({ name, says: remedy, command }) => ({ name, says: remedy, command })),
    advice,
    because,
    acknowledged,
  };
}

const receiptJson = ({ format, id, plan, environment, at, by }: Receipt, undoneBy: string | undefined) => ({
  format,
  id,
  plan,
  environment,
  at,
  by,
  outcome: 'applied',
  undoneBy,
});

/** The object of `--json`; equal for a run that failed, with `problem` and what was known by then. */
export function answerJson(answer: Answer, secrets: readonly string[] = []): Json {
  const {
    command,
    environments,
    ok,
    verdict,
    findings = [],
    unchecked = [],
    plan,
    receipt,
    undoneBy,
    problem,
    data = null,
  } = answer;
  const told = problem && {
    code: problem.code,
    message: problem.message,
    why: problem.why,
    fix: problem.fix,
    details: problem.details,
  };
  return jsonOf(
    {
      format: 1,
      command,
      environments,
      ok,
      verdict,
      findings: findings.map(findingJson),
      unchecked,
      plan,
      receipt: receipt && receiptJson(receipt, undoneBy),
      problem: told,
      data: data ?? null,
    },
    secrets,
  );
}

/** JSON.stringify leaves these as they are; on a terminal some of them move the cursor or turn the text around. */
const UNSEEN = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text of one object, ended by a newline; nothing in it can steer a terminal. */
export function jsonText(answer: Answer, secrets: readonly string[] = []): string {
  const text = JSON.stringify(answerJson(answer, secrets), null, 2);
  return `${text.replace(UNSEEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
