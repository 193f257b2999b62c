/** Mends findings: one plan for the files and one environment, with a receipt that takes it back. */

import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import { judge } from '../compare/judge.ts';
import { type Command, type Finding, flag, type Judged } from '../model/index.ts';
import { type Choice, choose, environmentOf, mend } from '../plans/files/mend.ts';
import { AUDITED, SEEN } from './doctor.ts';

export interface RepairData {
  mends: { rule: string; environment?: string; says: string }[];
  /** Findings left: another environment's, no remedy, or overlapping with this plan. */
  leaves: { rule: string; environment?: string; why: string }[];
}

export default {
  name: 'repair',
  says: 'mend what doctor found, with a receipt that takes it back',
  about:
    'Without a rule: everything that doctor calls an error or a warning and that can be mended without running a migration. With rules: those. A plan changes files and one environment; for several (-e a -e b) there is a plan each, made anew after the one before.',
  changes: true,
  judges: true,
  repeats: (rounds) => {
    const data = { mends: rounds.flatMap((r) => r.mends), leaves: rounds.at(-1)?.leaves ?? [] };
    return { data, verdict: verdict(data.mends.length, data.leaves.length) };
  },
  positionals: [{ name: 'rule', says: 'what to mend, as doctor names it', optional: true, repeat: true }],
  flags: [
    { name: 'with', value: '<remedy>', says: 'another remedy than the first' },
    { name: 'audit', says: 'audit the databases as well: what was only suspected is proven, or falls silent' },
  ],
  sees: SEEN,
  seesWith: { audit: AUDITED },
  think(read, args, rules) {
    const chosen = args.positionals;
    for (const name of chosen) {
      if (rules.some((r) => r.id === name)) continue;
      const near = nearest(
        name,
        rules.map((r) => r.id),
      );
      throw new Problem('unknown-rule', `There is no rule ${name}.`, {
        why: 'A rule is what doctor prints in front of a finding.',
        fix: near ? `npx tidemark repair ${near}` : 'npx tidemark doctor',
      });
    }
    const { judged, unchecked } = judge(rules, read, read.acknowledged?.ok ? read.acknowledged.value : []);
    const wanted = judged.filter(
      ({ finding: f }) => !f.acknowledged && (chosen.length > 0 ? chosen.includes(f.rule) : f.severity !== 'note'),
    );
    const remedy = flag(args, 'with');
    const picks = wanted
      .map((j) => ({ j, choice: choose(j, rules, read, remedy) }))
      .map((p) => (chosen.length === 0 && p.choice && onlyNamed(p.choice) ? { ...p, choice: null } : p));
    if (remedy !== undefined && wanted.length > 0 && picks.every((p) => p.choice === null)) throw noSuchRemedy(remedy, wanted);
    const target = args.environments.find((e) => picks.some((p) => p.choice && environmentOf(p.choice.remedy.change) === e));
    const mine = picks.flatMap(({ choice }) => {
      const of = choice ? environmentOf(choice.remedy.change) : null;
      return choice && (of === null || of === target) ? [choice] : [];
    });
    const mending = mend(mine);
    const left = wanted.map((j) => j.finding).filter((f) => !mending.mended.includes(f));
    const data: RepairData = {
      mends: mending.mended.map((f) => ({ rule: f.rule, ...env(f), says: f.says })),
      leaves: left.map((f) => ({ rule: f.rule, ...env(f), why: whyLeft(f, args.environments, mending.later) })),
    };
    return {
      kind: 'proposal',
      verdict: verdict(mending.mended.length, left.length),
      ...(wanted.length > 0 && mending.changes.length === 0 ? { exit: 1 as const } : {}),
      plan:
        mending.changes.length === 0
          ? null
          : {
              draft: {
                ...(target ? { environment: target } : {}),
                changes: mending.changes,
                notes: notes(mending.mended, left, args.environments),
                expects: mending.expects,
                unseen: unchecked.filter((u) => !u.absent),
              },
            },
      findings: wanted.map((j) => j.finding),
      unchecked,
      data,
    };
  },
} satisfies Command<RepairData>;

/** Mending records is one thing; running somebody's SQL, or taking back what somebody wrote, another: that rule has to be named. */
const onlyNamed = ({ remedy }: Choice): boolean =>
  remedy.named === true || remedy.change.some((c) => c.kind === 'run' || (c.kind === 'sql' && c.claims !== undefined));

const env = (f: Finding): { environment?: string } => (f.environment ? { environment: f.environment } : {});

function whyLeft(f: Finding, chosen: readonly string[], later: readonly Finding[]): string {
  if (later.includes(f)) return 'it touches what this plan changes; run repair again afterwards';
  if (f.remedies.length === 0) return 'there is nothing that could be changed by a plan; doctor says what to do';
  if (f.environment && !chosen.includes(f.environment)) return `it is in ${f.environment}: add -e ${f.environment}`;
  const [first] = f.remedies;
  if (first?.command.startsWith('npx tidemark repair ')) return `it is mended when it is named: npx tidemark repair ${f.rule}`;
  return 'it needs something first; doctor says what';
}

function verdict(mended: number, left: number): string {
  if (mended === 0) return left === 0 ? 'There is nothing to mend.' : 'Nothing of what was found can be mended by a plan here.';
  return left === 0 ? `${mended} ${mended === 1 ? 'finding is' : 'findings are'} mended.` : `${mended} mended, ${left} left.`;
}

/** What the file changes mean for the environments that this plan does not touch. */
function notes(mended: Finding[], left: Finding[], chosen: readonly string[]): string[] {
  const others = [...new Set(left.flatMap((f) => (f.environment && !chosen.includes(f.environment) ? [f.environment] : [])))];
  const files = mended.some((f) => !f.environment);
  return [
    ...(files && others.length > 0
      ? [
          `The files change for every environment. ${others.join(' and ')} ${others.length === 1 ? 'has' : 'have'} findings of ${others.length === 1 ? 'its' : 'their'} own: npx tidemark repair ${others.map((o) => `-e ${o}`).join(' ')}`,
        ]
      : []),
  ];
}

function noSuchRemedy(name: string, wanted: Judged[]): Problem {
  const known = [
    ...new Set(
      wanted.flatMap((j) => j.finding.remedies.filter((r) => r.command.startsWith('npx tidemark repair')).map((r) => r.name)),
    ),
  ];
  const near = nearest(name, known);
  return new Problem('unknown-remedy', `None of these findings has a remedy called ${name}.`, {
    why: known.length > 0 ? `They have: ${known.join(', ')}.` : 'They have none that a plan could carry out.',
    fix: near ? `npx tidemark repair ${wanted[0]?.finding.rule ?? ''} --with ${near}` : 'npx tidemark doctor',
  });
}
