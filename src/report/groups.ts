/** Which findings belong together: followers under their root, many of one rule as one. */
import { type Finding, subjectKey } from '../model/finding.ts';
import type { Severity } from '../model/rule.ts';

export interface Group {
  head: Finding;
  /** The same rule about other subjects. */
  siblings: Finding[];
  /** Findings whose root is in this group. */
  followers: Finding[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

type RootOf = (finding: Finding) => Finding | undefined;

/** `because` is a rule, or a rule and a subject; of several, the one of the same environment, then one of no environment. */
function rootFinder(findings: readonly Finding[]): RootOf {
  const first = new Map<string, Finding>();
  const keep = (key: string, finding: Finding) => {
    if (!first.has(key)) first.set(key, finding);
  };
  for (const f of findings) {
    keep(`exact\n${f.rule} ${subjectKey(f.subject)}\n${f.environment ?? ''}`, f);
    keep(`exact\n${f.rule} ${subjectKey(f.subject, f.environment)}\n`, f);
    keep(`rule\n${f.rule}\n${f.environment ?? ''}`, f);
    keep(`any\n${f.rule}`, f);
    keep(`any\n${f.rule} ${subjectKey(f.subject)}`, f);
  }
  const parent: RootOf = ({ rule, because, environment }) => {
    if (because === undefined || because === rule) return undefined;
    const places = [environment ?? '', ''];
    for (const kind of ['exact', 'rule']) {
      for (const place of places) {
        const found = first.get(`${kind}\n${because}\n${place}`);
        if (found) return found;
      }
    }
    return first.get(`any\n${because}`);
  };
  return (finding) => {
    const seen = new Set([finding]);
    let root: Finding | undefined;
    for (let next = parent(finding); next; next = parent(next)) {
      if (seen.has(next)) return undefined;
      seen.add(next);
      root = next;
    }
    return root;
  };
}

/** The most harmful first: errors, warnings, notes; a group counts as its most harmful finding. Otherwise the given order. */
export function grouped(findings: readonly Finding[]): { groups: Group[]; acknowledged: Finding[] } {
  const acknowledged = findings.filter((f) => f.acknowledged);
  const open = findings.filter((f) => !f.acknowledged);
  const rootOf = rootFinder(open);
  const groups = new Map<string, Group>();
  const groupOf = new Map<Finding, Group>();
  const following: [Finding, Finding][] = [];
  for (const finding of open) {
    const root = rootOf(finding);
    if (root) {
      following.push([finding, root]);
      continue;
    }
    const key = `${finding.rule}\n${finding.severity}`;
    const group = groups.get(key);
    if (group) group.siblings.push(finding);
    else groups.set(key, { head: finding, siblings: [], followers: [] });
    groupOf.set(finding, groups.get(key)!);
  }
  for (const [finding, root] of following) groupOf.get(root)?.followers.push(finding);
  const rank = ({ head, followers }: Group) => Math.min(RANK[head.severity], ...followers.map((f) => RANK[f.severity]));
  const ordered = [...groups.values()].sort((a, b) => rank(a) - rank(b) || RANK[a.head.severity] - RANK[b.head.severity]);
  return { groups: ordered, acknowledged };
}

/** The command of the first group that has one; what cannot be mended by a command is at least explained. */
export function nextCommand(findings: readonly Finding[]): string | null {
  const { groups } = grouped(findings);
  const [first] = groups;
  if (first?.head.severity === 'error' && first.head.remedies.every((r) => r.command === ''))
    return `npx tidemark explain ${first.head.rule}`;
  for (const { head } of groups) {
    const command = head.remedies.find((r) => r.command !== '')?.command;
    if (command) return command;
  }
  const worst = groups[0]?.head;
  return worst && worst.severity !== 'note' ? `npx tidemark explain ${worst.rule}` : null;
}
