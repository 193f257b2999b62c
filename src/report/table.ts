/** Rows and columns that line up, never wider than the place they are written to. */
import { type Paint, type Pen, plain } from './style.ts';
import { width } from './width.ts';
import { cut } from './wrap.ts';

export interface Cell {
  text: string;
  paint: Paint;
}

export const cell = (text: string, paint: Paint = plain): Cell => ({ text, paint });

export interface Layout {
  indent?: number;
  gap?: number;
  /** Columns that give way first when it gets narrow; otherwise the widest does. */
  yielding?: readonly number[];
}

const LEAST = 6;

function narrowed(widths: number[], room: number, yielding: readonly number[]): number[] {
  const out = [...widths];
  const over = () => out.reduce((a, b) => a + b, 0) - room;
  const shrink = (candidates: readonly number[]) => {
    while (over() > 0) {
      const widest = candidates.reduce((best, i) => ((out[i] ?? 0) > (out[best] ?? 0) ? i : best), candidates[0] ?? 0);
      if ((out[widest] ?? 0) <= LEAST) return;
      out[widest] = (out[widest] ?? 0) - 1;
    }
  };
  if (yielding.length > 0) shrink(yielding);
  shrink(out.map((_, i) => i));
  return out;
}

/** One line a row. Cells hold visible text; a cell that does not fit ends in an ellipsis. */
export function table(p: Pen, rows: readonly (readonly Cell[])[], { indent = 0, gap = 2, yielding = [] }: Layout = {}): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const natural = Array.from({ length: count }, (_, i) => Math.max(0, ...rows.map((row) => width(row[i]?.text ?? ''))));
  const widths = narrowed(natural, p.columns - indent - gap * Math.max(0, count - 1), yielding);
  return rows.map((row) => {
    const last = row.findLastIndex((c) => c.text !== '');
    const cells = row.slice(0, last + 1).map((c, i) => {
      const text = cut(c.text, widths[i] ?? 0, p.marks.cut);
      return c.paint(text) + (i === last ? '' : ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(text))));
    });
    return ' '.repeat(indent) + cells.join(' '.repeat(gap));
  });
}
