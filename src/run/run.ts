/** The one flow: read, think, preview, decide, apply, verify, receipt. Every face comes through here. */
import { promises as fs } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import { mask } from '../base/secret.ts';
import { commands } from '../commands/index.ts';
import type { Args, Command, Environment, Plan, Proposal, Read, Receipt, Target } from '../model/index.ts';
import type { DatabaseReading } from '../read/database.ts';
import { type Looked, look } from '../read/evidence.ts';
import { type ReadProject, readProject } from '../read/project.ts';
import { apply, keepPlan } from './apply.ts';
import { choose, type Chosen } from './choose.ts';
import { consent } from './consent.ts';
import { finished } from './draft.ts';
import type { Answer, Face, Input } from './input.ts';
import { placeOf, receiptFor } from './place.ts';
import { nothingPending } from './probe.ts';
import { type Sessions, sessions } from './sessions.ts';
import { verify } from './verify.ts';

const MOST_ROUNDS = 20;

interface Run {
  command: Command;
  input: Input;
  face: Face;
  project: ReadProject;
  chosen: Chosen;
  open: Sessions;
  answer: Answer;
}

/** Never throws a Problem: it is in the answer, with the exit status. Bugs are thrown. */
export async function run(name: string, input: Input, face: Face): Promise<Answer> {
  const answer: Answer = { command: name, exit: 2, environments: [], verdict: '', findings: [], unchecked: [], data: null, receipts: [], targets: [], secrets: [] };
  try {
    const load = commands[name];
    if (!load) throw new Problem('unknown-command', `There is no command ${name}.`, { why: `There are: ${Object.keys(commands).join(', ')}.`, fix: 'npx tidemark --help' });
    const command = (await load()).default;
    const project = command.sees.length > 0 ? await readProject({ cwd: input.cwd, env: input.env, ...(input.config ? { config: input.config } : {}), ...(input.out ? { out: input.out } : {}) }) : nowhere();
    answer.secrets = project.secrets;
    const chosen = choose(command, project, input.environments);
    answer.environments = (command.changes ? chosen.change : chosen.look.map((e) => e.name)) ?? [];
    answer.targets = chosen.look.map((e) => e.target);
    const open = sessions(`tidemark ${name}`, command.unasked === true && !input.dryRun);
    try {
      await go({ command, input, face, project, chosen, open, answer });
    } finally {
      await open.close();
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    answer.problem = masked(error, answer.secrets);
    answer.exit = answer.receipts.length > 0 ? 3 : error.exit;
    answer.verdict = answer.problem.message;
  }
  return answer;
}

const nowhere = (): ReadProject => ({ project: { ok: false, why: 'it was not asked for' }, environments: { ok: false, why: 'it was not asked for', absent: true }, unread: [], defaultEnvironment: null, thresholds: {}, secrets: [], printed: [] });

const masked = (p: Problem, secrets: readonly string[]): Problem => new Problem(p.code, mask(p.message, secrets), { why: mask(p.why, secrets), fix: mask(p.fix, secrets), exit: p.exit });

async function go(run: Run): Promise<void> {
  const { command, input, answer } = run;
  const args: Args = { positionals: input.positionals, environments: run.chosen.change.length > 0 ? run.chosen.change : input.environments, flags: input.flags, files: await textsOf(command, input), by: input.by };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (command.unasked && round === 0 && (await nothingPending(run.project, run.chosen, run.open, answer))) return;
    const looked = await lookAround(run);
    const thought = command.think(looked.readings, args);
    answer.unchecked = thought.unchecked;
    if (round === 0) Object.assign(answer, { findings: thought.findings, data: thought.data, verdict: thought.verdict });
    if (thought.kind === 'report') {
      answer.exit = thought.exit;
      return;
    }
    if (thought.plan === null) {
      if (round === 0) answer.exit = 0;
      return;
    }
    const again = await change(run, thought, looked);
    if (!again) return;
  }
}

const files = (input: Input): boolean => input.flags.has('files');

function lookAround({ command, input, project, chosen, open }: Run): Promise<Looked> {
  const asked = files(input) ? { ...project, environments: { ok: false as const, why: 'only files were asked for (--files)', absent: true as const } } : project;
  return look(command.sees, { project: asked, environments: files(input) ? [] : chosen.look, hopeless: files(input) ? [] : chosen.hopeless, open: (e) => open.look(e), now: input.now });
}

/** One plan, from preview to receipt. Resolves true when another round may find more to do. */
async function change({ command, input, face, project, chosen, open, answer }: Run, proposal: Proposal, looked: Looked): Promise<boolean> {
  const root = project.project.ok ? project.project.value.root : input.cwd;
  const { plan, texts } = await finished(command.name, proposal, root, project, looked);
  const environment = plan.environment ? environmentNamed(plan.environment, project) : null;
  answer.plan = plan;
  if (input.save !== undefined) await keepPlan(resolve(input.cwd, input.save), plan);
  const target = environment ? (serverTarget(looked, environment) ?? environment.target) : null;
  await face.preview({ plan, target, protected: environment?.protected === true, fileText: (path) => texts.get(path) ?? null, findings: proposal.findings });
  if (input.dryRun) {
    answer.exit = 0;
    return false;
  }
  if (!(await consent(command, plan, environment, input, face))) {
    throw new Problem('declined', 'Nothing was changed.', { why: 'The answer was no.', fix: `npx tidemark ${command.name} --dry-run` });
  }
  const receipt = receiptFor(plan, looked, input);
  await applied(plan, receipt, environment, { root, open, face, looked });
  answer.receipts.push(receipt);
  answer.exit = 0;
  if (plan.expects.length === 0 && !command.repeats) return false;
  const left = await verify(plan, await look(command.sees, { project, environments: chosen.look, open: (e) => open.look(e), now: input.now }));
  if (left.length > 0) {
    throw new Problem('not-mended', `${receipt.id} was applied, and something it was to mend is still there.`, { why: left.map((e) => `${e.rule}: ${e.says}`).join('\n'), fix: `npx tidemark doctor\nTo take it back: npx tidemark undo ${receipt.id}`, exit: 3 });
  }
  return command.repeats === true;
}

async function applied(plan: Plan, receipt: Receipt, environment: Environment | null, { root, open, face, looked }: { root: string; open: Sessions; face: Face; looked: Looked }): Promise<void> {
  if (!environment) {
    await apply(plan, { root, receipt, tell: face.tell });
    return;
  }
  const reading = looked.databases.get(environment.name);
  if (!reading?.ok) throw new Problem('environment-not-read', `${environment.name} could not be read.`, { why: reading?.why ?? 'It was not chosen.', fix: `npx tidemark doctor -e ${environment.name}` });
  await apply(plan, { root, receipt, tell: face.tell, database: { session: await open.change(environment), reopen: () => open.again(environment), place: placeOf(environment, reading.value) } });
}

function environmentNamed(name: string, project: ReadProject): Environment {
  const found = project.environments.ok ? project.environments.value.find((e) => e.name === name) : undefined;
  if (found) return found;
  throw new Problem('unknown-environment', `The plan changes ${name}, which is not configured here.`, { why: 'A plan is bound to the environment that it was made for.', fix: `Add ${name} to \`environments\` of tidemark.config.ts.` });
}

const serverTarget = (looked: Looked, { name }: Environment): Target | null => {
  const reading: Read<DatabaseReading> | undefined = looked.databases.get(name);
  return reading?.ok ? reading.value.server.target : null;
};

/** Texts of the files that the command takes by name. */
async function textsOf(command: Command, input: Input): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [i, positional] of (command.positionals ?? []).entries()) {
    const name = input.positionals[i];
    if (!positional.file || name === undefined) continue;
    const given = input.texts?.get(name);
    if (given !== undefined) {
      texts.set(name, given);
      continue;
    }
    try {
      texts.set(name, await fs.readFile(join(resolve(input.cwd), name), 'utf8'));
    } catch (error) {
      throw new Problem('file-unreadable', `${name} cannot be read.`, { why: (error as Error).message, fix: 'Check the path.' });
    }
  }
  return texts;
}
