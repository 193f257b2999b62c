/** Does the hash column hold a name or another text that is no hash? */

import { type Recorded, recordedRows, rowName, rowPlace } from '../compare/history/recorded.ts';
import { looksHashed } from '../compare/history/recorded-hash.ts';
import { seemNotRun } from '../compare/suspect.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rightHash, rowsChange } from '../plans/rows/right-row.ts';

interface Named extends Found {
  recorded: Recorded;
  doubtful: boolean;
}

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'A history row holds a name where Drizzle keeps the hash of the text',
  harm: 'Nobody can tell which text ran here, so a later edit of the file goes unnoticed, and the upgrade to Drizzle 1.0, which falls back to the hash, refuses the whole table when the time does not fit either.',
  background:
    'The stock 0.x migrator writes the hash and never reads it, so it does not fail today. Rows like this come from scripts that write the table themselves.',
  needs: ['standings'],
  wants: ['sql', 'servers'],
  *check({ standings, sql, servers }): Generator<Named> {
    for (const recorded of recordedRows(standings)) {
      const { environment, of, tied, table } = recorded;
      const unknown = tied.faults.includes('hash-unknown') && !looksHashed(tied.row.hash);
      if (!unknown && !tied.faults.includes('hash-is-tag')) continue;
      const doubtful = seemNotRun(recorded.standing, { sql, servers }).has(of.migration.name);
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} records ${of.migration.name} with ${tied.row.hash === null ? 'no hash' : `"${tied.row.hash}"`} in place of a hash.`,
        evidence: [`${rowPlace(table, tied.row)}, tied to it by its ${unknown ? 'time' : 'name'}`],
        ...(doubtful ? { because: 'marked-not-run' } : {}),
        recorded,
        doubtful,
      };
    }
  },
  remedies: ({ recorded: { of, tied, table, environment }, doubtful }): Remedy[] => {
    const row = rightHash(of.migration, tied);
    if (!row) return [];
    const says = `Write the hash of ${of.migration.file} as it is now; which text ran then is not recorded anywhere.`;
    const right: Remedy = {
      name: 'right-hash',
      says,
      change: [rowsChange(environment, table, [row], `Write the hash of ${of.migration.name}.`)],
    };
    return doubtful ? [{ ...AUDIT, command: 'npx tidemark explain marked-not-run' }, right] : [right];
  },
});

const AUDIT: Remedy = {
  name: 'audit',
  says: 'Needs audit: it seems not to have run here, and a true hash would hide that.',
  change: [],
  needs: 'audit',
};
