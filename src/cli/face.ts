/** How a plan is shown, progress told and a question asked on this terminal, or in this log. */
import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import { mask } from '../base/secret.ts';
import { pen } from '../report/style.ts';
import { hang } from '../report/wrap.ts';
import type { Face } from '../run/input.ts';
import type { Listener, Progress } from '../run/progress.ts';
import type { Io } from './io.ts';
import { pace } from './pace.ts';
import { type Shape, styleOf } from './show.ts';

export async function faceFor(io: Io, shape: Shape, events: string | undefined, stream: Io['err']): Promise<Face> {
  const style = styleOf(io);
  const keep = events === undefined ? null : events === '-' ? stream : appendTo(events, io);
  const paced = pace();
  let named = false;
  const tell: Listener = (progress) => {
    keep?.(`${mask(JSON.stringify(progress), [])}\n`);
    const text = events === '-' || shape.json ? null : told(progress, paced);
    if (text) io.err(`${hang(pen(style), text, { first: '', rest: '  ' }).join('\n')}\n`);
  };
  const face: Face = {
    tell,
    preview: async ({ plan, id, target, protected: guarded, fileText }) => {
      const { planText, targetText } = await import('../report/plan.ts');
      if (plan.command === 'migrate' && !shape.dryRun) {
        // It asks nothing, so a log wants the target and then a line a migration, not their SQL.
        if (!shape.json && target && !named) io.err(`${targetText(target)}\n`);
        named = true;
        return;
      }
      const whole = shape.verbose === true;
      const text = planText(plan, { id, ...(target ? { target } : {}), protected: guarded, whole, fileText }, style);
      // Of a run that asks nothing the plan is progress; of a dry run it is the answer.
      if (shape.json) return;
      if (shape.dryRun) io.out(`${text}\n\n`);
      else io.err(`${text}\n\n`);
    },
  };
  if (!io.interactive || shape.json) return face;
  const prompts = await import('./ask.ts');
  return { ...face, ask: prompts.ask(io) };
}

/** Each line is in the file before the next step. A file that cannot be written is refused at once; one that fails later stops nothing. */
function appendTo(file: string, io: Io): (line: string) => void {
  const path = resolve(io.cwd, file);
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new Problem('file-unwritable', 'The events cannot be written there.', {
      why: `${(error as Error).message}. Nothing was changed.`,
      fix: 'Name a file in a folder that is there and may be written: --events events.jsonl',
    });
  }
  let failed = false;
  return (line) => {
    if (failed) return;
    try {
      appendFileSync(path, line);
    } catch (error) {
      failed = true;
      io.err(`No more events are written to ${file}: ${(error as Error).message}\n`);
    }
  };
}

function told(p: Progress, progress: ReturnType<typeof pace>): string | null {
  if (p.event === 'waiting') return `waiting for ${p.for} (${p.seconds} s${p.until === undefined ? '' : ` of ${p.until} s`})`;
  if (p.event === 'part')
    return p.parts === 1 ? `${p.migration}, outside of a transaction` : `${p.migration}, part ${p.part} of ${p.parts}`;
  if (p.event === 'cleared') return `${p.migration}: ${p.what} was left half done and is taken away: ${p.statement}`;
  if (p.event === 'progress') return progress(p);
  if (p.event === 'committed' && p.migration && p.part === undefined) return `applied ${p.migration}`;
  return null;
}
