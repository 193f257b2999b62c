/** What was not looked at, and why: silence elsewhere means checked and clean. */
import type { Unchecked } from '../model/plan.ts';
import { listed, type Pen, pen, type Style } from './style.ts';
import { hang } from './wrap.ts';

const NAMED = 6;

function names(group: readonly Unchecked[]): string {
  const whats = new Map<string, string[]>();
  for (const { what, environment } of group) {
    const places = whats.get(what) ?? [];
    if (environment !== undefined && !places.includes(environment) && !what.includes(environment)) places.push(environment);
    whats.set(what, places);
  }
  const all = [...whats].map(([what, places]) => (places.length > 0 ? `${what} (${places.join(', ')})` : what));
  return listed(all.length > NAMED ? [...all.slice(0, NAMED), `${all.length - NAMED} more`] : all);
}

/** One paragraph a reason. */
export function uncheckedLines(p: Pen, unchecked: readonly Unchecked[]): string[] {
  const byReason = new Map<string, Unchecked[]>();
  for (const item of unchecked) {
    const key = `${item.because ?? ''}\n${item.why}`;
    byReason.set(key, [...(byReason.get(key) ?? []), item]);
  }
  const ordered = [...byReason.values()].sort((a, b) => Number(a.every((u) => u.absent)) - Number(b.every((u) => u.absent)));
  return ordered.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const root = first.because === undefined ? '' : ` (see ${first.because})`;
    const why = first.why.replace(/[.\s]+$/, '');
    return hang(p, `Not checked: ${names(group)}, because ${why}${root}.`, {
      first: '',
      rest: '  ',
      paint: p.dim,
      most: 6,
    });
  });
}

export const uncheckedText = (unchecked: readonly Unchecked[], style: Style): string =>
  uncheckedLines(pen(style), unchecked).join('\n');
