/** What does the place we write to allow: how wide, in colour, beyond ASCII? And the pen that keeps to it. */
import pc from 'picocolors';
import { foreign } from './visible.ts';
import { width } from './width.ts';

/** Given by the face, which alone knows the terminal. */
export interface Style {
  /** Cells in a line; 80 when nobody knows. */
  columns: number;
  color: boolean;
  /** Marks beyond ASCII may be used. */
  unicode: boolean;
  /** Texts that must not be printed; masked before anything is cut or wrapped. */
  secrets?: readonly string[];
}

export type Paint = (text: string) => string;

export interface Pen {
  columns: number;
  /** Columns for sentences: longer lines are hard to read. */
  prose: number;
  /** A foreign or mixed text as one visible line without secrets. */
  say(text: string): string;
  bold: Paint;
  dim: Paint;
  red: Paint;
  yellow: Paint;
  green: Paint;
  cyan: Paint;
  marks: typeof UNICODE;
}

const UNICODE = { error: '✗', warning: '!', note: 'i', ok: '✓', arrow: '→', bullet: '·', cut: '…', none: '–' };
const ASCII: typeof UNICODE = { error: 'x', warning: '!', note: 'i', ok: '+', arrow: '->', bullet: '-', cut: '...', none: '-' };

export const plain: Paint = (text) => text;

export function pen({ columns, color, unicode, secrets = [] }: Style): Pen {
  const { bold, dim, red, yellow, green, cyan } = pc.createColors(color);
  const cells = Number.isFinite(columns) && columns > 0 ? Math.max(40, Math.floor(columns)) : 80;
  return {
    columns: cells,
    prose: Math.min(cells, 100),
    say: (text) => foreign(text, secrets),
    bold,
    dim,
    red,
    yellow,
    green,
    cyan,
    marks: unicode ? UNICODE : ASCII,
  };
}

export const pad = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - width(text)));

export const plural = (count: number, one: string, many: string = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** The same pen for lines that are indented afterwards. */
export const within = (p: Pen, indent: number): Pen => ({
  ...p,
  columns: p.columns - indent,
  prose: Math.min(p.prose, p.columns - indent),
});
