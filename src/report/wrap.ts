/** How does a text fit into a width: wrapped at spaces, or cut with an ellipsis? */
import { type Paint, type Pen, plain } from './style.ts';
import { graphemes, width } from './width.ts';

/** The longest start of `text` that takes at most `cells`, never half a character. */
export function fitting(text: string, cells: number): string {
  if (width(text) <= cells) return text;
  let used = 0;
  let end = 0;
  for (const { segment } of graphemes(text)) {
    used += width(segment);
    if (used > cells) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** At most `cells` wide; what is left out shows as an ellipsis. */
export function cut(text: string, cells: number, ellipsis: string): string {
  if (width(text) <= cells) return text;
  return fitting(text, Math.max(0, cells - width(ellipsis))) + ellipsis;
}

/** A word that is wider than a line: broken after a slash when one is near. */
function broken(word: string, cells: number): string {
  const start = fitting(word, cells) || (graphemes(word)[Symbol.iterator]().next().value?.segment ?? word);
  const slash = start.lastIndexOf('/') + 1;
  return slash > start.length / 2 ? start.slice(0, slash) : start;
}

/** Lines of at most `cells`, without the spaces at which they were broken. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((w) => w !== '')) {
    let rest = word;
    if (line !== '' && width(line) + 1 + width(rest) <= cells) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (width(rest) > cells) {
      const piece = broken(rest, cells);
      lines.push(piece);
      rest = rest.slice(piece.length);
    }
    line = rest;
  }
  if (line !== '') lines.push(line);
  return lines;
}

export interface Hang {
  /** Before the first line. */
  first: string;
  /** Before the others; as wide as `first` unless given. */
  rest?: string;
  paint?: Paint;
  /** Lines at most; the last one ends in an ellipsis. */
  most?: number;
}

/** A paragraph with a hanging indent; a text of nothing gives no line. The text is foreign until it went through `pen.say`. */
export function hang(p: Pen, text: string, { first, rest = ' '.repeat(width(first)), paint = plain, most = 12 }: Hang): string[] {
  const cells = Math.max(12, p.prose - Math.max(width(first), width(rest)));
  const all = wrap(p.say(text), cells);
  const shown = all.slice(0, most);
  if (all.length > most) shown[most - 1] = `${fitting(shown[most - 1] ?? '', cells - width(p.marks.cut))}${p.marks.cut}`;
  return shown.map((line, i) => (i === 0 ? first : rest) + paint(line));
}
