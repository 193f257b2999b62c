/** The one flow: read, think, preview, decide, apply, verify, receipt. Every face comes through here. */
import { promises as fs } from 'node:fs';
import { resolve } from 'node:path';
import { Problem, retold } from '../base/problem.ts';
import { mask } from '../base/secret.ts';
import { commands } from '../commands/index.ts';
import type { Args, Command, Proposal } from '../model/index.ts';
import { type ReadProject, readProject } from '../read/config/project.ts';
import type { Looked } from '../read/evidence.ts';
import { choose } from './choose.ts';
import type { Answer, Face, Given, Input } from './input.ts';
import { lookAround, type Run } from './look-around.ts';
import { nothingPending } from './probe.ts';
import { recorder } from './recorder.ts';
import { sessions } from './sessions.ts';
import { unanswered } from './unanswered.ts';

const MOST_ROUNDS = 20;
const PLAIN_WORD = /^\p{L}+$/u;

/** Never throws a Problem: it is in the answer, with the exit status. Bugs are thrown. What is `given` is not looked for. */
export async function run(name: string, input: Input, face: Face, given?: Partial<Given>): Promise<Answer> {
  const answer = unanswered(name);
  const spans = Object.keys(input.env).some((variable) => variable.startsWith('OTEL_'))
    ? await (await import('./spans.ts')).spansOf(input, answer)
    : null;
  try {
    const load = commands[name];
    if (!load)
      throw new Problem('unknown-command', `There is no command ${name}.`, {
        why: `There are: ${Object.keys(commands).join(', ')}.`,
        fix: 'npx tidemark --help',
      });
    const command = (await load()).default;
    const project = given?.project ?? (command.sees.length > 0 ? await found(command, input) : nowhere());
    // A password that is a plain word would garble our own sentences, and so give itself away; drivers' texts are masked where they arise.
    answer.secrets = project.secrets.filter((secret) => !PLAIN_WORD.test(secret));
    const chosen = choose(command, project, input.environments, input.flags);
    answer.environments = (command.changes ? chosen.change : chosen.look.map((e) => e.name)) ?? [];
    answer.targets = chosen.look.map((e) => ({ ...e.target, from: e.from, ...(e.because ? { because: e.because } : {}) }));
    const writes = command.unasked === true && !input.dryRun;
    const open = given?.open ?? sessions(`tidemark ${name}`, writes, { noWait: input.flags.has('no-wait'), tell: face.tell });
    try {
      const told = spans ? { ...face, tell: spans.over(face.tell) } : face;
      const memory = {
        ...(given?.memory ? { memory: given.memory } : {}),
        ...(given?.watched ? { watched: given.watched } : {}),
      };
      await go({ command, input, face: told, project, chosen, open, answer, ...memory });
    } finally {
      await open.close();
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    answer.problem = masked(error, answer.secrets);
    answer.exit = answer.applied ? 3 : error.exit;
    answer.verdict = answer.problem.message;
  } finally {
    spans?.end();
  }
  return answer;
}

async function found(command: Command, input: Input): Promise<ReadProject> {
  const { cwd, env, config, out } = input;
  try {
    return await readProject({ cwd, env, ...(config ? { config } : {}), ...(out ? { out } : {}) });
  } catch (error) {
    if (!(error instanceof Problem) || !UNCHOSEN.has(error.code) || !command.states) throw error;
    const typed = command.states(input);
    const { standAlone } = await import('../read/states/states.ts');
    if (typed.length === 0 || !standAlone(typed)) throw error;
    return nowhere();
  }
}

/** None is meant by the place alone; where states are named that need none, that is no fault. */
const UNCHOSEN: ReadonlySet<string> = new Set(['no-config', 'several-configs']);

const nowhere = (): ReadProject => ({
  project: { ok: false, why: 'it was not asked for' },
  environments: { ok: false, why: 'it was not asked for', absent: true },
  unread: [],
  defaultEnvironment: null,
  thresholds: {},
  secrets: [],
  printed: [],
});

const masked = (problem: Problem, secrets: readonly string[]): Problem => retold(problem, (text) => mask(text, secrets));

async function go(run: Run): Promise<void> {
  const earlier = { committed: false };
  try {
    await recorded(run, earlier);
  } catch (error) {
    if (!earlier.committed || !(error instanceof Problem)) throw error;
    // A round knows what it did itself; those before it may have committed something before they were found stale.
    const { behind } = await import('./database/failed.ts');
    throw behind(error, 'What this run had committed before stays.');
  }
}

/** What ran and whom it waited for belongs to the answer of a run that is not asked about, also of one that failed. */
async function recorded(run: Run, earlier: { committed: boolean }): Promise<void> {
  if (!run.command.unasked) return rounds(run, earlier);
  const seen = recorder(run.face.tell);
  try {
    await rounds({ ...run, face: { ...run.face, tell: seen.tell } }, earlier);
  } finally {
    const took = [...seen.committed].map(([migration, milliseconds]) => ({ migration, milliseconds }));
    const waited = seen.waited().map(({ for: whom, seconds }) => ({ for: whom, seconds }));
    if (run.answer.data && took.length + waited.length > 0) Object.assign(run.answer.data, { took, waited });
  }
}

async function rounds(run: Run, earlier: { committed: boolean }): Promise<void> {
  const { command, input, answer } = run;
  const args: Args = {
    positionals: input.positionals,
    environments: run.chosen.change.length > 0 ? run.chosen.change : input.environments,
    flags: input.flags,
    files: await textsOf(command, input),
    by: input.by,
  };
  const watching = run.watched ? await import('./still.ts') : null;
  if (run.watched && watching) {
    run.watched.still = await watching.isStill(run.watched, run);
    if (run.watched.still) return;
  }
  const thoughts: unknown[] = [];
  let stale: Problem | null = null;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const probed =
      command.unasked && round === 0 ? await nothingPending(run.project, run.chosen, run.open, answer, run.memory) : null;
    if (probed?.done) return asked(run);
    // Node loads what comes next while the server answers.
    const [looked, { rules }] = await Promise.all([
      lookAround(run, probed ?? {}),
      command.judges ? import('../rules/index.ts') : { rules: [] },
      command.changes ? import('./change.ts') : undefined,
    ]);
    if (run.watched) watching?.keep(run.watched, run, looked);
    const thought = command.think(looked.readings, args, rules);
    answer.unchecked = thought.unchecked;
    thoughts.push(thought.data);
    if (round === 0 || command.unasked)
      Object.assign(answer, { findings: thought.findings, data: thought.data, verdict: thought.verdict });
    if (round > 0 && command.repeats) Object.assign(answer, command.repeats(thoughts));
    if (thought.kind === 'report') {
      answer.exit = thought.exit;
      if (input.flags.has('connect')) await connect(run);
      const kept = command.saves?.(looked.readings, args) ?? null;
      if (kept !== null) answer.verdict += ` Kept in ${await (await import('./keep-answer.ts')).keepAnswer(input, kept)}.`;
      return;
    }
    if (thought.plan === null) {
      if (round === 0 || command.unasked) answer.exit = thought.exit ?? 0;
      return asked(run);
    }
    const again = await changed(run, thought, looked);
    if (again === false) return;
    stale = again === true ? null : again;
    earlier.committed ||= again === true || again.exit === 3;
  }
  // Whatever makes it stale is there again each time.
  if (stale) throw stale;
}

/** `--smoke` where nothing was pending. */
async function asked({ input, chosen, open }: Run): Promise<void> {
  const question = input.dryRun ? undefined : input.flags.get('smoke')?.at(-1);
  const [environment] = chosen.look;
  if (question === undefined || !environment) return;
  const { smoke } = await import('./database/smoke.ts');
  await smoke(await open.look(environment), environment.name, question, null);
}

/** `doctor --connect`: what only a trial can tell, added to what doctor thought. */
async function connect({ chosen, answer, input, project }: Run): Promise<void> {
  const [{ connectAll, hopelessOnes }, { rules }] = await Promise.all([import('./connect.ts'), import('../rules/index.ts')]);
  const stopping = rules.flatMap((r) => (r.stops ? [r.id] : []));
  const findings = answer.findings.filter((f) => f.severity === 'error' && !f.acknowledged && stopping.includes(f.rule));
  const tried = input.flags.has('files')
    ? []
    : [
        ...(await connectAll(chosen.look, findings, answer.secrets)),
        ...hopelessOnes(chosen.look.length > 0 ? chosen.hopeless : project.unread),
      ];
  answer.data = { ...(answer.data as object), connect: tried };
  if (tried.some((c) => !c.could)) answer.exit = 1;
}

/** Resolves true when another round may find more to do, or with what made this one stale. A second migrate that waited for the lock looks again: it may all be done. */
async function changed(run: Run, proposal: Proposal, looked: Looked): Promise<boolean | Problem> {
  const { change } = await import('./change.ts');
  try {
    return await change(run, proposal, looked);
  } catch (error) {
    if (run.command.unasked && error instanceof Problem && error.code === 'stale-plan') return error;
    throw error;
  }
}

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
      texts.set(name, await fs.readFile(resolve(input.cwd, name), 'utf8'));
    } catch (error) {
      throw new Problem('file-unreadable', `${name} cannot be read.`, { why: (error as Error).message, fix: 'Check the path.' });
    }
  }
  return texts;
}
