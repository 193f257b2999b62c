/** A plan's hash: what runs is what was reviewed. */
import { fingerprint } from '../base/fingerprint.ts';
import type { Plan } from '../model/index.ts';

export const hashOf = ({ hash: _, ...rest }: Plan | (Omit<Plan, 'hash'> & { hash?: string })): string => fingerprint(rest);

export const seal = (plan: Omit<Plan, 'hash'>): Plan => ({ ...plan, hash: hashOf(plan) });

/** Six digits: enough to read aloud, and the receipt's id. */
export const short = (hash: string): string => hash.slice(0, 6);
