/** Leaves a finding as it is, with a reason and a date, in a file that is reviewed. */
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import { judge } from '../compare/judge.ts';
import { subjectKey } from '../model/finding.ts';
import { type Acknowledgement, type Command, flag } from '../model/index.ts';
import { AUDITED, SEEN } from './doctor.ts';

const FILE = '.tidemark/acknowledged.json';

export default {
  name: 'acknowledge',
  says: 'leave a finding as it is, with a reason',
  changes: true,
  judges: true,
  positionals: [
    { name: 'rule', says: 'as doctor names it' },
    {
      name: 'subject',
      says: 'what the finding is about: a migration, a file, `row 3` …; with several environments `name@environment`',
    },
  ],
  flags: [
    { name: 'reason', value: '<text>', says: 'why it may stay; it is read by whoever comes after you' },
    { name: 'audit', says: 'audit the databases as well, for what only doctor --audit finds' },
  ],
  sees: SEEN,
  seesWith: { audit: AUDITED },
  think(read, args, rules) {
    const [rule = '', subject = ''] = args.positionals;
    const reason = flag(args, 'reason')?.trim();
    if (!reason)
      throw new Problem('reason-needed', 'An acknowledged finding needs a reason.', {
        why: 'Whoever reads the file in a year has nothing else.',
        fix: `npx tidemark acknowledge ${rule} '${subject}' --reason '…'`,
      });
    if (!rules.some((r) => r.id === rule)) {
      const near = nearest(
        rule,
        rules.map((r) => r.id),
      );
      throw new Problem('unknown-rule', `There is no rule ${rule}.`, {
        why: 'A rule is what doctor prints in front of a finding.',
        fix: near ? `npx tidemark acknowledge ${near} '${subject}' --reason '${reason}'` : 'npx tidemark doctor',
      });
    }
    const before = read.acknowledged?.ok ? read.acknowledged.value : [];
    const { judged } = judge(rules, read, before);
    const open = judged.map((j) => j.finding).filter((f) => f.rule === rule && !f.acknowledged);
    const keys = open.map((f) => subjectKey(f.subject, f.environment));
    const hit = keys.filter((k, i) => {
      const { file, line, migration } = open[i]?.subject ?? {};
      // Also as doctor prints it, and by the migration's name alone.
      const shown = file === undefined ? [] : [file, `${file}:${line ?? 1}`];
      return [k, k.split('@')[0], migration, ...shown].includes(subject);
    });
    if (hit.length === 0) {
      throw new Problem('nothing-to-acknowledge', `Nothing that ${rule} says is about "${subject}".`, {
        why: keys.length > 0 ? `It speaks about: ${keys.slice(0, 10).join(', ')}.` : 'It is silent here.',
        fix: keys[0] ? `npx tidemark acknowledge ${rule} '${keys[0]}' --reason '${reason}'` : 'npx tidemark doctor',
      });
    }
    const on = new Date(read.now?.ok ? read.now.value : 0).toISOString().slice(0, 10);
    const added: Acknowledgement[] = hit.map((key) => ({ rule, subject: key, reason, on, by: args.by }));
    const content = `${JSON.stringify([...before, ...added], null, 2)}\n`;
    return {
      kind: 'proposal',
      verdict: `${rule} is silent about ${hit.join(', ')} from now on.`,
      plan: {
        draft: {
          changes: [{ kind: 'create', path: FILE, content, says: `Note that ${rule} may speak of ${hit.join(', ')}.` }],
          notes: [`${FILE} belongs in git.`],
          expects: [],
          unseen: [],
        },
      },
      findings: [],
      unchecked: [],
      data: { added },
    };
  },
} satisfies Command<{ added: Acknowledgement[] }>;
