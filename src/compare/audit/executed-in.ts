/** Which migrations of the folder were executed in an environment, by an audit? */
import type { Evidence, Read } from '../../model/index.ts';
import { auditedIn } from './own-audit.ts';
import { recordable } from './recordable.ts';

/** `nothing`: it is proven of every one that it was not. null: nobody audited. */
export function executedIn(
  audits: Read<Evidence['audits']>,
  environment: string,
): { proven: string[]; engine: string; nothing: boolean } | null {
  const audited = auditedIn({ audits }, environment);
  if (!audited.ok) return null;
  const { own } = audited.value;
  const courses = own.migrations.map((m) => ({ name: m.migration, course: recordable(m, own).course }));
  return {
    proven: courses.filter((c) => c.course === 'record').map((c) => c.name),
    engine: own.proof?.engine ?? '',
    nothing: courses.every((c) => c.course === 'run'),
  };
}
