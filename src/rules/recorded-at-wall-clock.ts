/** Does a row hold the time at which somebody wrote it, and not the migration's own? */
import { isNewest, type Recorded, rowName, rowPlace, stampsWith } from '../compare/history/recorded.ts';
import { clockSigns, shadowed } from '../compare/history/wall-clock.ts';
import { seemNotRun } from '../compare/suspect.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { stampChange } from '../plans/rows/right-row.ts';

interface Clocked extends Found {
  recorded: Recorded;
  doubtful: boolean;
}

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'A history row holds the time at which it was written, not that of its migration',
  harm: 'Drizzle runs only what is younger than the newest row: everything that was generated before that moment and is not recorded is skipped for ever, without a word.',
  background:
    'created_at is not when a migration ran. It is the "when" of the journal, the moment at which it was generated, and the stock 0.x migrator compares it with those of the other migrations. A row made by hand with now() is too young.',
  needs: ['project', 'standings'],
  wants: ['sql', 'servers'],
  *check({ project, standings, sql, servers }): Generator<Clocked> {
    for (const recorded of stampsWith(standings, 'stamp-differs')) {
      const { environment, of, tied, table } = recorded;
      const signs = clockSigns(recorded);
      if (signs.length === 0) continue;
      const below = shadowed(recorded);
      const skips = project.line === '0.x' && isNewest(table, tied.row) && below.length > 0;
      const doubtful = seemNotRun(recorded.standing, { sql, servers }).has(of.migration.name);
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} records ${of.migration.name} with ${tied.row.createdAt}, which is when the row was written; the folder says ${of.migration.when}.`,
        evidence: [
          rowPlace(table, tied.row),
          ...signs,
          ...(below.length > 0 ? [`not recorded and below that time: ${below.join(', ')}`] : []),
        ],
        confidence: 'derived',
        severity: skips ? 'error' : project.line === '0.x' ? 'warning' : 'note',
        ...(doubtful ? { because: 'marked-not-run' } : {}),
        recorded,
        doubtful,
      };
    }
  },
  remedies: ({ recorded, doubtful }): Remedy[] => {
    const change = stampChange(recorded);
    if (change.length === 0) return [];
    const right: Remedy = { name: 'right-time', says: 'Write the time that the folder says.', change };
    return doubtful ? [{ ...AUDIT, command: 'npx tidemark explain marked-not-run' }, right] : [right];
  },
});

const AUDIT: Remedy = {
  name: 'audit',
  says: 'Needs audit: it seems not to have run here, and a true time would hide that.',
  change: [],
  needs: 'audit',
};
