/** The changes of a draft on files, as one step a file. */
import { sha256 } from '../../base/fingerprint.ts';
import { Problem } from '../../base/problem.ts';
import type { Assumption, Change, StartedPlan, Step } from '../../model/index.ts';
import { backStep } from '../invert.ts';
import { applyEdits, mergeEdits } from './edit.ts';

/** A file as it is now: its text, or base64 of its bytes when it is not UTF-8. `print` is the SHA-256 of the bytes. */
export interface FileText {
  text: string;
  encoding?: 'base64';
  mode: number;
  print: string;
}

export interface Steps {
  steps: Step[];
  assumes: Assumption[];
}

type Files = ReadonlyMap<string, FileText | null>;

/** Paths whose text `compose` must be given. */
export const pathsOf = (changes: readonly Change[]): string[] => [
  ...new Set(changes.flatMap((c) => (c.kind === 'move' ? [c.path, c.to] : 'path' in c ? [c.path] : []))),
];

export function fileSteps(changes: readonly Change[], files: Files): Steps {
  const steps: Step[] = [];
  const assumes: Assumption[] = [];
  for (const path of pathsOf(changes)) {
    const now = files.get(path) ?? null;
    const mine = changes.filter((c) => ('path' in c && c.path === path) || (c.kind === 'move' && c.to === path));
    const says = [...new Set(once(mine).map((c) => ('says' in c ? c.says : '')))].join(' ');
    const step = fileStep(path, says, now, mine, files);
    assumes.push({ kind: 'file', path, print: now?.print ?? null });
    if (step) steps.push(step);
  }
  return { steps, assumes };
}

/** Two remedies may ask for one and the same edit; it is told once. */
const once = (changes: readonly Change[]): Change[] =>
  changes.filter(
    (c, i) =>
      c.kind !== 'edit' ||
      changes.findIndex((x) => x.kind === 'edit' && x.path === c.path && JSON.stringify(x.edit) === JSON.stringify(c.edit)) === i,
  );

function fileStep(path: string, says: string, now: FileText | null, mine: Change[], files: Files): Step | null {
  const arriving = mine.find((c) => c.kind === 'move' && c.to === path);
  const created = mine.find((c) => c.kind === 'create');
  // Where a file is moved away and another takes its name, the name stays.
  const leaving = created ? undefined : mine.find((c) => c.kind === 'remove' || (c.kind === 'move' && c.path === path));
  const edits = mine.flatMap((c) => (c.kind === 'edit' ? [c.edit] : []));
  if (arriving?.kind === 'move') {
    const source = files.get(arriving.path);
    if (!source) throw stale(arriving.path);
    if (now) throw occupied(path);
    const inside = mine.length > 1 ? edits : [];
    const text = applyEdits(source.text, mergeEdits(path, inside)) ?? source.text;
    return {
      kind: 'file',
      says,
      path,
      mode: source.mode,
      edits: [whole('', text, source.encoding)],
      before: null,
      after: printOf(text, source.encoding),
    };
  }
  if (leaving) {
    if (!now) throw stale(path);
    return {
      kind: 'file',
      says,
      path,
      mode: now.mode,
      edits: [whole(now.text, '', now.encoding)],
      before: now.print,
      after: null,
    };
  }
  if (created?.kind === 'create') {
    const after = printOf(created.content, created.encoding);
    if (now?.print === after) return null;
    const edit = whole(now?.text ?? '', created.content, created.encoding ?? now?.encoding);
    return {
      kind: 'file',
      says,
      path,
      mode: now?.mode ?? created.mode ?? 0o644,
      edits: [edit],
      before: now?.print ?? null,
      after,
    };
  }
  if (!now) throw stale(path);
  const merged = mergeEdits(path, edits);
  const text = applyEdits(now.text, merged);
  if (text === null) throw stale(path);
  return { kind: 'file', says, path, mode: now.mode, edits: merged, before: now.print, after: printOf(text, now.encoding) };
}

/** What an interrupted plan left to do, or did and must take back. */
export function leftSteps({ id, how }: Extract<Change, { kind: 'finish' }>, started: readonly StartedPlan[]): Steps {
  const plan = started.find((s) => s.id === id);
  const steps: Step[] = [];
  const assumes: Assumption[] = [];
  for (const step of plan?.receipt.plan.steps ?? []) {
    if (step.kind !== 'file') continue;
    const stands = plan?.files.find((f) => f.path === step.path)?.stands;
    assumes.push({ kind: 'file', path: step.path, print: stands === 'before' ? step.before : step.after });
    if (how === 'finish' && stands === 'before') steps.push(step);
    if (how === 'discard' && stands === 'after') steps.push(backStep(step));
  }
  return { steps, assumes };
}

const whole = (was: string, now: string, encoding: 'base64' | undefined) => ({
  offset: 0,
  was,
  now,
  ...(encoding ? { encoding } : {}),
});

const printOf = (text: string, encoding: 'base64' | undefined): string => sha256(encoding ? Buffer.from(text, 'base64') : text);

const stale = (path: string): Problem =>
  new Problem('file-changed', `${path} is not what it was a moment ago.`, {
    why: 'It was changed while the plan was made.',
    fix: 'Run the same command again.',
  });

const occupied = (path: string): Problem =>
  new Problem('file-exists', `${path} exists already.`, {
    why: 'A file would be moved onto it.',
    fix: `Move ${path} out of the way, then run the same command again.`,
  });
