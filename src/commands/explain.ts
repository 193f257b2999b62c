/** One rule in full: what it sees, why it hurts, what people believe about it, which remedies there are. */
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Command } from '../model/index.ts';

export interface ExplainData {
  rule: string;
  group: string;
  severity: string;
  title: string;
  harm: string;
  background?: string;
  advice?: string;
  needs: string[];
  stopsMigrate: boolean;
}

export default {
  name: 'explain',
  says: 'one rule in full',
  changes: false,
  judges: true,
  positionals: [{ name: 'rule', says: 'as doctor names it' }],
  flags: [],
  sees: [],
  think(_read, args, rules) {
    const name = args.positionals[0] ?? '';
    const rule = rules.find((r) => r.id === name);
    if (!rule) {
      const near = nearest(
        name,
        rules.map((r) => r.id),
      );
      throw new Problem('unknown-rule', `There is no rule ${name}.`, {
        why: `There are ${rules.length}: ${rules.map((r) => r.id).join(', ')}.`,
        fix: near ? `npx tidemark explain ${near}` : 'npx tidemark doctor',
      });
    }
    const { id, group, severity, title, harm, background, advice, needs, stops } = rule;
    return {
      kind: 'report',
      exit: 0,
      verdict: title,
      findings: [],
      unchecked: [],
      data: {
        rule: id,
        group,
        severity,
        title,
        harm,
        ...(background ? { background } : {}),
        ...(advice ? { advice } : {}),
        needs: [...needs],
        stopsMigrate: stops === true,
      },
    };
  },
} satisfies Command<ExplainData>;
