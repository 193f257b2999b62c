/** Which lines of a text do edits change? Every line with its number, neighbours included. */
import type { TextEdit } from '../model/plan.ts';

/** `line` counts from 1: in the old text for ` ` and `-`, in the new one for `+`. */
export interface DiffLine {
  kind: ' ' | '-' | '+';
  line: number;
  text: string;
}

/** Old lines from `start` (from 0) up to `end`, and what stands there afterwards. */
interface Replaced {
  start: number;
  end: number;
  now: string[];
}

/** Beyond this product of lines a region shows as replaced whole: a table of both would cost seconds. */
const LARGEST = 4_000_000;

function trimmed(was: readonly string[], now: readonly string[]): { head: number; tail: number } {
  let head = 0;
  while (head < was.length && head < now.length && was[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < was.length - head && tail < now.length - head && was.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return { head, tail };
}

/** The smallest set of replaced lines, by the longest common subsequence. */
function replacements(was: readonly string[], now: readonly string[], from: number): Replaced[] {
  const { head, tail } = trimmed(was, now);
  const a = was.slice(head, was.length - tail);
  const b = now.slice(head, now.length - tail);
  const start = from + head;
  if (a.length === 0 && b.length === 0) return [];
  if (a.length === 0 || b.length === 0 || a.length * b.length > LARGEST) return [{ start, end: start + a.length, now: b }];
  const row = b.length + 1;
  const common = new Uint32Array((a.length + 1) * row);
  const value = (i: number, j: number) => common[i * row + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * row + j] = a[i] === b[j] ? value(i + 1, j + 1) + 1 : Math.max(value(i + 1, j), value(i, j + 1));
    }
  }
  const out: Replaced[] = [];
  let open: Replaced | null = null;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      open = null;
      i += 1;
      j += 1;
      continue;
    }
    if (open === null) {
      open = { start: start + i, end: start + i, now: [] };
      out.push(open);
    }
    if (j >= b.length || (i < a.length && value(i + 1, j) >= value(i, j + 1))) {
      i += 1;
      open.end += 1;
    } else open.now.push(b[j++] ?? '');
  }
  return out;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Edits on touching lines as one region of whole lines. */
function regions(text: string, edits: readonly TextEdit[], lines: readonly string[]): Replaced[] {
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  starts.pop();
  const places: { first: number; last: number; edits: TextEdit[] }[] = [];
  for (const edit of edits) {
    const first = lineAt(starts, edit.offset);
    const last = lineAt(starts, edit.offset + edit.was.length);
    const before = places.at(-1);
    if (before && first <= before.last) {
      before.last = Math.max(before.last, last);
      before.edits.push(edit);
    } else places.push({ first, last, edits: [edit] });
  }
  return places.flatMap(({ first, last, edits: here }) => {
    const from = starts[first] ?? 0;
    const to = (starts[last] ?? 0) + (lines[last]?.length ?? 0);
    let now = '';
    let done = from;
    for (const { offset, was, now: inserted } of here) {
      now += text.slice(done, offset) + inserted;
      done = offset + was.length;
    }
    now += text.slice(done, to);
    return replacements(lines.slice(first, last + 1), now.split('\n'), first);
  });
}

/** Hunks with `context` unchanged lines around; null when the edits are not edits of this text. */
export function hunks(text: string, given: readonly TextEdit[], context = 2): DiffLine[][] | null {
  const edits = [...given].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { offset, was, encoding } of edits) {
    if (encoding !== undefined || offset < end || text.slice(offset, offset + was.length) !== was) return null;
    end = offset + was.length;
  }
  const lines = text.split('\n');
  const out: DiffLine[][] = [];
  let shift = 0;
  let shown = 0;
  const same = (hunk: DiffLine[], from: number, to: number) => {
    for (let i = from; i < to; i++) hunk.push({ kind: ' ', line: i + 1, text: lines[i] ?? '' });
    shown = Math.max(shown, to);
  };
  const changes = regions(text, edits, lines);
  changes.forEach(({ start, end: stop, now }, n) => {
    const previous = out.at(-1);
    const joined = previous !== undefined && start - context <= shown;
    const hunk = joined ? previous : [];
    if (!joined) out.push(hunk);
    same(hunk, joined ? shown : Math.max(0, start - context), start);
    for (let i = start; i < stop; i++) hunk.push({ kind: '-', line: i + 1, text: lines[i] ?? '' });
    now.forEach((line, i) => {
      hunk.push({ kind: '+', line: start + shift + i + 1, text: line });
    });
    shift += now.length - (stop - start);
    shown = stop;
    const next = changes[n + 1]?.start ?? lines.length;
    const last = lines.at(-1) === '' ? lines.length - 1 : lines.length;
    same(hunk, stop, Math.min(stop + context, next, last));
  });
  return out;
}
