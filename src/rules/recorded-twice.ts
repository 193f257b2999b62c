/** Is a migration recorded by more than one row? */
import { isNewest, type Recorded, recordedRows, rowName, rowPlace } from '../compare/history/recorded.ts';
import { readStamp } from '../compare/history/stamp.ts';
import type { Found, TiedRow } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rightStamp, rowsChange, withoutRepeats } from '../plans/rows/right-row.ts';

interface Twice extends Found {
  recorded: Recorded;
  more: TiedRow[];
}

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'A migration is recorded more than once',
  harm: 'Two migrators may have run it at the same time, then what it did to rows was done twice; and the upgrade to Drizzle 1.0 gives both rows one name.',
  background:
    'The stock migrator takes no lock: two deploys that start together both see it pending, both run it, both record it. Scripts that record by hand do the same.',
  needs: ['project', 'standings'],
  wants: ['sql'],
  *check({ project, standings, sql }): Generator<Twice> {
    for (const recorded of recordedRows(standings)) {
      const { environment, of, tied, table } = recorded;
      const more = of.rows.slice(1);
      if (more.length === 0 || of.rows.some((r) => r.ambiguous)) continue;
      const misread = project.line === '0.x' && more.find((r) => isNewest(table, r.row) && !sameTime(r, tied));
      const same = more.filter((r) => r.row.hash === tied.row.hash && sameTime(r, tied));
      const facts = sql.ok && of.migration.file ? sql.value.get(of.migration.file) : undefined;
      const data = same.length > 0 && facts?.statements.some((s) => s.data);
      yield {
        environment,
        subject: { migration: of.migration.name },
        says: `${of.migration.name} is recorded by ${of.rows.length} rows: ${of.rows.map((r) => rowName(r.row)).join(', ')}.`,
        evidence: [
          ...of.rows.map(
            (r, i) =>
              `${rowPlace(table, r.row)}: hash ${(r.row.hash ?? 'NULL').slice(0, 12)}, created_at ${r.row.createdAt ?? 'NULL'}${i === 0 ? ' (it counts)' : ''}`,
          ),
          ...(misread ? [`row ${rowName(misread.row)} is the one that the stock migrator reads`] : []),
          ...(data ? ['it changes rows: look whether that was done twice'] : []),
        ],
        severity: misread ? 'error' : 'warning',
        recorded,
        more,
      };
    }
  },
  remedies: ({ recorded: { of, tied, table, environment, standing }, more }) => {
    const right = tied.faults.some((f) => f.startsWith('stamp')) ? rightStamp(of.migration, tied) : null;
    const drops = more.map((r) => ({ before: r.row.values, after: null }));
    const rows = withoutRepeats(standing, table, right ? [...drops, right] : drops);
    const gone = more.map((r) => rowName(r.row)).join(', ');
    return [
      {
        name: 'keep-one',
        says: `Keep row ${rowName(tied.row)}, drop ${gone}.`,
        change: [rowsChange(environment, table, rows, `Keep one row for ${of.migration.name}.`)],
      },
    ];
  },
});

const sameTime = (a: TiedRow, b: TiedRow): boolean => {
  const [x, y] = [readStamp(a.row.createdAt), readStamp(b.row.createdAt)];
  return x.form === 'number' && y.form === 'number' && x.value === y.value;
};
