/** Which statements did an edit add, remove or change? One short line each, with line numbers. */
import { mask } from '../../base/secret.ts';
import { meaningsOf } from '../facts.ts';
import { tokenAt } from '../lexer.ts';
import type { Parser } from './tree.ts';

interface Piece {
  key: string;
  node: string;
  line: number;
  words: string[];
}

/** From `was` to `now`; empty when they differ in nothing that PostgreSQL sees. What does not parse is compared token by token. */
export function statementDifference(was: string, now: string, parser: Parser): string[] {
  const before = piecesOf(was, parser);
  const after = piecesOf(now, parser);
  const out: string[] = [];
  for (const { removed, added } of gaps(before, after)) {
    while (removed.length > 0 || added.length > 0) {
      const [old, fresh] = [removed[0], added[0]];
      if (old && fresh && old.node === fresh.node) {
        out.push(`line ${fresh.line} changed: ${contrast(old.words, fresh.words)}`);
        removed.shift();
        added.shift();
      } else if (old && (removed.length >= added.length || !fresh)) {
        out.push(`line ${old.line} of the former text removed: ${shown(old.words, 0)}`);
        removed.shift();
      } else if (fresh) {
        out.push(`line ${fresh.line} added: ${shown(fresh.words, 0)}`);
        added.shift();
      }
    }
  }
  return out;
}

function piecesOf(text: string, parser: Parser): Piece[] {
  const read = meaningsOf(text, parser);
  // A statement that the parser refused is missing, so that file is compared as the lexer cuts it.
  const known = read.parses ? read.statements : meaningsOf(text, null).statements;
  return known.map(({ offset, length, line, node, meaning }) => {
    const words = wordsOf(text.slice(offset, offset + length));
    return { key: meaning || words.join(' '), node: node || (words[0] ?? '').toLowerCase(), line, words };
  });
}

function wordsOf(sql: string): string[] {
  const words: string[] = [];
  let glued = false;
  for (let at = 0; at < sql.length; ) {
    const { kind, start, end } = tokenAt(sql, at);
    at = end;
    if (kind === 'space' || kind === 'comment') glued = false;
    else {
      const word =
        kind === 'word' || kind === 'symbol' || kind === 'number'
          ? sql.slice(start, end)
          : sql.slice(start, end).replaceAll('\n', ' ');
      if (glued) words[words.length - 1] += word;
      else words.push(word);
      glued = true;
    }
  }
  return words;
}

const WIDTH = 72;

/** One line from about the word `from` on. */
function shown(words: readonly string[], from: number): string {
  const skip = words.slice(0, from).join(' ').length > WIDTH / 2 ? from - 2 : 0;
  const line = mask(`${skip > 3 ? `${words.slice(0, 3).join(' ')} … ` : ''}${words.slice(skip > 3 ? skip : 0).join(' ')}`, []);
  const letters = [...line];
  return letters.length > WIDTH ? `${letters.slice(0, WIDTH - 1).join('')}…` : line;
}

function contrast(was: readonly string[], now: readonly string[]): string {
  let same = 0;
  while (same < was.length && was[same] === now[same]) same += 1;
  return `was ${shown(was, same)}, now ${shown(now, same)}`;
}

type Gap = { removed: Piece[]; added: Piece[] };

/** Longest common subsequence; where that would be too much work, equal ends only. */
function gaps(a: readonly Piece[], b: readonly Piece[]): Gap[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head]!.key === b[head]!.key) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail)!.key === b.at(-1 - tail)!.key) tail += 1;
  const left = a.slice(head, a.length - tail);
  const right = b.slice(head, b.length - tail);
  if (left.length * right.length > 1_000_000) return [{ removed: left, added: right }];
  const width = right.length + 1;
  const best = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const down = best[(i + 1) * width + j]!;
      const across = best[i * width + j + 1]!;
      best[i * width + j] = left[i]!.key === right[j]!.key ? best[(i + 1) * width + j + 1]! + 1 : Math.max(down, across);
    }
  }
  const out: Gap[] = [];
  let gap: Gap = { removed: [], added: [] };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i]!.key === right[j]!.key) {
      if (gap.removed.length + gap.added.length > 0) out.push(gap);
      gap = { removed: [], added: [] };
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && best[(i + 1) * width + j]! >= best[i * width + j + 1]!)) {
      gap.removed.push(left[i]!);
      i += 1;
    } else {
      gap.added.push(right[j]!);
      j += 1;
    }
  }
  return gap.removed.length + gap.added.length > 0 ? [...out, gap] : out;
}
