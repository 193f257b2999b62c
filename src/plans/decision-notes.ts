/** What a plan says of each row that it writes or takes out, and of what will be pending then. */
import type { Decision } from '../compare/audit/decided.ts';
import { factTexts, lossText } from '../compare/audit/recordable.ts';
import { unexplained } from '../compare/audit/unexplained.ts';
import type { Audit, Hazard } from '../model/index.ts';

const MOST = 30;
const FACTS = 2;

/** `audit` null: nothing was audited. */
export function decisionNotes(decisions: readonly Decision[], audit: Pick<Audit, 'proof' | 'drift'> | null): string[] {
  const rows = decisions.filter((d) => d.does === 'record' || d.does === 'take-out');
  const odd = decisions.filter((d) => d.does === 'keep' && d.confidence === 'unproven');
  return [
    ...rows.slice(0, MOST).map((d) => told(d, d.does === 'record' ? 'is recorded' : 'is taken out of the history')),
    ...(rows.length > MOST ? [`… and ${rows.length - MOST} more rows; --json has all of them.`] : []),
    ...odd.map((d) => told(d, 'stays recorded')),
    ...lossNotes(decisions),
    ...(audit && rows.some((d) => d.confidence === 'proven') ? proofNote(audit) : []),
  ];
}

const told = ({ migration, why, facts, confidence }: Decision, is: string): string =>
  `${migration} ${is}: ${why}${confidence === 'proven' ? ' (proven)' : ''}.${facts.length > 0 ? ` ${factTexts(facts, FACTS).join('; ')}.` : ''}`;

function proofNote({ proof, drift }: Pick<Audit, 'proof' | 'drift'>): string[] {
  if (!proof) return [];
  const other = unexplained({ drift }).length;
  if (other === 0) return [`Proven on ${proof.engine}: what was executed, replayed there, makes this schema.`];
  return [
    `Tried on ${proof.engine}: what was executed was replayed there, and ${other === 1 ? 'one object is' : `${other} objects are`} not alike; none of them is of a migration that is called proven here.`,
  ];
}

/** What the next migrate, ours or Drizzle's own, would take away. */
function lossNotes(decisions: readonly Decision[]): string[] {
  return decisions
    .filter((d) => (d.does === 'take-out' || d.does === 'leave') && d.loses.length > 0)
    .map(
      ({ migration, loses, does }) =>
        `${does === 'take-out' ? 'After this' : 'It is pending:'} the next migrate, ours or Drizzle’s own, runs ${migration} as it is written, and that takes away ${loses.map(lossText).join(', ')}. Keep those rows first, or change the file.`,
    );
}

/** Rows taken out rewrite the past; where what is pending then would take rows away, that is consented to by its name. */
export function decisionHazards(decisions: readonly Decision[]): Hazard[] {
  const out = decisions.filter((d) => d.does === 'take-out');
  const stated = decisions.some((d) => d.does === 'record' && d.confidence === 'stated');
  return [
    ...(out.length > 0 || stated ? (['rewrites-history'] as const) : []),
    ...(out.some((d) => d.loses.length > 0) ? (['data-loss'] as const) : []),
  ];
}
