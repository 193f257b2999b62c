/** What the audit says of one environment, where the project's own folder could be audited. */
import type { Audit, Audits, Read, Readings, Unchecked } from '../../model/index.ts';

export interface Audited extends Audits {
  own: Audit;
}

export function auditedIn({ audits }: Pick<Readings, 'audits'>, environment: string): Read<Audited> {
  const read = audits?.ok ? audits.value.get(environment) : audits;
  if (!read) return { ok: false, why: 'it was not audited' };
  if (!read.ok) return read;
  const { own, untold } = read.value;
  if (!own) return { ok: false, why: untold.find((u) => u.own)?.why ?? 'the folder could not be replayed' };
  return { ok: true, value: { ...read.value, own } };
}

/** Folders of which nothing is told, and migrations behind the one that stops a replay: once each, whatever the number of environments. */
export function untoldIn(all: readonly Audits[]): Unchecked[] {
  const said = new Map<string, Unchecked>();
  for (const { own, others, untold } of all) {
    for (const { what, why } of untold) said.set(`${what} ${why}`, { what, why, rules: [] });
    for (const { system, stops } of [...(own ? [own] : []), ...others])
      if (stops)
        said.set(`${stops.migration} ${stops.why}`, {
          what: `${stops.migration} and what follows it`,
          why: `${system.folder} does not replay: ${stops.why}`,
          rules: [],
        });
  }
  return [...said.values()];
}
