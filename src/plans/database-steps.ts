/** The changes of a draft on one database: SQL first, then rows, columns, and migrations that are run, and SQL that belongs behind them. */
import type { Assumption, Change, History, Step, TableName } from '../model/index.ts';
import { identifier, qualified } from '../sql/quote.ts';
import type { Steps } from './files/file-steps.ts';
import { mergeRows, numbered } from './rows/rows.ts';

export function databaseSteps(changes: readonly Change[], history: History | undefined): Steps {
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
  for (const c of changes)
    if (c.kind === 'sql' && !c.last)
      steps.push({
        kind: 'sql',
        says: c.says,
        environment: c.environment,
        text: c.text,
        undo: c.undo,
        ...(c.claims === undefined ? {} : { claims: c.claims }),
      });
  for (const { environment, table, changes: mine } of tables.values()) {
    const found = [history?.table, ...(history?.others ?? [])].find(
      (t) => t && t.schema === table.schema && t.name === table.name,
    );
    assumed.set(qualified(table), { kind: 'history', environment, table, print: found?.print ?? null });
    const merged = mergeRows(
      table,
      mine.flatMap((c) => (c.kind === 'rows' ? c.rows : [])),
    );
    const rows = numbered(merged, found);
    const move =
      mine.flatMap((c) => (c.kind === 'sequence' ? [c.to] : [])).at(-1) ?? sequenceAfter(rows, found?.sequence ?? null);
    const sequence =
      move && found?.sequence
        ? {
            schema: found.sequence.schema,
            name: found.sequence.name,
            before: { lastValue: found.sequence.lastValue, isCalled: found.sequence.isCalled },
            after: move,
          }
        : undefined;
    const says = [...new Set(mine.flatMap((c) => (c.kind === 'rows' || c.kind === 'sequence' ? [c.says] : [])))].join(' ');
    if (rows.length > 0 || sequence)
      steps.push({ kind: 'history', says, environment, table, rows, ...(sequence ? { sequence } : {}) });
    const columns = new Map(mine.flatMap((c) => (c.kind === 'column' ? [[c.column, c] as const] : [])));
    for (const c of columns.values()) steps.push(columnStep(c));
  }
  for (const c of changes)
    if (c.kind === 'run')
      steps.push({ kind: 'sql', says: c.says, environment: c.environment, migration: c.run, text: c.text, undo: null });
  for (const c of changes)
    if (c.kind === 'sql' && c.last)
      steps.push({ kind: 'sql', says: c.says, environment: c.environment, text: c.text, undo: c.undo });
  const configured = history?.configured;
  if (configured && steps.length > 0 && !assumed.has(qualified(configured))) {
    assumed.set(qualified(configured), {
      kind: 'history',
      environment: history?.environment ?? '',
      table: configured,
      print: history?.table?.print ?? null,
    });
  }
  return { steps, assumes: [...assumed.values()] };
}

/** The values were rewritten by the step before, so a plain cast reads them all; the way back prints them as text. */
const columnStep = (c: Extract<Change, { kind: 'column' }>): Step => {
  const alter = (type: string) =>
    `alter table ${qualified(c.table)} alter column ${identifier(c.column)} type ${type} using ${identifier(c.column)}::text::${type}`;
  return { kind: 'sql', says: c.says, environment: c.environment, text: alter(c.to), undo: alter(c.from.type) };
};

/** Rows with explicit ids leave the sequence behind; the stock migrator's next insert would collide. */
function sequenceAfter(
  rows: Extract<Change, { kind: 'rows' }>['rows'],
  sequence: { lastValue: string; isCalled: boolean } | null,
) {
  if (sequence === null) return undefined;
  const ids = rows.flatMap((r) => (r.before === null && r.after?.['id'] ? [BigInt(r.after['id'])] : []));
  const next = BigInt(sequence.lastValue) + (sequence.isCalled ? 1n : 0n);
  const above = ids.filter((id) => id >= next).sort((a, b) => (a < b ? 1 : -1));
  return above.length > 0 ? { lastValue: String(above[0]), isCalled: true } : undefined;
}
