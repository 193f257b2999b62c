/** Turns growing offsets of one text into lines, and the parser's bytes and characters into UTF-16 offsets, in one pass. */

/** Lines count from 1. Offsets may only grow from call to call. */
export function lineWalker(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

/** PostgreSQL's parser counts tree positions in UTF-8 bytes, and error positions in characters. */
export type Unit = 'bytes' | 'characters';

/**
 * UTF-16 offsets in `text` of positions that the parser found in `unixLines(text)`, which lacks the CR of each CRLF.
 * Positions may only grow from call to call; one past the end gives the text's length.
 */
export function positionWalker(text: string, unit: Unit): (position: number) => number {
  let offset = 0;
  let at = 0;
  return (position) => {
    while (offset < text.length && at < position) {
      const code = text.charCodeAt(offset);
      const pair = isHigh(code) && isLow(text.charCodeAt(offset + 1));
      if (!(code === CR && text.charCodeAt(offset + 1) === LF)) at += unit === 'bytes' ? bytesOf(code, pair) : 1;
      offset += pair ? 2 : 1;
    }
    while (text.charCodeAt(offset) === CR && text.charCodeAt(offset + 1) === LF) offset += 1;
    return offset;
  };
}

/** Line ends as PostgreSQL gets them from an editor on Unix: a literal over two lines must not differ by the checkout. */
export const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

const CR = 13;
const LF = 10;
const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const bytesOf = (code: number, pair: boolean): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3);
