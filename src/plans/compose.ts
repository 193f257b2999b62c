/** A draft becomes a plan: changes of several remedies merged into one step a file and one a history table. */
import { sha256 } from '../base/fingerprint.ts';
import { Problem } from '../base/problem.ts';
import type { Assumption, Change, Draft, Environment, Hazard, History, Plan, Server, StartedPlan, Step, TableName } from '../model/index.ts';
import { identifier, qualified } from '../sql/quote.ts';
import { applyEdits, mergeEdits } from './edit.ts';
import { backStep } from './invert.ts';
import { mergeRows } from './rows.ts';
import { seal } from './seal.ts';

/** A file as it is now: its text, or base64 of its bytes when it is not UTF-8. `print` is the SHA-256 of the bytes. */
export interface FileText {
  text: string;
  encoding?: 'base64';
  mode: number;
  print: string;
}

export interface Ground {
  files: ReadonlyMap<string, FileText | null>;
  /** Of the plan's environment. */
  environment?: Environment;
  history?: History;
  server?: Server;
  /** Plans that can be finished or discarded. */
  started?: readonly StartedPlan[];
}

export function compose(command: string, draft: Draft, ground: Ground): Plan {
  const { changes } = draft;
  const finish = changes.find((c) => c.kind === 'finish');
  const files = finish ? leftSteps(finish, ground.started ?? []) : fileSteps(changes, ground.files);
  const database = databaseSteps(changes, ground);
  const hazards = new Set<Hazard>(changes.flatMap((c) => (c.kind === 'sql' ? (c.hazards ?? []) : [])));
  const runs = changes.some((c) => c.kind === 'run');
  const irreversible = database.steps.some((s) => s.kind === 'sql' && s.undo === null);
  const undo: Plan['undo'] = finish
    ? { by: 'nothing', why: `it only brings ${finish.id} to its end; undo ${finish.id} reverses that plan itself` }
    : irreversible
      ? { by: 'nothing', why: runs ? 'it runs migrations; going back is rollback' : 'one of its statements has no inverse' }
      : { by: 'receipt' };
  if (irreversible && !runs) hazards.add('cannot-undo');
  return seal({
    format: 1,
    command,
    ...(draft.environment && database.steps.length > 0 ? { environment: draft.environment } : {}),
    notes: draft.notes,
    assumes: [...files.assumes, ...database.assumes],
    steps: [...database.steps, ...files.steps],
    hazards: [...hazards],
    expects: draft.expects,
    unseen: draft.unseen,
    ...(finish ? { finishes: { id: finish.id, how: finish.how } } : {}),
    undo,
  });
}

/** Paths whose text `compose` must be given. */
export const pathsOf = (changes: readonly Change[]): string[] => [
  ...new Set(changes.flatMap((c) => (c.kind === 'move' ? [c.path, c.to] : 'path' in c ? [c.path] : []))),
];

function fileSteps(changes: readonly Change[], files: Ground['files']): { steps: Step[]; assumes: Assumption[] } {
  const steps: Step[] = [];
  const assumes: Assumption[] = [];
  for (const path of pathsOf(changes)) {
    const now = files.get(path) ?? null;
    const mine = changes.filter((c) => ('path' in c && c.path === path) || (c.kind === 'move' && c.to === path));
    const says = [...new Set(mine.map((c) => ('says' in c ? c.says : '')))].join(' ');
    const step = fileStep(path, says, now, mine, files);
    assumes.push({ kind: 'file', path, print: now?.print ?? null });
    if (step) steps.push(step);
  }
  return { steps, assumes };
}

function fileStep(path: string, says: string, now: FileText | null, mine: Change[], files: Ground['files']): Step | null {
  const arriving = mine.find((c) => c.kind === 'move' && c.to === path);
  const leaving = mine.find((c) => c.kind === 'remove' || (c.kind === 'move' && c.path === path));
  const created = mine.find((c) => c.kind === 'create');
  const edits = mine.flatMap((c) => (c.kind === 'edit' ? [c.edit] : []));
  if (arriving?.kind === 'move') {
    const source = files.get(arriving.path);
    if (!source) throw stale(arriving.path);
    if (now) throw occupied(path);
    const inside = mine.length > 1 ? edits : [];
    const text = applyEdits(source.text, mergeEdits(path, inside)) ?? source.text;
    return { kind: 'file', says, path, mode: source.mode, edits: [whole('', text, source.encoding)], before: null, after: printOf(text, source.encoding) };
  }
  if (leaving) {
    if (!now) throw stale(path);
    return { kind: 'file', says, path, mode: now.mode, edits: [whole(now.text, '', now.encoding)], before: now.print, after: null };
  }
  if (created?.kind === 'create') {
    const after = printOf(created.content, created.encoding);
    if (now?.print === after) return null;
    const edit = whole(now?.text ?? '', created.content, created.encoding ?? now?.encoding);
    return { kind: 'file', says, path, mode: now?.mode ?? created.mode ?? 0o644, edits: [edit], before: now?.print ?? null, after };
  }
  if (!now) throw stale(path);
  const merged = mergeEdits(path, edits);
  const text = applyEdits(now.text, merged);
  if (text === null) throw stale(path);
  return { kind: 'file', says, path, mode: now.mode, edits: merged, before: now.print, after: printOf(text, now.encoding) };
}

/** What an interrupted plan left to do, or did and must take back. */
function leftSteps({ id, how }: Extract<Change, { kind: 'finish' }>, started: readonly StartedPlan[]): { steps: Step[]; assumes: Assumption[] } {
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

const whole = (was: string, now: string, encoding: 'base64' | undefined) => ({ offset: 0, was, now, ...(encoding ? { encoding } : {}) });

const printOf = (text: string, encoding: 'base64' | undefined): string => sha256(encoding ? Buffer.from(text, 'base64') : text);

const stale = (path: string): Problem =>
  new Problem('file-changed', `${path} is not what it was a moment ago.`, { why: 'It was changed while the plan was made.', fix: 'Run the same command again.' });

const occupied = (path: string): Problem =>
  new Problem('file-exists', `${path} exists already.`, { why: 'A file would be moved onto it.', fix: `Move ${path} out of the way, then run the same command again.` });

function databaseSteps(changes: readonly Change[], ground: Ground): { steps: Step[]; assumes: Assumption[] } {
  const steps: Step[] = [];
  const assumed = new Map<string, Assumption>();
  const tables = new Map<string, { environment: string; table: TableName; changes: Change[] }>();
  for (const c of changes) {
    if (c.kind !== 'rows' && c.kind !== 'sequence' && c.kind !== 'column') continue;
    const key = qualified(c.table);
    const entry = tables.get(key) ?? { environment: c.environment, table: c.table, changes: [] };
    entry.changes.push(c);
    tables.set(key, entry);
  }
  for (const c of changes) if (c.kind === 'sql') steps.push({ kind: 'sql', says: c.says, environment: c.environment, text: c.text, undo: c.undo });
  for (const { environment, table, changes: mine } of tables.values()) {
    const found = [ground.history?.table, ...(ground.history?.others ?? [])].find((t) => t && t.schema === table.schema && t.name === table.name);
    assumed.set(qualified(table), { kind: 'history', environment, table, print: found?.print ?? null });
    const rows = mergeRows(table, mine.flatMap((c) => (c.kind === 'rows' ? c.rows : [])));
    const move = mine.flatMap((c) => (c.kind === 'sequence' ? [c.to] : [])).at(-1) ?? sequenceAfter(rows, found?.sequence ?? null);
    const sequence = move && found?.sequence ? { schema: found.sequence.schema, name: found.sequence.name, before: { lastValue: found.sequence.lastValue, isCalled: found.sequence.isCalled }, after: move } : undefined;
    const says = [...new Set(mine.flatMap((c) => (c.kind === 'rows' || c.kind === 'sequence' ? [c.says] : [])))].join(' ');
    if (rows.length > 0 || sequence) steps.push({ kind: 'history', says, environment, table, rows, ...(sequence ? { sequence } : {}) });
    const columns = new Map(mine.flatMap((c) => (c.kind === 'column' ? [[c.column, c] as const] : [])));
    for (const c of columns.values()) steps.push(columnStep(c));
  }
  for (const c of changes) if (c.kind === 'run') steps.push({ kind: 'sql', says: c.says, environment: c.environment, migration: c.run, text: c.text, undo: null });
  const configured = ground.history?.configured;
  if (configured && steps.length > 0 && !assumed.has(qualified(configured))) {
    assumed.set(qualified(configured), { kind: 'history', environment: ground.history?.environment ?? '', table: configured, print: ground.history?.table?.print ?? null });
  }
  return { steps, assumes: [...assumed.values()] };
}

/** The values were rewritten by the step before, so a plain cast reads them all; the way back prints them as text. */
const columnStep = (c: Extract<Change, { kind: 'column' }>): Step => {
  const alter = (type: string) => `alter table ${qualified(c.table)} alter column ${identifier(c.column)} type ${type} using ${identifier(c.column)}::text::${type}`;
  return { kind: 'sql', says: c.says, environment: c.environment, text: alter(c.to), undo: alter(c.from.type) };
};

/** Rows with explicit ids leave the sequence behind; the stock migrator's next insert would collide. */
function sequenceAfter(rows: Extract<Change, { kind: 'rows' }>['rows'], sequence: { lastValue: string; isCalled: boolean } | null) {
  if (sequence === null) return undefined;
  const ids = rows.flatMap((r) => (r.before === null && r.after?.['id'] ? [BigInt(r.after['id'])] : []));
  const highest = ids.reduce((a, b) => (b > a ? b : a), 0n);
  const next = BigInt(sequence.lastValue) + (sequence.isCalled ? 1n : 0n);
  return highest >= next ? { lastValue: String(highest), isCalled: true } : undefined;
}
