/** What Tidemark changed, newest first, and how it is taken back. */
import type { KeptReceipt, Ran } from '../model/plan.ts';
import { listed, type Pen, pen, plural, type Style } from './style.ts';
import { type Cell, cell, table } from './table.ts';
import { hang } from './wrap.ts';

/** `2024-05-03 10:22 UTC`. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;

const placeOf = ({ in: { files, databases } }: KeptReceipt): string => [...(files ? ['files'] : []), ...databases].join(', ');

function state({ receipt, undoneBy }: KeptReceipt): string {
  return undoneBy === undefined
    ? receipt.plan.undoes === undefined
      ? 'applied'
      : `undid ${receipt.plan.undoes}`
    : `undone by ${undoneBy}`;
}

function takenBack({ receipt, undoneBy }: KeptReceipt): string {
  const { plan, id } = receipt;
  if (undoneBy !== undefined) return `It was undone by ${undoneBy}.`;
  if (plan.undo.by === 'nothing') return `Cannot be undone: ${plan.undo.why}`;
  return `Undo: npx tidemark undo ${id}`;
}

/** One receipt: id, when, by whom, what was done step by step, and what to type to take it back. */
export function receiptText(kept: KeptReceipt, style: Style): string {
  const p = pen(style);
  const { id, plan, at, by, environment } = kept.receipt;
  const place = environment === undefined ? '' : ` in ${environment}`;
  const lines = hang(p, `Receipt ${id}: ${plan.command}${place}, ${moment(at)} UTC, by ${by}`, {
    first: '',
    rest: '  ',
    paint: p.bold,
  });
  for (const step of plan.steps.slice(0, 20)) lines.push(...hang(p, step.says, { first: `  ${p.marks.bullet} `, most: 3 }));
  if (plan.steps.length > 20) lines.push(p.dim(`  ${p.marks.bullet} and ${plural(plan.steps.length - 20, 'more step')}`));
  lines.push(...ranLines(p, kept.receipt.ran, `  ${p.marks.bullet} `));
  const places = [...(kept.in.files ? ['.tidemark/receipts'] : []), ...kept.in.databases.map((d) => `the database of ${d}`)];
  if (places.length > 0) lines.push(...hang(p, `Kept in ${listed(places)}.`, { first: '  ', paint: p.dim }));
  return [...lines, ...hang(p, takenBack(kept), { first: '  ' })].join('\n');
}

const SHOWN = 12;

/** What ran when, how long it took, and whom it waited for: `0004_tags at 10:22:07 UTC, 120 ms`. */
function ranLines(p: Pen, ran: Ran | undefined, first: string): string[] {
  const { migrations = [], waited = [] } = ran ?? {};
  const shown = migrations.length > SHOWN ? migrations.slice(0, SHOWN - 1) : migrations;
  return [
    ...shown.map(({ names, at, milliseconds }) => `${someOf(names)} at ${at.slice(11, 19)} UTC, ${milliseconds} ms`),
    ...(migrations.length > shown.length ? [`and ${migrations.length - shown.length} more`] : []),
    ...waited.map(({ for: whom, seconds }) => `waited ${seconds} s for ${whom}`),
  ].flatMap((line) => hang(p, line, { first, rest: `${first}  `, paint: p.dim, most: 3 }));
}

const someOf = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 2).join(', ')} … ${names.at(-1)} (${names.length}, in one transaction)` : names.join(', ');

const row = (p: Pen, kept: KeptReceipt): Cell[] => [
  cell(p.say(kept.receipt.id), p.bold),
  cell(p.say(moment(kept.receipt.at))),
  cell(p.say(state(kept)), kept.undoneBy === undefined ? p.green : p.dim),
  cell(p.say(placeOf(kept))),
];

/** Receipts of files and databases together, newest first; times are UTC. */
export function receiptsTable(receipts: readonly KeptReceipt[], style: Style): string {
  const p = pen(style);
  if (receipts.length === 0)
    return 'There is no receipt. Migrations that migrate applied are rows of the history: npx tidemark status';
  const ordered = [...receipts].sort((a, b) => (a.receipt.at < b.receipt.at ? 1 : a.receipt.at > b.receipt.at ? -1 : 0));
  const heads = ['receipt', 'when (UTC)', 'state', 'in'].map((text) => cell(text, p.dim));
  const [head = '', ...rows] = table(p, [heads, ...ordered.map((kept) => row(p, kept))], { yielding: [3] });
  const lines = [head];
  ordered.forEach(({ receipt: { plan, by, ran } }, i) => {
    lines.push(rows[i] ?? '', ...hang(p, `${plan.command}, by ${by}`, { first: '  ', rest: '    ', paint: p.dim, most: 2 }));
    lines.push(...ranLines(p, ran, '    '));
  });
  // What came later has to be taken back first, so only the newest can be offered.
  const newest = ordered.find((k) => k.undoneBy === undefined && k.receipt.plan.undoes === undefined);
  const open = newest?.receipt.plan.undo.by === 'receipt' ? newest : undefined;
  if (open) lines.push('', `To take the newest back: npx tidemark undo ${p.say(open.receipt.id)}`);
  return lines.join('\n');
}
