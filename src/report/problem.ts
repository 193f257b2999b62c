/** What a person sees when the job could not be done, or when we are wrong. */
import type { Problem } from '../base/problem.ts';
import { type Pen, pen, type Style } from './style.ts';
import { cut, hang } from './wrap.ts';

/** The fields of a Problem that are told; also those of one that was kept. */
export type Told = Pick<Problem, 'code' | 'message' | 'why' | 'fix'>;

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A line of `why` that begins so is shown as it is: SQL, and the mark below it. */
const VERBATIM = '    ';

/** Message, why, what to type. A line of `fix` is a step; it is never wrapped, so that it can be copied. */
export function problemText({ code, message, why, fix }: Told, style: Style): string {
  const p = pen(style);
  const lines = hang(p, message, { first: `${p.red(p.marks.error)} `, rest: '  ', paint: p.bold });
  for (const line of linesOf(why)) {
    if (line.startsWith(VERBATIM)) lines.push(cut(p.say(line), p.columns, p.marks.cut));
    else lines.push(...hang(p, line, { first: '  ' }));
  }
  lines.push(p.dim(`  (${p.say(code)})`));
  linesOf(fix).forEach((step, i) => {
    lines.push(`${i === 0 ? `${p.marks.arrow} ` : '  '}${p.bold(p.say(step.trimEnd()))}`);
  });
  return lines.join('\n');
}

export interface BugExtra {
  /** Absolute folders that say where this machine keeps things: the project, the home folder, our own package. */
  hide?: readonly string[];
  /** `tidemark 0.1.0, node 20.19.0, linux x64`. */
  versions?: string;
}

/** Places inside a package begin with `node_modules/`; of the others the hidden folders are left out. */
function withoutMachine(line: string, hide: readonly string[]): string {
  const start = line.indexOf('(') > -1 ? line.indexOf('(') + 1 : line.indexOf('at ') + 3;
  const modules = line.lastIndexOf('node_modules/');
  let out = line.trimStart().startsWith('at ') && modules > start ? line.slice(0, start) + line.slice(modules) : line;
  for (const folder of [...hide].filter((f) => f.length > 1).sort((a, b) => b.length - a.length)) {
    out = out.replaceAll(`file://${folder}/`, '').replaceAll(`${folder}/`, '').replaceAll(folder, '.');
  }
  return out.replaceAll('file://', '');
}

function stackLines(p: Pen, error: unknown, hide: readonly string[], depth: number): string[] {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : `thrown: ${String(error)}`;
  const lines = linesOf(text)
    .slice(0, 20)
    .map((line) => `  ${p.dim(p.say(withoutMachine(line, hide)))}`);
  if (!(error instanceof Error) || error.cause === undefined || depth >= 3) return lines;
  return [...lines, '  caused by:', ...stackLines(p, error.cause, hide, depth + 1)];
}

/** For anything thrown that is not a Problem: the stack, and where to report it. */
export function bugText(error: unknown, style: Style, { hide = [], versions }: BugExtra = {}): string {
  const p = pen(style);
  return [
    ...hang(p, 'Tidemark made a mistake. This is a bug of ours, not of your project.', {
      first: `${p.red(p.marks.error)} `,
      rest: '  ',
      paint: p.bold,
    }),
    ...stackLines(p, error, hide, 0),
    ...(versions === undefined ? [] : [`  ${p.say(versions)}`]),
    ...hang(p, 'What this run may have changed is shown by: npx tidemark receipts', { first: '  ' }),
    ...hang(p, 'Please report the lines above; this opens the place for it:', { first: '  ' }),
    `${p.marks.arrow} ${p.bold('npm bugs tidemark')}`,
  ].join('\n');
}
