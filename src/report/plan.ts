/** What will happen, on which database, and how it is taken back: the preview of a plan. */
import type { Assumption, Hazard, Part, Plan, Step } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { fileLines } from './filestep.ts';
import { historyLines } from './historystep.ts';
import { movedLines, withMoves } from './moved.ts';
import { listed, type Pen, pen, plural, type Style, within } from './style.ts';
import { uncheckedLines } from './unchecked.ts';
import { cut, hang } from './wrap.ts';

export interface PlanExtra {
  /** The id that its receipt will have. */
  id?: string;
  /** The database that is changed; absent for a plan of files alone. */
  target?: Target;
  /** The environment asks for consent by its own name. */
  protected?: boolean;
  /** Every line of the SQL, in its whole width. */
  whole?: boolean;
  /** A file's text as it is now, by its path relative to the project; null when it is not there. */
  fileText(path: string): string | null;
}

const SQL_LINES = 12;
const NAMED = 3;

/** What each hazard means for the person who consents. */
export const HAZARDS: Readonly<Record<Hazard, string>> = {
  'data-loss': 'rows or columns that hold data are removed',
  'long-lock': 'a table stays locked while this runs, and whoever needs it waits',
  'rewrites-history': 'rows of the history table are changed or removed, so what it says about the past changes',
  'cannot-undo': 'Tidemark cannot take this back',
};

/** `production: database app on db.example.com, role deploy, driver pg`. Never a password. */
export const targetText = ({ environment, driver, host, database, role }: Target): string =>
  `${environment}: database ${database} on ${host}, role ${role}, driver ${driver}`;

function assumed(assumes: readonly Assumption[]): string {
  const things = assumes.map((a) => {
    if (a.kind === 'file') return a.print === null ? `${a.path} is not there` : a.path;
    if (a.kind === 'environment') return `the name stored in ${a.environment}`;
    const name = `${a.table.schema}.${a.table.name} in ${a.environment}`;
    return a.print === null ? `${name} is not there` : name;
  });
  const absent = things.filter((t) => t.endsWith(' is not there'));
  const present = [...new Set(things.filter((t) => !t.endsWith(' is not there')))];
  const some = (all: string[]) => listed(all.length > NAMED ? [...all.slice(0, NAMED), `${all.length - NAMED} more`] : all);
  const unchanged =
    present.length > 0 ? [`${some(present)} ${present.length === 1 ? 'is' : 'are'} as when this plan was made`] : [];
  return [...unchanged, ...(absent.length > 0 ? [some(absent)] : [])].join('; ');
}

const NOTED = { done: '; it is in', begun: '; begun before' };

/** `part 2 of 3, outside of a transaction`: of those that begin in a line of the file. */
const partsIn = (parts: readonly Part[], from: number, to: number): string[] =>
  parts.flatMap(({ offset, alone, noted }, i) =>
    (parts.length > 1 || noted) && offset >= from && offset <= to
      ? [`part ${i + 1} of ${parts.length}${alone ? ', outside of a transaction' : ''}${noted ? NOTED[noted] : ''}`]
      : [],
  );

function sqlLines(p: Pen, step: Extract<Step, { kind: 'sql' }>, indent: string, whole: boolean): string[] {
  const run = step.migration;
  const lines = step.text.replace(/\s+$/, '').split('\n');
  const shown = lines.length > SQL_LINES && !whole ? lines.slice(0, SQL_LINES - 1) : lines;
  let from = 0;
  const out = shown.flatMap((line) => {
    const to = from + line.length;
    const begins = partsIn(run?.parts ?? [], from, to).map((part) => p.dim(`${indent}-- ${part}`));
    from = to + 1;
    const said = p.say(line.replace(/\r$/, '').replaceAll('\t', '  '));
    return [...begins, `${indent}${whole ? said : cut(said, p.columns - indent.length, p.marks.cut)}`];
  });
  if (lines.length > shown.length)
    out.push(p.dim(`${indent}${p.marks.cut} ${plural(lines.length - shown.length, 'more line')}; all of them: --verbose`));
  if (run) {
    const { schema, name } = run.table;
    const row = `hash ${run.hash.slice(0, 10)}${p.marks.cut}, created_at ${run.when}`;
    out.push(...hang(p, `Recorded in ${schema}.${name}: ${row}.`, { first: indent, paint: p.dim }));
  }
  return out.map((line) => line.trimEnd());
}

function stepLines(p: Pen, step: Step, number: string, { fileText, whole = false }: PlanExtra): string[] {
  const indent = ' '.repeat(number.length);
  const lines = hang(p, step.says, { first: number, paint: p.bold, most: 6 });
  if (step.kind === 'file') return [...lines, ...fileLines(p, step, fileText(step.path), indent)];
  if (step.kind === 'history') return [...lines, ...historyLines(p, step, indent)];
  return [...lines, ...sqlLines(p, step, `${indent}  `, whole)];
}

function undoLine(plan: Plan, id: string | undefined): string {
  if (plan.finishes?.how === 'discard') return `Leaves no receipt: what plan ${plan.finishes.id} began is taken out.`;
  if (plan.finishes) return `Undone by: npx tidemark undo ${plan.finishes.id}`;
  if (plan.undo.by === 'nothing') return `Cannot be undone: ${plan.undo.why}`;
  return `Undone by: npx tidemark undo ${id ?? plan.hash.slice(0, 6)}`;
}

/** A careful colleague's note; nothing in it is an offset or an edit. */
export function planText(plan: Plan, extra: PlanExtra, style: Style): string {
  const p = pen(style);
  const head = [p.bold(`Plan ${p.say(plan.hash.slice(0, 6))}: ${p.say(plan.command)}`)];
  if (extra.target) head.push(...hang(p, targetText(extra.target), { first: '  Changes ', rest: '    ' }));
  else if (plan.steps.length > 0) head.push(...hang(p, 'files of this project, no database', { first: '  Changes ' }));
  if (plan.assumes.length > 0) head.push(...hang(p, `${assumed(plan.assumes)}.`, { first: '  Assumes ', rest: '    ', most: 4 }));
  const told = withMoves(plan.steps);
  const digits = String(told.length).length;
  const steps = told.map((step, i) => {
    const number = `  ${String(i + 1).padStart(digits)}. `;
    return step.kind === 'moved' ? movedLines(p, step, number, extra.whole ?? false) : stepLines(p, step, number, extra);
  });
  const tail: string[] = [];
  for (const hazard of plan.hazards) {
    const text = `${hazard}: ${HAZARDS[hazard]}. Consent: --accept ${hazard}`;
    tail.push(...hang(p, text, { first: `  ${p.marks.warning} `, paint: p.yellow }));
  }
  if (extra.protected && plan.environment !== undefined) {
    const text = `${plan.environment} is protected. Consent: --on ${plan.environment}`;
    tail.push(...hang(p, text, { first: `  ${p.marks.warning} `, paint: p.yellow }));
  }
  const silent = [...new Set(plan.expects.map((e) => `${e.rule} (${e.subject})`))];
  if (silent.length > 0) {
    const shown = silent.length > 6 ? [...silent.slice(0, 5), `${silent.length - 5} more`] : silent;
    tail.push(...hang(p, `Afterwards doctor no longer says: ${listed(shown)}.`, { first: '  ', rest: '    ', most: 8 }));
  }
  for (const note of plan.notes) tail.push(...hang(p, `Note: ${note}`, { first: '  ', rest: '    ', most: 6 }));
  tail.push(...uncheckedLines(within(p, 2), plan.unseen).map((line) => `  ${line}`));
  if (plan.steps.length > 0) tail.push(...hang(p, undoLine(plan, extra.id), { first: '  ' }));
  else if (plan.finishes)
    steps.push([
      `  No file is left to change; only its receipt is ${plan.finishes.how === 'finish' ? 'put in its place' : 'taken away'}.`,
    ]);
  else steps.push([`  Nothing to do.`]);
  return [head, ...steps, tail]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
