/** Which files of a plan only change their place? Many of them are told in one step, a line each, and not word by word. */
import type { Step } from '../model/plan.ts';
import type { Pen } from './style.ts';
import { cut, hang } from './wrap.ts';

const MANY = 3;
const LINES = 12;

export interface Moved {
  kind: 'moved';
  says: string;
  files: { from: string; to: string }[];
}

/** Steps in their order; in place of the first of many that move for one reason stands the whole move. */
export function withMoves(steps: readonly Step[]): (Step | Moved)[] {
  const groups = new Map<string, { files: Moved['files']; steps: Step[] }>();
  for (const left of steps) {
    if (left.kind !== 'file' || left.before === null || left.after !== null) continue;
    const group = groups.get(left.says) ?? { files: [], steps: [] };
    // Two files of one content arrive at two places.
    const next = steps.find(
      (s) =>
        s.kind === 'file' && s.before === null && s.after === left.before && s.says === left.says && !group.steps.includes(s),
    );
    if (next?.kind !== 'file') continue;
    group.files.push({ from: left.path, to: next.path });
    group.steps.push(left, next);
    groups.set(left.says, group);
  }
  const out: (Step | Moved)[] = [];
  for (const step of steps) {
    const group = groups.get(step.says);
    if (!group || group.files.length < MANY || !group.steps.includes(step)) out.push(step);
    else if (group.steps[0] === step) out.push({ kind: 'moved', says: step.says, files: group.files });
  }
  return out;
}

export function movedLines(p: Pen, { says, files }: Moved, number: string, whole: boolean): string[] {
  const indent = ' '.repeat(number.length);
  const shown = files.length > LINES && !whole ? files.slice(0, LINES - 1) : files;
  return [
    ...hang(p, says, { first: number, paint: p.bold, most: 6 }),
    // The reason says where to; the whole is there for those who ask.
    ...shown.map(({ from, to }) => {
      const line = p.say(whole ? `${from} ${p.marks.arrow} ${to}` : from);
      return `${indent}${whole ? line : cut(line, p.columns - indent.length, p.marks.cut)}`;
    }),
    ...(shown.length < files.length
      ? [p.dim(`${indent}${p.marks.cut} ${files.length - shown.length} more files; all of them: --verbose`)]
      : []),
  ];
}
