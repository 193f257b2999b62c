/** An answer before anything was done: what a run fills in, and what a refusal leaves as it is. */
import type { Answer } from './input.ts';

export const unanswered = (command: string): Answer => ({
  command,
  exit: 2,
  environments: [],
  verdict: '',
  findings: [],
  unchecked: [],
  data: null,
  applied: false,
  receipts: [],
  targets: [],
  secrets: [],
});
