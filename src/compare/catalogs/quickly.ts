/** Are the environments alike, by their fingerprints alone? */
import type { FactClass, Print, Read, Readings, Unchecked } from '../../model/index.ts';
import { listed } from '../history/seen.ts';
import { held, type Quick } from './prints.ts';

export interface Quickly {
  exit: 0 | 1;
  verdict: string;
  unchecked: Unchecked[];
  quick: Quick;
}

export function quickly(read: Readings, counted: readonly FactClass[]): Quickly {
  const prints: Read<ReadonlyMap<string, Read<Print>>> = read.prints ?? { ok: false, why: 'it was not read' };
  const all = prints.ok ? prints.value : new Map<string, Read<Print>>();
  const unread = [...all].flatMap(([name, print]) => (print.ok ? [] : [{ name, ...print }]));
  const { environments } = read;
  const unchecked: Unchecked[] = [
    ...(environments && !environments.ok
      ? [{ what: 'the databases', why: environments.why, rules: [], ...(environments.absent ? { absent: true as const } : {}) }]
      : prints.ok
        ? []
        : [{ what: 'the databases', why: prints.why, rules: [] }]),
    ...unread.map(({ name, why, because, absent }) => ({
      what: `the schema of ${name}`,
      why,
      environment: name,
      rules: [],
      ...(because ? { because } : {}),
      ...(absent ? { absent } : {}),
    })),
  ];
  const quick = held(all, counted);
  const clean = quick.alike.length === 1 && unchecked.length === 0;
  const lost = unread.map((u) => u.name);
  return { exit: clean ? 0 : 1, verdict: verdict(quick.alike, lost), unchecked, quick };
}

function verdict(alike: readonly (readonly string[])[], unread: readonly string[]): string {
  const [first = [], second = [], ...more] = alike;
  const lost = unread.length > 0 ? `; ${listed(unread)} could not be read` : '';
  if (first.length === 0) return unread.length > 0 ? `${listed(unread)} could not be read.` : 'No database is configured.';
  if (second.length === 0) {
    if (first.length === 1) return `${first[0]} is the only one that was read: there is nothing to hold it against${lost}.`;
    return `${first.length > 2 && lost === '' ? `All ${first.length}` : listed(first)} are alike${lost}.`;
  }
  if (first.length + second.length === 2 && more.length === 0) return `${listed([...first, ...second])} are not alike${lost}.`;
  if (second.length === 1 && more.length === 0) return `${listed(first)} are alike; ${second[0]} is another${lost}.`;
  return `${alike.length} different schemas: ${alike.map((g) => listed(g)).join(' | ')}${lost}.`;
}
