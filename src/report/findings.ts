/** What is wrong, why it hurts and what to type, as a careful colleague would write it down. */
import type { Finding } from '../model/finding.ts';
import type { Unchecked } from '../model/plan.ts';
import type { Severity, Subject } from '../model/rule.ts';
import { type Group, grouped, nextCommand } from './groups.ts';
import { type Paint, type Pen, pad, pen, plural, type Style, within } from './style.ts';
import { uncheckedLines } from './unchecked.ts';
import { width } from './width.ts';
import { hang } from './wrap.ts';

/** Findings of one rule that are told in full before the rest is folded. */
const IN_FULL = 3;
const EVIDENCE = 8;
const FOLLOWERS = 5;

const paintOf = (p: Pen, severity: Severity): Paint => ({ error: p.red, warning: p.yellow, note: p.cyan })[severity];

/** `drizzle/0003_late.sql:7 (production)`, `row 4 (dev)`; empty when the subject is the project itself. */
export function where({ migration, file, line, row, object, variable }: Subject, environment?: string): string {
  const place = file === undefined ? migration : line === undefined ? file : `${file}:${line}`;
  const parts = [place, row === undefined ? undefined : `row ${row}`, object, variable].filter((part) => part !== undefined);
  const what = parts.join(', ');
  if (environment === undefined) return what;
  return what === '' ? environment : `${what} (${environment})`;
}

const at = (f: Finding): string => where(f.subject, f.environment);

function heading(p: Pen, f: Finding): string[] {
  const paint = paintOf(p, f.severity);
  const claim = f.confidence === 'suspected' || f.confidence === 'stated' ? ` (${f.confidence})` : '';
  const left = `${p.marks[f.severity]} ${pad(f.severity, 7)} ${p.say(f.rule)}${claim}`;
  const painted = `${paint(`${p.marks[f.severity]} ${pad(f.severity, 7)}`)} ${p.bold(p.say(f.rule))}${claim}`;
  const place = p.say(at(f));
  if (place === '') return [painted];
  const space = p.prose - width(left) - width(place);
  if (space >= 2) return [painted + ' '.repeat(space) + p.dim(place)];
  return [painted, ...hang(p, at(f), { first: '  at ', paint: p.dim, most: 3 })];
}

function facts(p: Pen, evidence: readonly string[], indent: string): string[] {
  const lines = evidence.slice(0, EVIDENCE).flatMap((e) => hang(p, e, { first: `${indent}${p.marks.bullet} `, most: 4 }));
  const left = evidence.length - EVIDENCE;
  return left > 0 ? [...lines, p.dim(`${indent}${p.marks.bullet} and ${left} more`)] : lines;
}

const commandsOf = (f: Finding): string => f.remedies.map((r) => r.command).join('\n');

/** Commands are never wrapped: what is shown is what can be copied. */
function remedies(p: Pen, f: Finding): string[] {
  const [main, ...others] = f.remedies;
  if (!main)
    return f.advice
      ? hang(p, f.advice, { first: `  ${p.marks.arrow} `, rest: '    ' })
      : [`  ${p.marks.arrow} ${p.bold(`npx tidemark explain ${p.say(f.rule)}`)}`];
  const lines: string[] = [];
  if (main.command === '') lines.push(...hang(p, main.says, { first: `  ${p.marks.arrow} ` }));
  else {
    lines.push(`  ${p.marks.arrow} ${p.bold(p.say(main.command))}`);
    if (others.length > 0) lines.push(...hang(p, main.says, { first: '      ' }));
  }
  for (const { says, command } of others) {
    if (command === '') lines.push(...hang(p, says, { first: '    or: ', rest: '      ' }));
    else lines.push(`    or: ${p.say(command)}`, ...hang(p, says, { first: '      ' }));
  }
  return lines;
}

function followers(p: Pen, found: readonly Finding[]): string[] {
  if (found.length === 0) return [];
  const byRule = new Map<string, Finding[]>();
  for (const f of found) byRule.set(f.rule, [...(byRule.get(f.rule) ?? []), f]);
  const lines = [`  ${found.length} more ${found.length === 1 ? 'follows' : 'follow'} from this:`];
  const rules = [...byRule.values()];
  for (const [first, ...more] of rules.slice(0, FOLLOWERS)) {
    if (!first) continue;
    const place = at(first);
    const like = more.length > 0 ? ` And ${more.length} more like it.` : '';
    const text = `${first.rule}${place === '' ? '' : `, ${place}`}: ${first.says}${like}`;
    lines.push(...hang(p, text, { first: `    ${p.marks.bullet} `, most: 4 }));
  }
  const left = rules.slice(FOLLOWERS).reduce((n, all) => n + all.length, 0);
  if (left > 0) lines.push(p.dim(`    ${p.marks.bullet} and ${left} more`));
  return lines;
}

/** A further finding of the same rule: only what differs from the first. */
function sibling(p: Pen, f: Finding, head: Finding): string[] {
  const lines = [...hang(p, at(f), { first: '  also at ', paint: p.dim, most: 3 }), ...hang(p, f.says, { first: '    ' })];
  lines.push(...facts(p, f.evidence, '      '));
  if (f.harm !== head.harm) lines.push(...hang(p, `Harm: ${f.harm}`, { first: '    ' }));
  if (commandsOf(f) !== commandsOf(head)) lines.push(...remedies(within(p, 2), f).map((line) => `  ${line}`));
  return lines;
}

/** The subjects of the rest, in at most three lines. */
function folded(p: Pen, rest: readonly Finding[], { environment }: Finding): string[] {
  const same = rest.every((f) => f.environment === environment);
  const names = rest.map((f) => (same ? where(f.subject) : at(f)) || f.says);
  return hang(p, `and ${rest.length} more like it: ${names.slice(0, 100).join(', ')}`, { first: '  ', paint: p.dim, most: 3 });
}

function groupLines(p: Pen, { head, siblings, followers: following }: Group): string[] {
  const told = siblings.length < IN_FULL ? siblings : [];
  const rest = siblings.slice(told.length);
  return [
    ...heading(p, head),
    ...hang(p, head.says, { first: '  ' }),
    ...facts(p, head.evidence, '    '),
    ...told.flatMap((f) => sibling(p, f, head)),
    ...(rest.length > 0 ? folded(p, rest, head) : []),
    ...hang(p, `Harm: ${head.harm}`, { first: '  ' }),
    ...followers(p, following),
    ...remedies(p, head),
  ];
}

function acknowledgedLine(p: Pen, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const names = new Map<string, number>();
  for (const { rule } of findings) names.set(rule, (names.get(rule) ?? 0) + 1);
  const rules = [...names].map(([rule, count]) => (count === 1 ? rule : `${rule} (${count})`)).join(', ');
  return hang(p, `Acknowledged, left as they are: ${plural(findings.length, 'finding')}: ${rules}.`, {
    first: '',
    paint: p.dim,
    most: 1,
  });
}

/** Every open finding, grouped, then the acknowledged ones in a line. Empty without findings. */
export function findingsText(findings: readonly Finding[], style: Style): string {
  const p = pen(style);
  const { groups, acknowledged } = grouped(findings);
  const blocks = groups.map((group) => groupLines(p, group).join('\n'));
  const left = acknowledgedLine(p, acknowledged);
  return [...blocks, ...(left.length > 0 ? [left.join('\n')] : [])].join('\n\n');
}

/** The whole of what doctor says; its last line is the one command to type. */
export function findingsReport(
  { findings, unchecked, verdict, next = nextCommand(findings) }: FindingsReport,
  style: Style,
): string {
  const p = pen(style);
  const blocks = [
    findingsText(findings, style),
    uncheckedLines(p, unchecked).join('\n'),
    hang(p, verdict, { first: '', paint: p.bold }).join('\n') +
      (next === null ? '' : `\n${p.marks.arrow} ${p.bold(p.say(next))}`),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

export interface FindingsReport {
  findings: readonly Finding[];
  unchecked: readonly Unchecked[];
  /** One sentence: the answer. */
  verdict: string;
  /** The command of the last line; by default that of the most harmful finding. null: none. */
  next?: string | null;
}
