/** The plan that takes an applied one back: a pure function of its receipt. */
import type { Assumption, Plan, Receipt, Step } from '../model/index.ts';
import { invertEdits } from './files/edit.ts';
import { seal } from './seal.ts';

/** Null when the plan cannot be undone; its `undo` says why. `environment`: how the plan's environment is called now. */
export function invert(receipt: Receipt, environment = receipt.plan.environment): Plan | null {
  const { plan } = receipt;
  if (plan.undo.by === 'nothing') return null;
  const renamed = <T extends { kind: string }>(part: T): T =>
    environment && 'environment' in part ? { ...part, environment } : part;
  const steps = [...plan.steps].reverse().map(backStep).map(renamed);
  const files = steps.filter((s) => s.kind === 'file');
  const database = steps.filter((s) => s.kind !== 'file');
  return seal({
    format: 1,
    command: 'undo',
    ...(environment ? { environment } : {}),
    notes: [],
    assumes: plan.assumes.map((a) => renamed(assumption(a, receipt))),
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
  if (step.kind === 'sql') {
    const { claims: _, ...rest } = step;
    return { ...rest, says, text: step.undo ?? '', undo: step.text };
  }
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
