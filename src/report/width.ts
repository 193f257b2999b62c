/** How many terminal cells does a text take? East Asian wide characters and emoji take two, marks that combine none. */

/** From, to: wide and fullwidth of UAX #11, and the emoji blocks. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23f3],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f004, 0x1f0cf],
  [0x1f18e, 0x1f19a],
  [0x1f1e6, 0x1f320],
  [0x1f32d, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7f0],
  [0x1f90c, 0x1faff],
  [0x20000, 0x3fffd],
];
const VARIATION_EMOJI = 0xfe0f;

/** Below the first combining mark and among the marks that we print ourselves, a character is a cell. */
const PLAIN = /^[\x20-\x7e\xa1-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f\u2713\u2717]*$/;

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character. Made when it is first needed: it costs 10 ms, and most texts are plain. */
export function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

export function width(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of graphemes(text)) cells += graphemeWidth(segment);
  return cells;
}

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) || code === 0xfeff) return 0;
  if (code >= 0x300 && code <= 0x36f) return 0;
  if (grapheme.length > 1 && grapheme.codePointAt(1) === VARIATION_EMOJI) return 2;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
