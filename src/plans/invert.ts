/** The plan that takes an applied one back: a pure function of its receipt. */
import type { Assumption, Plan, Receipt, Step } from '../model/index.ts';
import { invertEdits } from './edit.ts';
import { seal } from './seal.ts';

/** Throws nothing: a receipt whose plan cannot be undone gives null, and its plan says why. */
export function invert(receipt: Receipt): Plan | null {
  const { plan } = receipt;
  if (plan.undo.by === 'nothing') return null;
  const steps = [...plan.steps].reverse().map(backStep);
  const files = steps.filter((s) => s.kind === 'file');
  const database = steps.filter((s) => s.kind !== 'file');
  return seal({
    format: 1,
    command: 'undo',
    ...(plan.environment ? { environment: plan.environment } : {}),
    notes: [],
    assumes: plan.assumes.map((a) => assumption(a, receipt)),
    steps: [...database, ...files],
    hazards: plan.hazards,
    expects: [],
    unseen: [],
    undoes: receipt.id,
    undo: { by: 'receipt' },
  });
}

export function backStep(step: Step): Step {
  const says = `Take back: ${step.says}`;
  if (step.kind === 'file') return { ...step, says, edits: invertEdits(step.edits), before: step.after, after: step.before };
  if (step.kind === 'sql') return { ...step, says, text: step.undo ?? '', undo: step.text };
  const { sequence, ...rest } = step;
  return {
    ...rest,
    says,
    rows: [...step.rows].reverse().map((r) => ({ before: r.after, after: r.before })),
    ...(sequence ? { sequence: { ...sequence, before: sequence.after, after: sequence.before } } : {}),
  };
}

/** What the plan left is what the way back assumes. */
function assumption(a: Assumption, receipt: Receipt): Assumption {
  if (a.kind === 'file') {
    const step = receipt.plan.steps.find((s) => s.kind === 'file' && s.path === a.path);
    return { ...a, print: step?.kind === 'file' ? step.after : a.print };
  }
  if (a.kind === 'history') return { ...a, print: receipt.prints[`${a.table.schema}.${a.table.name}`] ?? a.print };
  return a;
}
