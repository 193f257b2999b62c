/** After a plan: does anything it was to mend still speak? */
import { judge } from '../compare/judge.ts';
import { subjectKey } from '../model/finding.ts';
import type { Expectation, Plan } from '../model/index.ts';
import type { Looked } from '../read/evidence.ts';

/** The expectations that do not hold. */
export async function verify(plan: Plan, { readings }: Looked): Promise<Expectation[]> {
  if (plan.expects.length === 0) return [];
  const { rules } = await import('../rules/index.ts');
  const named = new Set(plan.expects.map((e) => e.rule));
  const { judged } = judge(
    rules.filter((r) => named.has(r.id)),
    readings,
    [],
  );
  const speaking = new Set(judged.map(({ finding: f }) => `${f.rule}\n${subjectKey(f.subject, f.environment)}`));
  return plan.expects.filter((e) => speaking.has(`${e.rule}\n${e.subject}`));
}
