/** Every rule, in alphabetical order; written by scripts/index.mjs. */
import type { AnyRule } from '../model/rule.ts';
import interruptedPlan from './interrupted-plan.ts';
import journalEntryWithoutTag from './journal-entry-without-tag.ts';

const id = (name: string, definition: unknown): AnyRule => ({ ...(definition as AnyRule), wants: (definition as Partial<AnyRule>).wants ?? [], id: name });

export const rules: readonly AnyRule[] = [
  id('interrupted-plan', interruptedPlan),
  id('journal-entry-without-tag', journalEntryWithoutTag),
];
