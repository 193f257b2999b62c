/** What does a step change in a history table? Rows before and after, changed columns only. */
import type { Row } from '../model/history.ts';
import type { RowChange, SequenceMove, Step } from '../model/plan.ts';
import { type Pen, plural } from './style.ts';
import { type Cell, cell, table } from './table.ts';
import { hang } from './wrap.ts';

type HistoryStep = Extract<Step, { kind: 'history' }>;

const ROWS = 12;
const HASH = /^[0-9a-f]{32,}$/i;

/** Hashes need ten characters to be told apart; the two of a change are shown whole when that is not enough. */
function short(p: Pen, value: string | null | undefined, other?: string | null): string {
  if (value === null || value === undefined) return 'NULL';
  if (value === '') return "''";
  if (!HASH.test(value) || (other && other !== value && other.slice(0, 10) === value.slice(0, 10))) return p.say(value);
  return `${value.slice(0, 10)}${p.marks.cut}`;
}

/** `id 3`; a table that lost its id column names rows by their stamp and hash. */
const named = (row: Row): string[] =>
  row['id'] === undefined || row['id'] === null ? ['created_at', 'hash'].filter((c) => c in row) : ['id'];

const label = (p: Pen, row: Row): string =>
  named(row)
    .map((k) => `${k} ${short(p, row[k])}`)
    .join(', ');

function changedColumns(before: Row, after: Row): string[] {
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return columns.filter((c) => (before[c] ?? null) !== (after[c] ?? null));
}

function changeCells(p: Pen, { before, after }: RowChange): Cell[][] {
  if (before !== null && after !== null) {
    return changedColumns(before, after).map((column, i) => [
      cell(i === 0 ? `row ${label(p, before)}` : ''),
      cell(p.say(column), p.dim),
      cell(short(p, before[column], after[column]), p.red),
      cell(p.marks.arrow, p.dim),
      cell(short(p, after[column], before[column]), p.green),
    ]);
  }
  return [];
}

/** A whole row that comes or goes. */
function rowLine(p: Pen, row: Row, sign: '+' | '-', indent: string): string[] {
  const rest = Object.keys(row).filter((c) => !named(row).includes(c));
  const values = rest.length > 0 ? `: ${rest.map((c) => `${c} ${short(p, row[c])}`).join(', ')}` : '';
  const paint = sign === '+' ? p.green : p.red;
  return hang(p, `${label(p, row)}${values}`, { first: `${indent}${sign} row `, rest: `${indent}      `, paint, most: 3 });
}

const position = ({ lastValue, isCalled }: SequenceMove['before']): string =>
  isCalled ? `at ${lastValue}` : `before ${lastValue}`;

export function historyLines(p: Pen, step: HistoryStep, indent: string): string[] {
  const lines = [`${indent}${p.say(`${step.table.schema}.${step.table.name}`)} in ${p.say(step.environment)}`];
  const shown = step.rows.slice(0, ROWS);
  const updates = shown.filter(({ before, after }) => before !== null && after !== null);
  lines.push(
    ...table(
      p,
      updates.flatMap((change) => changeCells(p, change)),
      { indent: indent.length + 2, yielding: [2, 4] },
    ),
  );
  for (const { before, after } of shown) {
    if (before === null && after !== null) lines.push(...rowLine(p, after, '+', `${indent}  `));
    if (before !== null && after === null) lines.push(...rowLine(p, before, '-', `${indent}  `));
  }
  if (step.rows.length > ROWS) lines.push(p.dim(`${indent}  ${p.marks.cut} and ${foldedRows(step.rows.slice(ROWS))}`));
  if (step.sequence) {
    const { schema, name, before, after } = step.sequence;
    const text = `sequence ${schema}.${name}: ${position(before)} ${p.marks.arrow} ${position(after)}`;
    lines.push(...hang(p, text, { first: `${indent}  ` }));
  }
  return lines;
}

function foldedRows(rows: readonly RowChange[]): string {
  const added = rows.filter((r) => r.before === null).length;
  const removed = rows.filter((r) => r.after === null).length;
  const changed = rows.length - added - removed;
  const columns = [...new Set(rows.flatMap(({ before, after }) => (before && after ? changedColumns(before, after) : [])))];
  const parts = [
    changed > 0 ? `${plural(changed, 'more row')} changed (${columns.join(', ')})` : '',
    added > 0 ? `${plural(added, 'more row')} added` : '',
    removed > 0 ? `${plural(removed, 'more row')} removed` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
