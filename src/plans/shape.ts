/** Is this a plan? It may come from a file that anybody wrote: what is wrong with its shape, or null. */

type Check = (value: unknown) => boolean;

const text: Check = (v) => typeof v === 'string';
const texts: Check = (v) => Array.isArray(v) && v.every(text);
const orNull =
  (check: Check): Check =>
  (v) =>
    v === null || check(v);
const orNothing =
  (check: Check): Check =>
  (v) =>
    v === undefined || check(v);
const every =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.every(check);
const like =
  (fields: Readonly<Record<string, Check>>): Check =>
  (v) =>
    typeof v === 'object' &&
    v !== null &&
    !Array.isArray(v) &&
    Object.entries(fields).every(([key, check]) => check((v as Record<string, unknown>)[key]));

const table = like({ schema: text, name: text });
const row: Check = (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && Object.values(v).every(orNull(text));
const path: Check = (v) => typeof v === 'string' && v !== '' && !v.includes('\0');
const position = like({ lastValue: text, isCalled: (v) => typeof v === 'boolean' });

const STEPS: Readonly<Record<string, Check>> = {
  file: like({
    says: text,
    path,
    mode: (v) => Number.isInteger(v),
    edits: every(like({ offset: (v) => Number.isInteger(v), was: text, now: text })),
    before: orNull(text),
    after: orNull(text),
  }),
  history: like({
    says: text,
    environment: text,
    table,
    rows: every(like({ before: orNull(row), after: orNull(row) })),
    sequence: orNothing(like({ schema: text, name: text, before: position, after: position })),
  }),
  sql: like({
    says: text,
    environment: text,
    text,
    undo: orNull(text),
    migration: orNothing(
      like({ name: text, file: text, hash: text, when: text, line: (v) => v === '0.x' || v === '1.0', table }),
    ),
  }),
};

const ASSUMPTIONS: Readonly<Record<string, Check>> = {
  file: like({ path, print: orNull(text) }),
  history: like({ environment: text, table, print: orNull(text) }),
  environment: like({ environment: text, stored: orNull(text) }),
};

const HAZARDS = ['data-loss', 'long-lock', 'rewrites-history', 'cannot-undo'];

const kindOf =
  (kinds: Readonly<Record<string, Check>>): Check =>
  (v) => {
    const kind = (v as { kind?: unknown } | null)?.kind;
    return typeof kind === 'string' && Object.hasOwn(kinds, kind) && kinds[kind]?.(v) === true;
  };

const PLAN: Readonly<Record<string, Check>> = {
  hash: text,
  command: text,
  environment: orNothing(text),
  notes: texts,
  assumes: every(kindOf(ASSUMPTIONS)),
  steps: every(kindOf(STEPS)),
  hazards: every((v) => HAZARDS.includes(v as string)),
  expects: every(like({ says: text, rule: text, subject: text })),
  unseen: every(like({ what: text, why: text, rules: texts })),
  undoes: orNothing(text),
  finishes: orNothing(like({ id: text, how: (v) => v === 'finish' || v === 'discard' })),
  undo: (v) => like({ by: (by) => by === 'receipt' })(v) || like({ by: (by) => by === 'nothing', why: text })(v),
};

/** Completes a sentence: `its steps are not what a plan of format 1 holds`. */
export function notAPlan(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no object';
  const fields = value as Record<string, unknown>;
  if (fields['format'] !== 1) return 'it does not say format 1';
  const wrong = Object.entries(PLAN).find(([key, check]) => !check(fields[key]));
  if (wrong) return `its "${wrong[0]}" is not what a plan of format 1 holds`;
  const parts = [fields['steps'], fields['assumes']].flat() as { environment?: string }[];
  const strange = parts.some((part) => part.environment !== undefined && part.environment !== fields['environment']);
  return strange ? 'it touches another database than the one it names' : null;
}
