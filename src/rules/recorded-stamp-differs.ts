/** Do row and folder say different times for the same migration? */
import { foretell } from '../compare/history/foretell.ts';
import { type Recorded, rowName, rowPlace, stampsWith } from '../compare/history/recorded.ts';
import { meantStamp } from '../compare/history/stamp.ts';
import { clockSigns, msOf } from '../compare/history/wall-clock.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';
import { stampChange } from '../plans/rows/right-row.ts';

interface Restamped extends Found {
  recorded: Recorded;
}

export default rule({
  group: 'history',
  severity: 'warning',
  stops: true,
  title: 'A history row and the folder say different times for the same migration',
  harm: 'Drizzle compares times and nothing else: with a younger row it skips migrations, with an older one it runs this migration again.',
  background:
    'The text fits and the time does not, so the migration ran. Its "when" was edited in the journal afterwards (often to get a skipped migration to run), or the row was written by hand.',
  needs: ['project', 'journal', 'standings'],
  *check({ project, standings }): Generator<Restamped> {
    for (const recorded of stampsWith(standings, 'stamp-differs')) {
      const { environment, of, tied, table, standing } = recorded;
      if (clockSigns(recorded).length > 0 || msOf(tied.row) === null) continue;
      const repeats = project.line === '0.x' && of.stock === 'runs';
      const mark = Number(table.newest?.createdAt);
      const shadow =
        project.line === '0.x' && mark === msOf(tied.row)
          ? standing.migrations.filter(
              (m) =>
                m.rows.length === 0 &&
                m.migration.when !== null &&
                m.migration.when <= mark &&
                m.migration.when > (meantStamp(of.migration) ?? mark),
            )
          : [];
      const elsewhere = others(standings, environment, of.migration.name);
      yield {
        environment,
        subject: { migration: of.migration.name, row: rowName(tied.row) },
        says: `Row ${rowName(tied.row)} records ${of.migration.name} with ${tied.row.createdAt}; the folder says ${meantStamp(of.migration)}.`,
        evidence: [
          `${rowPlace(table, tied.row)}, tied to it by its ${tied.tie === 'tag' ? 'name' : 'hash'}`,
          ...(repeats ? ['the stock migrator would run it again'] : []),
          ...(shadow.length > 0 ? [`the stock migrator would skip ${shadow.map((m) => m.migration.name).join(', ')}`] : []),
          ...elsewhere,
        ],
        severity: repeats || shadow.length > 0 ? 'error' : project.line === '0.x' ? 'warning' : 'note',
        recorded,
      };
    }
  },
  remedies: (found, { journal }) => {
    const { standing, table, of, tied, environment } = found.recorded;
    const change = stampChange(found.recorded);
    if (change.length === 0) return [];
    const toRow: Remedy = { name: 'right-time', says: 'Write the time that the folder says into the row.', change };
    const rows = change.flatMap((c) => (c.kind === 'rows' ? c.rows : []));
    const before = foretell(standing, table, []).skips;
    const newly = foretell(standing, table, rows).skips.filter((m) => !before.includes(m));
    const ms = msOf(tied.row);
    const entry = of.migration.entry;
    const toFile: Remedy[] =
      entry && ms !== null
        ? [
            {
              name: 'restamp-file',
              says: `Write ${ms} into the journal, as ${environment} has it. It changes what every other environment compares with.`,
              change: setField(journal.file, entry.position, 'when', ms).map((edit) => ({
                kind: 'edit',
                path: journal.file.path,
                edit,
                says: `Give ${of.migration.name} the time ${ms}.`,
              })),
            },
          ]
        : [];
    if (newly.length === 0) return [toRow, ...toFile];
    const names = newly.map((m) => m.migration.name).join(', ');
    return [
      {
        name: 'mend-order',
        says: `First mend the order of times in the journal: with the right time in this row the stock migrator would skip ${names}.`,
        change: [],
        needs: 'the order of times in the journal',
      },
      toRow,
      ...toFile,
    ];
  },
});

/** What the other environments recorded for the same migration. */
function others(
  standings: ReadonlyMap<string, { ok: false } | { ok: true; value: Recorded['standing'] }>,
  environment: string,
  name: string,
): string[] {
  const out: string[] = [];
  for (const [other, read] of standings) {
    if (other === environment || !read.ok) continue;
    const tied = read.value.migrations.find((m) => m.migration.name === name)?.rows[0];
    if (tied)
      out.push(`${other} has ${tied.row.createdAt ?? 'NULL'}${tied.faults.includes('stamp-differs') ? '' : ', as the folder'}`);
  }
  return out;
}
