/** Every command, loaded when it is asked for; written by scripts/index.mjs. */
import type { Command } from '../model/command.ts';

export const commands: Readonly<Record<string, () => Promise<{ default: Command }>>> = {
  acknowledge: () => import('./acknowledge.ts') as Promise<{ default: Command }>,
  adopt: () => import('./adopt.ts') as Promise<{ default: Command }>,
  apply: () => import('./apply.ts') as Promise<{ default: Command }>,
  audit: () => import('./audit.ts') as Promise<{ default: Command }>,
  baseline: () => import('./baseline.ts') as Promise<{ default: Command }>,
  diff: () => import('./diff.ts') as Promise<{ default: Command }>,
  doctor: () => import('./doctor.ts') as Promise<{ default: Command }>,
  explain: () => import('./explain.ts') as Promise<{ default: Command }>,
  migrate: () => import('./migrate.ts') as Promise<{ default: Command }>,
  'rebuild-history': () => import('./rebuild-history.ts') as Promise<{ default: Command }>,
  receipts: () => import('./receipts.ts') as Promise<{ default: Command }>,
  reconcile: () => import('./reconcile.ts') as Promise<{ default: Command }>,
  repair: () => import('./repair.ts') as Promise<{ default: Command }>,
  status: () => import('./status.ts') as Promise<{ default: Command }>,
  undo: () => import('./undo.ts') as Promise<{ default: Command }>,
  verify: () => import('./verify.ts') as Promise<{ default: Command }>,
};
