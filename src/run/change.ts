/** From a proposal to its receipt: preview, consent, apply, verify. */
import { resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import { onInterrupt } from '../drivers/interrupts.ts';
import type { Environment, Plan, Proposal, Read, Receipt, Target } from '../model/index.ts';
import { keepsReceipt } from '../plans/transaction.ts';
import type { ReadProject } from '../read/config/project.ts';
import type { DatabaseReading } from '../read/database/database.ts';
import type { Looked } from '../read/evidence.ts';
import { apply, keepPlan } from './apply.ts';
import { consent } from './consent.ts';
import type { Database, Wants } from './database/sending.ts';
import { smoke } from './database/smoke.ts';
import { finished } from './draft.ts';
import type { Face } from './input.ts';
import { lookAround, type Run } from './look-around.ts';
import { placeOf, receiptFor } from './place.ts';
import { reread } from './reread.ts';
import type { Sessions } from './sessions.ts';
import { verify } from './verify.ts';

/** One plan, from preview to receipt. Resolves true when another round may find more to do. */
export async function change(run: Run, proposal: Proposal, looked: Looked): Promise<boolean> {
  const { command, input, face, project, answer } = run;
  const root = project.project.ok ? project.project.value.root : input.cwd;
  const { plan, texts } = await finished(command.name, proposal, root, project, looked);
  const environment = plan.environment ? environmentNamed(plan.environment, project) : null;
  answer.plan = plan;
  if (input.save !== undefined) await keepPlan(resolve(input.cwd, input.save), plan);
  const target = environment ? (serverTarget(looked, environment) ?? environment.target) : null;
  const receipt = receiptFor(plan, looked, input);
  await face.preview({
    plan,
    id: receipt.id,
    target,
    protected: environment?.protected === true,
    fileText: (path) => texts.get(path) ?? null,
    findings: proposal.findings,
  });
  if (input.dryRun) {
    answer.exit = 0;
    return false;
  }
  if (!(await consent(command, plan, environment, input, face))) {
    throw new Problem('declined', 'Nothing was changed.', {
      why: 'The answer was no.',
      fix: `npx tidemark ${command.name} --dry-run`,
    });
  }
  const question = input.flags.get('smoke')?.at(-1);
  const wants = {
    noWait: input.flags.has('no-wait'),
    showQueries: input.flags.has('show-queries'),
    ...(question === undefined ? {} : { smoke: question }),
  };
  await applied(plan, receipt, environment, { root, open: run.open, face, looked, wants, ownProcess: input.ownProcess === true });
  answer.applied = true;
  if (isKept(plan, environment, looked)) answer.receipts.push(receipt);
  answer.exit = 0;
  if (plan.expects.length === 0 && !command.repeats) return false;
  await reread(run, plan);
  const left = await verify(plan, await lookAround(run, {}, command.looksAgainAt));
  if (left.length > 0) {
    throw new Problem('not-mended', `${receipt.id} was applied, and something it was to mend is still there.`, {
      why: left.map((e) => `${e.rule}: ${e.says}`).join('\n'),
      fix: `npx tidemark doctor\nTo take it back: npx tidemark undo ${receipt.id}`,
      exit: 3,
    });
  }
  return command.repeats !== undefined;
}

/** A plain migrate leaves Drizzle's row alone, unless schema tidemark is there already. */
function isKept(plan: Plan, environment: Environment | null, looked: Looked): boolean {
  if (plan.steps.some((s) => s.kind === 'file')) return !plan.finishes;
  const reading = environment ? looked.databases.get(environment.name) : undefined;
  return environment !== null && reading?.ok === true && keepsReceipt(plan, placeOf(environment, reading.value));
}

async function applied(
  plan: Plan,
  receipt: Receipt,
  environment: Environment | null,
  {
    root,
    open,
    face,
    looked,
    wants,
    ownProcess,
  }: { root: string; open: Sessions; face: Face; looked: Looked; wants: Wants; ownProcess: boolean },
): Promise<void> {
  if (!environment) {
    await apply(plan, { root, receipt, tell: face.tell });
    return;
  }
  const reading = looked.databases.get(environment.name);
  if (!reading?.ok)
    throw new Problem('environment-not-read', `${environment.name} could not be read.`, {
      why: reading?.why ?? 'It was not chosen.',
      fix: `npx tidemark doctor -e ${environment.name}`,
    });
  const database: Database = {
    session: await open.change(environment),
    reopen: () => open.again(environment),
    beside: () => open.beside(environment),
    whole: async () => (await open.whole?.(environment)) ?? null,
    place: placeOf(environment, reading.value),
    interrupt: { asked: false },
    wants,
  };
  const interrupt = (): void => {
    database.interrupt.asked = true;
    // A dead client does not stop a message that holds COMMIT, so the server is asked and its answer awaited.
    database.session.cancel().catch(() => undefined);
  };
  // PGlite computes in this very thread: nobody could hear a signal, and so it is better left to end the process.
  const deaf = database.session.can.concurrent ? onInterrupt(interrupt) : () => undefined;
  try {
    await apply(plan, { root, receipt, tell: face.tell, database });
    if (wants.smoke !== undefined) await smoke(database.session, environment.name, wants.smoke, `What ${plan.command} did`);
  } finally {
    // Ctrl-C behind the last commit must not end our own process as if nothing were in.
    if (!ownProcess) deaf();
  }
}

function environmentNamed(name: string, project: ReadProject): Environment {
  const found = project.environments.ok ? project.environments.value.find((e) => e.name === name) : undefined;
  if (found) return found;
  throw new Problem('unknown-environment', `The plan changes ${name}, which is not configured here.`, {
    why: 'A plan is bound to the environment that it was made for.',
    fix: `Add ${name} to \`environments\` of tidemark.config.ts.`,
  });
}

const serverTarget = (looked: Looked, { name }: Environment): Target | null => {
  const reading: Read<DatabaseReading> | undefined = looked.databases.get(name);
  return reading?.ok ? reading.value.server.target : null;
};
