/** Text edits on one file: merged, checked, applied and inverted. */
import { Problem } from '../../base/problem.ts';
import type { TextEdit } from '../../model/index.ts';

/** Edits of one file in order; the same edit from two remedies counts once, overlapping ones are refused. */
export function mergeEdits(path: string, edits: readonly TextEdit[]): TextEdit[] {
  const sorted = [...edits].sort((a, b) => a.offset - b.offset || a.was.length - b.was.length);
  const out: TextEdit[] = [];
  for (const edit of sorted) {
    const last = out.at(-1);
    if (last && last.offset === edit.offset && last.was === edit.was && last.now === edit.now) continue;
    if (last && edit.offset < last.offset + last.was.length) {
      throw new Problem('remedies-overlap', `Two remedies want to change the same place in ${path}.`, {
        why: 'Applying both would leave text that neither of them meant.',
        fix: 'Repair one rule at a time: npx tidemark repair <rule>',
      });
    }
    out.push(edit);
  }
  return out;
}

/** The same edit without what stays: two insertions at one place are then two insertions, not two rewrites of their neighbour. */
export function narrow({ offset, was, now }: TextEdit): TextEdit {
  let head = 0;
  while (head < was.length && head < now.length && was[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < was.length - head && tail < now.length - head && was.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return { offset: offset + head, was: was.slice(head, was.length - tail), now: now.slice(head, now.length - tail) };
}

/** The text with the edits made; null when a place does not hold what the edit expects. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
  let out = '';
  let at = 0;
  for (const { offset, was, now } of edits) {
    if (text.slice(offset, offset + was.length) !== was) return null;
    out += text.slice(at, offset) + now;
    at = offset + was.length;
  }
  return out + text.slice(at);
}

/** The edits that take the edited text back. */
export function invertEdits(edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map(({ offset, was, now, ...rest }) => {
    const edit = { ...rest, offset: offset + shift, was: now, now: was };
    shift += now.length - was.length;
    return edit;
  });
}
