/** What a rule saw, as it is reported: in JSON exactly this. */
import type { Confidence, Found, Severity, Subject } from './rule.ts';

export interface Finding {
  rule: string;
  severity: Severity;
  confidence: Confidence;
  environment?: string;
  subject: Subject;
  says: string;
  harm: string;
  evidence: string[];
  remedies: { name: string; says: string; command: string }[];
  /** What a person does where no plan can. */
  advice?: string;
  /** Rule of the finding that is the root of this one. */
  because?: string;
  acknowledged?: { reason: string; on: string; by: string };
}

/** A finding with what the rule handed over beside it, for remedies; never in JSON. */
export interface Judged {
  finding: Finding;
  found: Found;
}

/** The text by which a finding is acknowledged and expected: stable between runs. */
export function subjectKey({ migration, file, row, object, variable }: Subject, environment?: string): string {
  const what =
    object ?? variable ?? (row === undefined ? (migration ?? file ?? '') : `row ${row}${migration ? ` ${migration}` : ''}`);
  return environment ? `${what}@${environment}` : what;
}
