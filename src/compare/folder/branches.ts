/** Which branches of a 1.0 folder are open, and do two of them touch the same thing? As drizzle-kit 1.0.0-rc.5 compares them. */
import type { Footprint } from '../../model/index.ts';
import { type Linked, NOBODY } from './snapshot-chain.ts';

/** Snapshots that nobody follows. */
export function leavesOf(links: readonly Linked[]): Linked[] {
  const parents = new Set(links.flatMap((l) => l.head.prevIds));
  return links.filter((l) => l.head.id !== null && !parents.has(l.head.id));
}

/** Every parent is there and there is one first migration: otherwise drizzle-kit stops before it looks at branches. */
export function isWholeHistory(links: readonly Linked[]): boolean {
  const ids = new Set([NOBODY, ...links.flatMap((l) => (l.head.id === null ? [] : [l.head.id]))]);
  return links.filter((l) => l.head.type === 'base').length < 2 && links.every((l) => l.head.prevIds.every((id) => ids.has(id)));
}

export interface Conflict {
  /** The ends of the two branches. */
  ends: [Linked, Linked];
  /** The two migrations whose statements meet, and on what. */
  meet: [Linked, Linked];
  on: string;
  statements: [string, string];
}

type Step = { link: Linked; print: Footprint };

/** One for each pair of open ends whose branches, back to where they part, meet. */
export function conflictsOf(links: readonly Linked[]): Conflict[] {
  const leaves = leavesOf(links);
  const byId = new Map(links.map((l) => [l.head.id, l]));
  const histories = leaves.map((leaf) => historyOf(leaf, byId));
  return leaves.flatMap((x, i) =>
    leaves.flatMap((y, j): Conflict[] => {
      if (j <= i) return [];
      const [a, b] = [stepsOf(links, histories[i]!, histories[j]!), stepsOf(links, histories[j]!, histories[i]!)];
      const there = meeting(a, b);
      const found = there ?? meeting(b, a);
      if (!found) return [];
      const [left, right] = there ? [found.from, found.to] : [found.to, found.from];
      return [
        {
          ends: [x, y],
          meet: [left.link, right.link],
          on: found.on,
          statements: [left.print.statementType, right.print.statementType],
        },
      ];
    }),
  );
}

function historyOf(leaf: Linked, byId: ReadonlyMap<string | null, Linked>): Set<Linked> {
  const out = new Set<Linked>();
  const left = [leaf];
  for (let link = left.pop(); link !== undefined; link = left.pop()) {
    if (out.has(link)) continue;
    out.add(link);
    for (const id of link.head.prevIds) {
      const parent = byId.get(id);
      if (parent) left.push(parent);
    }
  }
  return out;
}

const stepsOf = (links: readonly Linked[], mine: ReadonlySet<Linked>, theirs: ReadonlySet<Linked>): Step[] =>
  links
    .filter((l) => mine.has(l) && !theirs.has(l))
    .flatMap((link) => (link.head.touches ?? []).map((print) => ({ link, print })));

/** The same statement in both branches is no conflict. */
const sameChange = (a: Footprint, b: Footprint): boolean =>
  a.sqlHash !== undefined && a.statementType === b.statementType && a.sqlHash === b.sqlHash;

function meeting(from: readonly Step[], to: readonly Step[]): { from: Step; to: Step; on: string } | null {
  const touching = new Map<string, Step[]>();
  for (const step of to)
    for (const node of [...step.print.writes, ...(step.print.reads ?? [])])
      touching.set(node, [...(touching.get(node) ?? []), step]);
  for (const step of from) {
    for (const on of [...step.print.writes, ...(step.print.sharedWrites ?? [])]) {
      const other = touching.get(on)?.findLast((o) => !sameChange(step.print, o.print));
      if (other) return { from: step, to: other, on };
    }
  }
  return null;
}
