/** The whole text of an answer, for a person: one place that knows which command is shown how. */
import type { AdoptData } from '../commands/adopt.ts';
import type { AuditData } from '../commands/audit.ts';
import type { DiffData } from '../commands/diff.ts';
import type { ExplainData } from '../commands/explain.ts';
import type { RebuildData } from '../commands/rebuild-history.ts';
import type { ReceiptsData } from '../commands/receipts.ts';
import type { ReconcileData } from '../commands/reconcile.ts';
import type { RepairData } from '../commands/repair.ts';
import type { StatusData } from '../commands/status.ts';
import type { QuickData, VerifyData } from '../commands/verify.ts';
import type { AnyRule } from '../model/rule.ts';
import type { Connected } from '../run/connect.ts';
import type { Answer } from '../run/input.ts';
import { pen, type Style } from './style.ts';
import { hang } from './wrap.ts';

export interface Shown {
  /** Needed by explain only. */
  rules?: readonly AnyRule[];
  dryRun: boolean;
}

/** Every command's own printer is loaded when it is needed: a deploy with nothing to do prints one line. */
export async function answerText(answer: Answer, shown: Shown, style: Style): Promise<string> {
  const done = changesText(answer, shown, style);
  if (answer.problem) {
    const { problemText } = await import('./problem.ts');
    return paragraphs(done, problemText(answer.problem, style));
  }
  switch (answer.command) {
    case 'status': {
      const [{ statusText }, { uncheckedText }] = await Promise.all([import('./status.ts'), import('./unchecked.ts')]);
      const unchecked = answer.unchecked.filter((u) => u.environment === undefined);
      return paragraphs(statusText(answer.data as StatusData, style, answer.verdict), uncheckedText(unchecked, style));
    }
    case 'doctor':
      return doctorText(answer, style);
    case 'diff':
      return (await import('./diff-answer.ts')).diffText(answer.verdict, answer.data as DiffData, style);
    case 'audit':
      return (await import('./audit-answer.ts')).auditText(answer.verdict, answer.unchecked, answer.data as AuditData, style);
    case 'verify':
      return 'fingerprints' in (answer.data as VerifyData)
        ? (await import('./quick-answer.ts')).quickText(answer, answer.data as QuickData, style)
        : (await import('./verify-answer.ts')).verifyText(answer, answer.data as VerifyData, style);
    case 'receipts': {
      const [{ receiptsTable }, { uncheckedText }] = await Promise.all([import('./receipts.ts'), import('./unchecked.ts')]);
      return paragraphs(receiptsTable((answer.data as ReceiptsData).receipts, style), uncheckedText(answer.unchecked, style));
    }
    case 'explain': {
      const rule = shown.rules?.find((r) => r.id === (answer.data as ExplainData).rule);
      return rule ? (await import('./explain.ts')).explainText(rule, style) : answer.verdict;
    }
    case 'adopt':
      return paragraphs(
        (await import('./adopt-answer.ts')).adoptText(answer.data as AdoptData | null, answer.plan !== undefined, style),
        done,
      );
    case 'reconcile': {
      const data = answer.data as ReconcileData | null;
      if (!data || answer.plan) return done;
      return paragraphs((await import('./reconcile-answer.ts')).schemaLacksText(data, style), done);
    }
    default:
      return done;
  }
}

const paragraphs = (...texts: string[]): string => texts.filter(Boolean).join('\n\n');

/** With --connect what was tried comes last, under the findings. */
async function doctorText(answer: Answer, style: Style): Promise<string> {
  const { connect } = answer.data as { connect?: Connected[] };
  const { findingsReport } = await import('./findings.ts');
  return paragraphs(
    findingsReport(answer, style),
    ...(connect ? [(await import('./connect.ts')).connectText(connect, style)] : []),
  );
}

/** After a change: what was done, the receipt, what is left. */
function changesText(answer: Answer, { dryRun }: Shown, style: Style): string {
  const p = pen(style);
  const lines: string[] = [];
  if (!answer.applied && answer.problem) return '';
  if (dryRun && answer.plan) return `This was a dry run: nothing was changed.`;
  const mark = answer.problem || answer.exit !== 0 ? p.yellow(p.marks.warning) : p.green(p.marks.ok);
  if (!answer.problem) lines.push(...hang(p, answer.verdict, { first: `${mark} `, rest: '  ' }));
  for (const receipt of answer.receipts) {
    const { undo } = receipt.plan;
    const back = undo.by === 'receipt' ? `To take it back: npx tidemark undo ${receipt.id}` : `It cannot be undone: ${undo.why}.`;
    if (!receipt.plan.finishes) lines.push(...hang(p, `Receipt ${receipt.id}. ${back}`, { first: '  ' }));
  }
  if (answer.command === 'repair') lines.push(...leftText(answer.data as RepairData | null, style));
  if (answer.command === 'rebuild-history') lines.push(...rowsText(answer.data as RebuildData | null, style));
  return lines.join('\n');
}

function leftText(data: RepairData | null, style: Style): string[] {
  const p = pen(style);
  const left = (data?.leaves ?? []).filter((l) => !l.why.startsWith('it touches'));
  const by = new Map<string, string[]>();
  for (const l of left) by.set(l.why, [...(by.get(l.why) ?? []), `${l.rule}${l.environment ? ` (${l.environment})` : ''}`]);
  return [...by].flatMap(([why, rules]) =>
    hang(p, `Left: ${[...new Set(rules)].join(', ')}: ${why}.`, { first: '  ', rest: '    ' }),
  );
}

function rowsText(data: RebuildData | null, style: Style): string[] {
  const p = pen(style);
  return (data?.rows ?? [])
    .filter((r) => r.what !== 'kept' || r.migration === undefined)
    .slice(0, 40)
    .flatMap((r) =>
      hang(p, `${r.what} row ${r.id ?? '?'}${r.migration ? ` (${r.migration})` : ''}: ${r.why}`, { first: '  · ', rest: '    ' }),
    );
}
