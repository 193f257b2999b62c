/** Applies a kept plan: what runs is what was reviewed. */
import { Problem } from '../base/problem.ts';
import type { Command, Plan } from '../model/index.ts';
import { hashOf } from '../plans/seal.ts';
import { notAPlan } from '../plans/shape.ts';

export default {
  name: 'apply',
  says: 'apply a plan that was kept with --save',
  changes: true,
  positionals: [{ name: 'plan', says: 'the JSON file', file: true }],
  flags: [],
  sees: ['project', 'environments', 'histories', 'servers', 'receipts', 'started'],
  think(_read, args) {
    const name = args.positionals[0] ?? '';
    const plan = parse(name, args.files.get(name) ?? '');
    if (hashOf(plan) !== plan.hash) {
      throw new Problem('plan-tampered', `${name} is not the plan that was saved.`, {
        why: `It says ${plan.hash.slice(0, 6)}, its content says ${hashOf(plan).slice(0, 6)}.`,
        fix: 'Make the plan again with --save.',
      });
    }
    return {
      kind: 'proposal',
      verdict: `${plan.hash.slice(0, 6)} is applied.`,
      plan: { plan },
      findings: [],
      unchecked: [],
      data: { plan: plan.hash },
    };
  },
} satisfies Command<{ plan: string }>;

function parse(name: string, text: string): Plan {
  const refuse = (why: string) =>
    new Problem('plan-unreadable', `${name} is not a plan of Tidemark.`, {
      why,
      fix: 'Make one: npx tidemark repair --dry-run --save plan.json',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const wrong = notAPlan(value);
  if (wrong) throw refuse(`Of its content: ${wrong}.`);
  return value as Plan;
}
