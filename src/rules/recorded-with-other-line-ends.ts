/** Was a migration recorded from a checkout with other line ends, or a BOM, than the file has now? */
import { type Recorded, rowName, rowPlace, rowsWith } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rightHash, rowsChange } from '../plans/rows/right-row.ts';

interface OtherEnds extends Found {
  recorded: Recorded;
}

export default rule({
  group: 'history',
  severity: 'note',
  title: 'A migration was recorded with other line ends than its file has here',
  harm: 'Nothing today. The upgrade to Drizzle 1.0 falls back to the hash where a time does not fit, and then this row fits nothing.',
  background:
    'Drizzle hashes the bytes as they are. A checkout on Windows with autocrlf has other bytes for the same text; the line "*.sql text eol=lf" in .gitattributes ends that.',
  needs: ['standings'],
  *check({ standings }): Generator<OtherEnds> {
    for (const recorded of rowsWith(standings, 'hash-of-other-line-ends')) {
      const { environment, of, tied, table } = recorded;
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} holds the hash of ${of.migration.name} with other line ends.`,
        evidence: [`${rowPlace(table, tied.row)}: the same text, but for line ends or a byte order mark, gives this hash`],
        confidence: 'proven',
        recorded,
      };
    }
  },
  remedies: ({ recorded: { of, tied, table, environment } }) => {
    const row = rightHash(of.migration, tied);
    return row
      ? [
          {
            name: 'right-hash',
            says: 'Write the hash of the file as it is here.',
            change: [rowsChange(environment, table, [row], `Write the hash of ${of.migration.name}.`)],
          },
        ]
      : [];
  },
});
