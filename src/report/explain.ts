/** One rule in full: what it sees, why that hurts, what it needs to see it, and what mends it. */
import type { EvidenceKey } from '../model/evidence.ts';
import type { AnyRule } from '../model/rule.ts';
import { code, fence, prose } from './markdown.ts';
import { listed, pen, type Style } from './style.ts';
import { hang } from './wrap.ts';

/** A case folder of the rule: `cases/rules/<rule>/<name>/`. */
export interface RuleCase {
  /** The folder's name, by custom that of the remedy. */
  name: string;
  about: string;
  transcript: string;
}

export type Explained = Omit<AnyRule, 'check' | 'remedies'> & {
  /** The function of the rule, or the remedies it gave for a case. */
  remedies?: AnyRule['remedies'] | readonly { name: string; says: string }[];
};

const EVIDENCE: Readonly<Record<EvidenceKey, string>> = {
  project: 'the configuration',
  environments: 'the configured environments',
  folder: 'the migrations folder',
  journal: 'the journal',
  migrations: 'the migrations',
  intended: 'what broken journal entries stand for',
  snapshots: 'the snapshots',
  tried: "what the project's own drizzle-kit would generate",
  sql: 'the SQL as PostgreSQL parses it',
  git: 'git',
  surroundings: 'signs of other migration systems',
  legacies: 'the histories of other migration systems',
  histories: 'the history tables',
  servers: 'the servers',
  standings: 'the folder compared with the history tables',
  edits: 'the texts that were recorded',
  receipts: 'the receipts',
  started: 'plans that were started',
  brokenReceipts: 'files among the receipts that are none',
  acknowledged: 'what was acknowledged',
  now: 'the clock',
  replay: 'the folder replayed on a throw-away database',
  audits: 'which migrations’ effects are really there',
  catalogs: 'what exists in the databases',
  prints: 'the fingerprints of what exists in the databases',
  schema: 'what schema.ts makes',
  snapshot: 'what the newest snapshot says',
  states: 'the schemas that were named',
  way: 'the statements from one schema to another',
  reconciliation: 'what brings the folder and a database together',
  baseline: 'the statements from nothing to what is live',
  merging: 'another Drizzle folder',
};

const words = (keys: readonly EvidenceKey[]): string => listed(keys.map((k) => EVIDENCE[k]));

function needed({ needs, wants }: Explained): string {
  const must = needs.length > 0 ? `Needs ${words(needs)}` : 'Needs nothing';
  return wants.length > 0 ? `${must}; uses ${words(wants)} where they can be had.` : `${must}.`;
}

/** A command that `explain` can truthfully name without a finding at hand. */
function mending(rule: Explained): { text: string; command?: string }[] {
  const { remedies, id, advice } = rule;
  const out: { text: string; command?: string }[] = [];
  if (typeof remedies === 'function')
    out.push({
      text: 'Tidemark can mend it; this shows the plan and changes nothing:',
      command: `npx tidemark repair ${id} --dry-run`,
    });
  else {
    for (const [i, { name, says }] of (remedies ?? []).entries()) {
      out.push({ text: says, command: `npx tidemark repair ${id}${i === 0 ? '' : ` --with ${name}`}` });
    }
  }
  if (advice !== undefined) out.push({ text: advice });
  if (out.length === 0) out.push({ text: 'There is nothing that Tidemark can change here.' });
  return out;
}

const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.replaceAll('\n', ' ').trim())
    .filter((part) => part !== '');

export function explainText(rule: Explained, style: Style, firstCase?: RuleCase): string {
  const p = pen(style);
  const paint = { error: p.red, warning: p.yellow, note: p.cyan }[rule.severity];
  const blocks: string[][] = [
    [
      `${paint(`${p.marks[rule.severity]} ${rule.severity}`)}  ${p.bold(p.say(rule.id))}  ${p.dim(`(${rule.group})`)}`,
      ...hang(p, `${rule.title}.`.replace(/\.\.$/, '.'), { first: '  ' }),
    ],
    hang(p, `Harm: ${rule.harm}`, { first: '  ' }),
    ...paragraphs(rule.background ?? '').map((part) => hang(p, part, { first: '  ', most: 40 })),
    hang(p, needed(rule), { first: '  ', paint: p.dim }),
  ];
  if (firstCase) {
    const transcript = firstCase.transcript.trimEnd().split('\n').slice(0, 40);
    blocks.push([
      ...hang(p, `For example: ${firstCase.about.replaceAll('\n', ' ')}`, { first: '  ', most: 20 }),
      ...transcript.map((line) => `    ${p.say(line)}`.trimEnd()),
    ]);
  }
  for (const { text, command } of mending(rule)) {
    blocks.push([
      ...hang(p, text, { first: '  ', most: 20 }),
      ...(command === undefined ? [] : [`  ${p.marks.arrow} ${p.bold(command)}`]),
    ]);
  }
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

/** The docs page of a rule. */
export function explainMarkdown(rule: Explained, cases: readonly RuleCase[] = []): string {
  const parts = [
    `# ${rule.id}`,
    `${prose(rule.title)}.`.replace(/\.\.$/, '.'),
    `Severity: **${rule.severity}** · group: ${rule.group}`,
    `## Harm\n\n${prose(rule.harm)}`,
    ...(rule.background ? [`## Background\n\n${paragraphs(rule.background).map(prose).join('\n\n')}`] : []),
    `## Evidence\n\n${needed(rule)}`,
    `## Remedies\n\n${mending(rule)
      .map(({ text, command }) => (command === undefined ? prose(text) : `${prose(text)}\n\n${fence(command, 'sh')}`))
      .join('\n\n')}`,
    ...cases.map(
      ({ name, about, transcript }) =>
        `## Case ${code(name)}\n\n${prose(about.trim())}\n\n${fence(transcript.trimEnd(), 'text')}`,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}
