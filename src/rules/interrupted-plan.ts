/** Was a change of ours started and neither finished nor taken back? */
import type { Found, Remedy, StartedPlan } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Interrupted extends Found {
  plan: StartedPlan;
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'A change of Tidemark was interrupted half-way',
  harm: 'Some of its files are as before and some as after; another change on top of it could not be taken back.',
  background:
    'A plan that changes files writes its receipt first, under a name that ends in .started.json, then commits the database, then writes the files, and renames the receipt last. Whatever moment it was stopped at, the receipt in the database and the content of each file tell how far it came.',
  needs: ['started'],
  *check({ started }): Generator<Interrupted> {
    for (const plan of started) {
      const stands = plan.files.map(
        (f) => `${f.path} is ${f.stands === 'other' ? 'neither as before nor as after it' : `as ${f.stands} it`}`,
      );
      const { database } = plan;
      const environment = plan.receipt.plan.environment;
      if (database !== null)
        stands.push(
          database.ok
            ? `${environment} ${database.value ? 'holds its receipt: its rows were changed' : 'holds no receipt of it: its rows were not changed'}`
            : `${environment}: ${database.why}`,
        );
      yield {
        subject: { object: plan.id, file: plan.path },
        says: `"${plan.receipt.plan.command}" (${plan.id}, ${plan.receipt.at}) was stopped before it was done.`,
        evidence: stands,
        confidence: 'proven',
        plan,
      };
    }
  },
  remedies: ({ plan }) => ways(plan),
  advice:
    'When a file is neither as before nor as after the change, somebody edited it since: look at it, put it into one of the two states (the receipt holds both), then run doctor again.',
});

/** Forward when the database is changed already, back when nothing is; both while only files are under way. */
function ways({ id, files, database, receipt }: StartedPlan): Remedy[] {
  if (files.some((f) => f.stands === 'other')) return [];
  if (database !== null && !database.ok)
    return [
      {
        name: 'finish',
        says: `Finish it; needs ${receipt.plan.environment}, which could not be read.`,
        change: [],
        needs: receipt.plan.environment ?? '',
      },
    ];
  const finish: Remedy = {
    name: 'finish',
    says: 'Do what is left of it.',
    change: [{ kind: 'finish', id, how: 'finish', says: `Finish ${id}.` }],
  };
  const discard: Remedy = {
    name: 'discard',
    says: 'Put the files back as they were before it.',
    change: [{ kind: 'finish', id, how: 'discard', says: `Discard ${id}.` }],
  };
  if (database === null) return [finish, discard];
  return database.value ? [finish] : [discard];
}
