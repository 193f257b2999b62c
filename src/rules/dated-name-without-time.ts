/** Does the name of a dated migration not begin with a time? */
import { digitsAt, nextSecond } from '../compare/folder/dated-name.ts';
import { FIRST, recordedOf, rowMillis, seenIn } from '../compare/history/seen.ts';
import type { Change, Found, Migration, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Undated extends Found {
  migration: Migration;
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: "A migration's folder does not begin with fourteen digits, so it cannot be recorded",
  harm: 'The stock migrator runs it and stops where it records it: "invalid input syntax for type bigint: NaN"; everything of that run is taken back.',
  background:
    'Drizzle 1.0 runs every folder that holds a migration.sql and reads its time from the first fourteen characters of the name, year to second, UTC.',
  needs: ['folder', 'migrations'],
  wants: ['standings'],
  *check({ folder, migrations, standings }): Generator<Undated> {
    if (folder.layout !== 'dated') return;
    const seen = seenIn(standings);
    for (const migration of migrations) {
      if (migration.when !== null || migration.entry) continue;
      const rows = recordedOf(seen, migration.position);
      yield {
        subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
        says: `${migration.name} does not begin with a time.`,
        evidence: [`${migration.file ?? folder.path}: the first fourteen characters are "${migration.name.slice(0, 14)}"`],
        severity: rows.length > 0 ? 'warning' : 'error',
        migration,
      };
    }
  },
  remedies: ({ migration }, { folder, migrations, standings }): Remedy[] => {
    const seen = seenIn(standings);
    const says = 'Give the folder a time behind all others in front of its name.';
    if (!seen.all || recordedOf(seen, migration.position).length > 0)
      return [
        {
          name: 'date-it',
          says,
          change: [],
          needs: 'every environment, and a row of it in none: the name is how 1.0 knows a migration',
        },
      ];
    const undated = migrations.filter((m) => m.when === null).indexOf(migration);
    const rows = seen.read.flatMap((s) => s.table?.rows ?? []).flatMap((r) => rowMillis(r.createdAt) ?? []);
    const moments = [...migrations.flatMap((m) => m.when ?? []), ...rows, FIRST].filter((ms) => ms < 8.64e15);
    const from = `${folder.path}/${migration.name}/`;
    const to = `${folder.path}/${digitsAt(nextSecond(moments) + undated * 1000)}_${migration.name}/`;
    const paths = [...folder.files.map((f) => f.path), ...folder.others].filter((p) => p.startsWith(from) && !p.endsWith('/'));
    return [
      {
        name: 'date-it',
        says: `Call it ${to.slice(folder.path.length + 1, -1)}.`,
        change: paths.map(
          (path): Change => ({
            kind: 'move',
            path,
            to: `${to}${path.slice(from.length)}`,
            says: `Call the folder ${to.slice(0, -1)}.`,
          }),
        ),
      },
    ];
  },
});
