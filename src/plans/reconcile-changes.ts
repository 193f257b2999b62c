/** What a reconciliation runs in the database itself. */
import type { Change, Hazard, Reconciliation } from '../model/index.ts';

export function databasePart(environment: string, { database, undo, objects }: Reconciliation): Change[] {
  if (database.length === 0) return [];
  const hazards: Hazard[] = [
    ...(database.some((s) => s.destroys) ? (['data-loss'] as const) : []),
    ...(database.some((s) => s.rewrites) ? (['long-lock'] as const) : []),
  ];
  const made = objects.filter((o) => o.does !== 'adopt').map((o) => o.object);
  return [
    {
      kind: 'sql',
      environment,
      says: `Make it what the folder makes: ${made.length > 6 ? `${made.slice(0, 6).join(', ')} and ${made.length - 6} more` : made.join(', ')}.`,
      text: joined(database.map((s) => s.sql)),
      undo: undo === null ? null : joined(undo),
      ...(hazards.length > 0 ? { hazards } : {}),
    },
  ];
}

/** The last one ends where the message goes on. */
const joined = (statements: readonly string[]): string => {
  const text = statements.join('\n').trimEnd();
  return text.endsWith(';') ? text.slice(0, -1) : text;
};
