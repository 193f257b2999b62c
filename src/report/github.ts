/** What GitHub shows: annotations at file and line, and the summary of the step. */
import type { Finding } from '../model/finding.ts';
import type { Unchecked } from '../model/plan.ts';
import type { Severity } from '../model/rule.ts';
import { where } from './findings.ts';
import { grouped, nextCommand } from './groups.ts';
import { cellText, code, fence, prose } from './markdown.ts';
import { plural } from './style.ts';
import { foreign } from './visible.ts';

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };
/** GitHub shows ten annotations of a level for a step and drops the others. */
const PER_LEVEL = 10;
const SUMMARY_ROWS = 50;

export interface GithubPlace {
  /** The project's folder relative to the repository's root: `packages/db`. Findings name files from the project. */
  folder?: string;
  secrets?: readonly string[];
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** The first of each rule before the others: one rule must not use up the ten. */
function inTurn(findings: readonly Finding[]): Finding[] {
  const { groups } = grouped(findings);
  const first = new Map<string, Finding[]>();
  const heads: Finding[] = [];
  const rest: Finding[] = [];
  for (const f of groups.flatMap((g) => [g.head, ...g.siblings, ...g.followers])) {
    const key = `${f.severity} ${f.rule}`;
    if (first.has(key)) rest.push(f);
    else {
      first.set(key, [f]);
      heads.push(f);
    }
  }
  return [...heads, ...rest];
}

/** One workflow command a line; empty without findings. Acknowledged findings are left out. */
export function annotations(findings: readonly Finding[], { folder = '', secrets = [] }: GithubPlace = {}): string {
  const used = new Map<Severity, number>();
  const lines: string[] = [];
  for (const f of inTurn(findings)) {
    const count = (used.get(f.severity) ?? 0) + 1;
    used.set(f.severity, count);
    if (count > PER_LEVEL) continue;
    const say = (text: string) => foreign(text, secrets);
    const { file, line } = f.subject;
    const path = file === undefined ? [] : [`file=${property(say(folder === '' ? file : `${folder}/${file}`))}`];
    const at = file === undefined || line === undefined ? [] : [`line=${line}`];
    const place = f.environment === undefined ? '' : ` (${f.environment})`;
    const properties = [...path, ...at, `title=${property(say(f.rule + place))}`].join(',');
    const command = f.remedies.find((r) => r.command !== '')?.command;
    const message = [say(f.says), `Harm: ${say(f.harm)}`, ...(command === undefined ? [] : [say(command)])].join('\n');
    lines.push(`::${LEVEL[f.severity]} ${properties}::${data(message)}`);
  }
  return lines.join('\n');
}

export interface Summary {
  command: string;
  verdict: string;
  findings: readonly Finding[];
  unchecked: readonly Unchecked[];
}

/** Markdown for $GITHUB_STEP_SUMMARY. */
export function stepSummary({ command, verdict, findings, unchecked }: Summary, { secrets = [] }: GithubPlace = {}): string {
  const say = (text: string) => foreign(text, secrets);
  const { groups, acknowledged } = grouped(findings);
  const parts = [`## tidemark ${prose(say(command))}`, prose(say(verdict))];
  const rows = groups.flatMap(({ head, siblings, followers }) => {
    const command = head.remedies.find((r) => r.command !== '')?.command;
    const more = [
      siblings.length > 0 ? ` And ${siblings.length} more like it.` : '',
      followers.length > 0 ? ` ${plural(followers.length, 'more follows', 'more follow')} from this.` : '',
    ].join('');
    const place = where(head.subject, head.environment);
    const cells = [
      head.severity,
      code(say(head.rule)),
      place === '' ? '' : code(say(place)),
      prose(say(head.says)) + more,
      command ? code(say(command)) : '',
    ];
    return [`| ${cells.map(cellText).join(' | ')} |`];
  });
  if (rows.length > 0)
    parts.push(['| | rule | where | what | to type |', '|---|---|---|---|---|', ...rows.slice(0, SUMMARY_ROWS)].join('\n'));
  if (rows.length > SUMMARY_ROWS) parts.push(`And ${plural(rows.length - SUMMARY_ROWS, 'more rule')}.`);
  if (acknowledged.length > 0) parts.push(`${plural(acknowledged.length, 'acknowledged finding')}, left as they are.`);
  const reasons = new Map<string, string[]>();
  for (const u of unchecked)
    reasons.set(u.why, [...(reasons.get(u.why) ?? []), u.environment === undefined ? u.what : `${u.what} (${u.environment})`]);
  const notes = [...reasons].map(
    ([why, whats]) => `- Not checked: ${prose(say([...new Set(whats)].join(', ')))}, because ${prose(say(why))}`,
  );
  if (notes.length > 0) parts.push(notes.join('\n'));
  const next = nextCommand(findings);
  if (next !== null) parts.push(fence(say(next), 'sh'));
  return `${parts.join('\n\n')}\n`;
}
