/** Do several migrations fit a row equally well? */
import { type Recorded, recordedRows, rowName, rowPlace } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'note',
  title: 'A history row fits several migrations equally well',
  harm: 'Which of them ran cannot be told from the row; we take the first in the folder’s order.',
  background:
    'Two empty migrations made by "generate --custom" have the same text, so the same hash. Only their times tell them apart.',
  needs: ['standings'],
  *check({ standings }): Generator<Found> {
    for (const recorded of recordedRows(standings)) {
      for (const tied of recorded.of.rows) {
        if (!tied.ambiguous) continue;
        yield {
          environment: recorded.environment,
          subject: { migration: recorded.of.migration.name, row: rowName(tied.row) },
          says: `Row ${rowName(tied.row)} is taken for ${recorded.of.migration.name}, and it may be another’s: ${fits(recorded, tied.row.hash)}.`,
          evidence: [
            `${rowPlace(recorded.table, tied.row)}: hash ${(tied.row.hash ?? 'NULL').slice(0, 12)}, created_at ${tied.row.createdAt ?? 'NULL'}`,
          ],
          confidence: 'suspected',
        };
      }
    }
  },
  advice: 'Where it matters, look whether the migration’s effect is in the database, then give the row the right time.',
});

function fits({ standing, of }: Recorded, hash: string | null): string {
  const others = standing.migrations
    .filter((m) => m !== of && m.migration.sql.ok && m.migration.sql.value.hash === hash)
    .map((m) => m.migration.name);
  return others.length > 0
    ? `${others.join(', ')} ${others.length === 1 ? 'has' : 'have'} the same text`
    : 'the signs fit others as well';
}
