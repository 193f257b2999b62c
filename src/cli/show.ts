/** An answer on stdout: as text, as one JSON object, or for GitHub. */
import { appendFileSync } from 'node:fs';
import { mask } from '../base/secret.ts';
import { answerText } from '../report/answer.ts';
import type { Style } from '../report/style.ts';
import type { Answer } from '../run/input.ts';
import type { Io } from './io.ts';

export interface Shape {
  json: boolean;
  github: boolean;
  dryRun: boolean;
  verbose?: boolean;
}

export const styleOf = (io: Io, secrets: readonly string[] = []): Style => ({
  columns: io.columns ?? 80,
  color: io.columns !== undefined && !io.env['NO_COLOR'] && !io.env['CI'],
  unicode: io.env['TERM'] !== 'dumb',
  secrets,
});

/** Resolves with the exit status; 130 when the run was interrupted and nothing of it is committed. */
export async function show(answer: Answer, shape: Shape, io: Io): Promise<number> {
  await print(answer, shape, io);
  return answer.problem?.code === 'interrupted' && answer.exit === 2 ? 130 : answer.exit;
}

async function print(answer: Answer, shape: Shape, io: Io): Promise<void> {
  const { secrets } = answer;
  if (shape.json) {
    const { problem, plan, receipts, command, environments, verdict, findings, unchecked, data } = answer;
    const receipt = receipts.at(-1);
    const { jsonText } = await import('../report/json.ts');
    io.out(
      jsonText(
        {
          command,
          environments,
          ok: answer.exit === 0,
          verdict,
          findings,
          unchecked,
          data,
          ...(problem ? { problem } : {}),
          ...(plan ? { plan } : {}),
          ...(receipt ? { receipt } : {}),
        },
        secrets,
      ),
    );
    return;
  }
  const rules = answer.command === 'explain' ? (await import('../rules/index.ts')).rules : undefined;
  const style = styleOf(io, secrets);
  const text = await answerText(answer, { dryRun: shape.dryRun, ...(rules ? { rules } : {}) }, style);
  if (shape.verbose)
    for (const t of answer.targets)
      io.err(
        mask(
          `${t.environment}: ${t.host}${t.database ? `/${t.database}` : ''}${t.role ? `, role ${t.role}` : ''} (${t.from}), through ${t.driver}${t.because ? `: ${t.because}` : ''}\n`,
          secrets,
        ),
      );
  if (shape.github) await github(answer, io);
  io[answer.problem ? 'err' : 'out'](`${mask(text, secrets)}\n`);
}

async function github(answer: Answer, io: Io): Promise<void> {
  const { annotations, stepSummary } = await import('../report/github.ts');
  io.out(annotations(answer.findings, { secrets: answer.secrets }));
  const file = io.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  try {
    appendFileSync(file, `${stepSummary(answer, { secrets: answer.secrets })}\n`);
  } catch (error) {
    // The answer is the annotations; a summary that has no place is said and changes nothing.
    io.err(`The step summary was not written: ${(error as Error).message}\n`);
  }
}

/** Anything thrown that is not a Problem is our mistake. */
export async function showBug(error: unknown, io: Io): Promise<number> {
  const { bugText } = await import('../report/problem.ts');
  io.err(`${bugText(error, styleOf(io), { hide: [io.cwd], versions: `tidemark ${io.version}, node ${process.version}` })}\n`);
  return 70;
}
