/** What does an audit say of one migration in one environment? */
import type { Evidence, Migration, Read } from '../../model/index.ts';
import { auditedIn } from './own-audit.ts';
import { factTexts, lossText, type Recordable, recordable } from './recordable.ts';

/** null: nobody audited, or the folder does not replay as far. */
export function courseIn(audits: Read<Evidence['audits']>, environment: string, { name }: Migration): Recordable | null {
  const audited = auditedIn({ audits }, environment);
  const judged = audited.ok ? audited.value.own.migrations.find((m) => m.migration === name) : undefined;
  return audited.ok && judged ? recordable(judged, audited.value.own) : null;
}

const FACTS = 3;

/** As evidence of a finding. */
export const courseFacts = ({ course, why, facts, loses }: Recordable, { file }: Pick<Migration, 'file'>): string[] => [
  `${course === 'ask' ? 'an audit cannot tell whether it ran' : course === 'record' ? 'it was executed (proven)' : 'it was never executed (proven)'}: ${why}`,
  ...factTexts(facts, FACTS, file ?? undefined),
  ...loses.map((l) => `run now, it would take away ${lossText(l)}`),
];
