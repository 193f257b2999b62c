/** What the audit says of one environment: the project's own folder, and the folders of other systems. */
import type { Audit, Read, Readings } from '../../model/index.ts';

export interface Audited {
  own: Audit;
  others: Audit[];
}

export function auditedIn({ audits }: Pick<Readings, 'audits'>, environment: string): Read<Audited> {
  if (!audits?.ok) return audits ?? { ok: false, why: 'it was not audited' };
  const read = audits.value.get(environment) ?? { ok: false as const, why: 'it was not audited' };
  if (!read.ok) return read;
  const own = read.value.find((a) => a.system.own);
  if (!own) return { ok: false, why: 'the folder could not be replayed' };
  return { ok: true, value: { own, others: read.value.filter((a) => a !== own) } };
}
