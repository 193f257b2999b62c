/** What an adopted database is left with: what is pending, what no migration explains, rows that have no file. */
import type { Decision } from '../compare/audit/decided.ts';
import type { Line, Standing } from '../model/index.ts';

const MOST = 6;

/** What will not be recorded, and who runs it. */
export function pendingNotes(decisions: readonly Decision[], { migrations }: Standing, line: Line, on: string): string[] {
  const open = decisions.filter((d) => d.does === 'leave' || d.does === 'take-out').map((d) => d.migration);
  if (open.length === 0) return [];
  const last = decisions.findLastIndex((d) => d.does === 'record' || d.does === 'keep');
  const late = migrations.filter((m, i) => i < last && open.includes(m.migration.name)).map((m) => m.migration.name);
  return [
    `Pending then: ${some(open)}. npx tidemark migrate${on} runs ${open.length === 1 ? 'it' : 'them'}.`,
    ...(late.length > 0 && line === '0.x'
      ? [
          `The stock migrator never runs ${some(late)} here, because newer ones are recorded: npx tidemark migrate${on} --out-of-order apply`,
        ]
      : []),
  ];
}

export const legacyNote = (line: Line): string =>
  `A row of another system’s file has no file in the folder. ${line === '1.0' ? 'Drizzle 1.0 passes over it, but it refuses to upgrade a table of 0.x that holds one' : 'Drizzle 0.x passes over it. The first migrate of Drizzle 1.0 refuses to upgrade a table that holds one, and every deploy stops there until those rows are taken out'}. doctor tells of each (orphan-row).`;

export const driftNotes = (drift: readonly string[], environment: string, on: string): string[] =>
  drift.length === 0
    ? []
    : [
        `Different from what the executed migrations make: ${some(drift)}. This plan leaves that as it is. To see it: npx tidemark audit${on}. What is missing or besides: npx tidemark reconcile${on}. To leave it for good, by name: npx tidemark acknowledge environment-drift '<object>@${environment}' --audit --reason …`,
      ];

const some = (names: readonly string[]): string =>
  names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', ');
