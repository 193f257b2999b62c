/** The answer of `diff`: which two, what differs, what was not compared, and in one sentence whether they are alike. */
import type { DiffData, DiffSide } from '../commands/diff.ts';
import { differenceLines } from './differences.ts';
import { type Pen, pen, type Style } from './style.ts';
import { wayLines } from './way.ts';
import { hang } from './wrap.ts';

export function diffText(verdict: string, data: DiffData, style: Style): string {
  const p = pen(style);
  const { left, right, counted, differences, notCompared } = data;
  const parts = [
    [...sideLines(p, '-', left), ...sideLines(p, '+', right)],
    left && right ? differenceLines(p, { differences, counted, notCompared }) : [],
    data.sql && left && right ? wayLines(p, left.name, right.name, data.sql) : [],
    hang(p, verdict, { first: '' }),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}

function sideLines(p: Pen, mark: string, side: DiffSide | null): string[] {
  if (!side) return [];
  return [
    ...hang(p, `${side.says}: ${side.objects} objects`, { first: `${mark} `, paint: p.dim }),
    ...side.notes.flatMap((note) => hang(p, note, { first: '    ', paint: p.dim })),
  ];
}
