/** Was a 1.0 migration's folder renamed after it ran? */
import { type Recorded, rowName, rowPlace, rowsWith } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { nameChange } from '../plans/rows/right-row.ts';

interface Renamed extends Found {
  recorded: Recorded;
}

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A migration’s folder was renamed after it was applied, so it runs again',
  harm: 'Drizzle 1.0 knows migrations by their folders’ names: under the new name this one has never run, and the next deploy runs it again.',
  needs: ['standings'],
  *check({ standings }): Generator<Renamed> {
    for (const recorded of rowsWith(standings, 'name-differs')) {
      const { environment, of, tied, table } = recorded;
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `${of.migration.name} ran as ${tied.row.name}.`,
        evidence: [
          `${rowPlace(table, tied.row)}: name ${tied.row.name}, and the hash or the time of ${of.migration.name}`,
          `no folder is called ${tied.row.name} any more`,
        ],
        severity: of.stock === 'runs' ? 'error' : 'warning',
        recorded,
      };
    }
  },
  remedies: ({ recorded }, { standings }) => {
    const { of, tied } = recorded;
    const others = [...standings.values()].filter(
      (s) =>
        s.ok &&
        s.value.migrations.some((m) => m.migration.name === of.migration.name && m.rows[0]?.row.name === of.migration.name),
    ).length;
    const back = `Where every environment has the old name, the folder can be called ${tied.row.name} again instead${others > 0 ? '; here one has the new name already' : ''}.`;
    return [{ name: 'right-name', says: `Write the new name into the row. ${back}`, change: nameChange(recorded) }];
  },
});
