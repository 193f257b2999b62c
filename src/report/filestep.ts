/** What does a step change in a file? Lines with their numbers, never edits or offsets. */
import type { Step } from '../model/plan.ts';
import { type DiffLine, hunks } from './diff.ts';
import { type Pen, plural } from './style.ts';
import { width } from './width.ts';
import { cut } from './wrap.ts';

type FileStep = Extract<Step, { kind: 'file' }>;

const HUNKS = 8;
const LINES = 12;

/** `DATABASE_URL=…`: whatever stands behind the sign may be a secret. */
const isEnvFile = (path: string): boolean => (path.split('/').at(-1) ?? '').startsWith('.env');
const ENV_VALUE = /^(\s*#?\s*(?:export\s+)?[\w.-]+\s*=).*$/;
const NAMED_SECRET = /((?:password|passwd|pwd|secret|token|apikey)['"]?\s*[:=]\s*)(['"`]).*?\2/gi;

function unsecret(line: string, env: boolean): string {
  if (env) return line.replace(ENV_VALUE, '$1***');
  return line.length < 2_000 ? line.replace(NAMED_SECRET, '$1$2***$2') : line;
}

function shared(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return i;
}

/** The part of a long line where it differs from its counterpart. */
function window(p: Pen, line: string, other: string | undefined, cells: number): string {
  const start = other === undefined || line.length <= cells ? 0 : shared(line, other);
  if (start < cells - 20) return cut(p.say(line), cells, p.marks.cut);
  return cut(p.marks.cut + p.say(line.slice(start - 20)), cells, p.marks.cut);
}

/** Tabs before the text are indentation; elsewhere a tab is a character to see. */
const indented = (line: string): string => line.replace(/^\t+/, (tabs) => '  '.repeat(tabs.length));

/** Windows line ends show only where they change. */
function withoutEqualEnds(hunk: readonly DiffLine[]): DiffLine[] {
  const changed = hunk.filter((l) => l.kind !== ' ');
  const same = changed.every((l) => l.text.endsWith('\r')) || changed.every((l) => !l.text.endsWith('\r'));
  return hunk.map((l) => (same || l.kind === ' ' ? { ...l, text: l.text.replace(/\r$/, '') } : l));
}

/** Consecutive lines of one kind. */
function runs(hunk: readonly DiffLine[]): DiffLine[][] {
  const out: DiffLine[][] = [];
  for (const line of hunk) {
    const last = out.at(-1);
    if (last?.[0]?.kind === line.kind) last.push(line);
    else out.push([line]);
  }
  return out;
}

function hunkLines(p: Pen, raw: readonly DiffLine[], env: boolean, digits: number, indent: string): string[] {
  const all = runs(withoutEqualEnds(raw).map((l) => ({ ...l, text: indented(unsecret(l.text, env)) })));
  return all.flatMap((run, r) => {
    const kind = run[0]?.kind ?? ' ';
    const counterpart = kind === '-' ? all[r + 1] : all[r - 1];
    const facing = counterpart && kind !== ' ' && counterpart[0]?.kind !== ' ' ? counterpart : undefined;
    const paint = kind === '-' ? p.red : kind === '+' ? p.green : p.dim;
    const shown = run.length > LINES ? run.slice(0, LINES - 1) : run;
    const lines = shown.map((l, i) => {
      const label = `${indent}${String(l.line).padStart(digits)} ${kind} `;
      return paint(label + window(p, l.text, facing?.[i]?.text, p.columns - width(label))).trimEnd();
    });
    const left = run.length - shown.length;
    return left > 0
      ? [...lines, paint(`${indent}${' '.repeat(digits)} ${kind} ${p.marks.cut} ${plural(left, 'more line')}`)]
      : lines;
  });
}

const sizeOf = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4);

/** `text` is the file as it is now; null when it is not there or cannot be had. */
export function fileLines(p: Pen, step: FileStep, text: string | null, indent: string): string[] {
  const path = cut(p.say(step.path), p.columns - indent.length - 16, p.marks.cut);
  const what = step.before === null ? `${path} (new file)` : step.after === null ? `${path} (removed)` : path;
  const bytes = step.edits.find((e) => e.encoding === 'base64');
  if (bytes) return [indent + what, `${indent}  ${sizeOf(bytes.was)} bytes are replaced by ${sizeOf(bytes.now)} bytes`];
  const found = text === null && step.before !== null ? null : hunks(step.before === null ? '' : (text ?? ''), step.edits);
  if (found === null)
    return [
      indent + what,
      p.dim(`${indent}  ${plural(step.edits.length, 'place')} changed; the file is not as it was when the plan was made`),
    ];
  const env = isEnvFile(step.path);
  const digits = String(Math.max(1, ...found.flatMap((h) => h.map((l) => l.line)))).length;
  const lines = [indent + what];
  found.slice(0, HUNKS).forEach((hunk, i) => {
    if (i > 0) lines.push(p.dim(`${indent}  ${p.marks.cut}`));
    lines.push(...hunkLines(p, hunk, env, digits, `${indent}  `));
  });
  const left = found.length - HUNKS;
  if (left > 0) lines.push(p.dim(`${indent}  ${p.marks.cut} and ${plural(left, 'more changed place')} in this file`));
  return lines;
}
