/** Is an entry's time not greater than an earlier entry's? */
import { type Below, belowEarlier } from '../compare/folder/order.ts';
import { dateOf, listed, recordedOf, seenIn } from '../compare/history/seen.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { behindAll, restampFrom } from '../plans/rows/restamp.ts';

interface NotIncreasing extends Found {
  below: Below;
}

export default rule({
  group: 'order',
  severity: 'warning',
  title: "A journal entry's time is not greater than that of an entry before it",
  harm: 'A fresh database runs both; one that stopped between the two skips this one for ever, in silence.',
  background:
    'Within one run Drizzle 0.x follows the order of the journal; between runs only the time counts, and it must be strictly greater. Merges, and times that were rounded or copied by hand, break that.',
  needs: ['journal', 'migrations'],
  wants: ['standings'],
  *check({ journal, migrations, standings }): Generator<NotIncreasing> {
    const seen = seenIn(standings);
    for (const below of belowEarlier(migrations)) {
      const { migration, when, above, aboveWhen } = below;
      // Where it is skipped already, skipped-migration says so; where all have run it, nothing can go wrong any more.
      if (seen.read.some((s) => s.migrations[migration.position]?.state === 'out-of-order')) continue;
      const rows = recordedOf(seen, migration.position);
      if (seen.read.length > 0 && rows.length === seen.read.length) continue;
      const line = migration.entry?.fields.get('when')?.line ?? migration.entry?.line ?? 1;
      const pending = seen.read.filter((s) => s.migrations[migration.position]?.state === 'pending').map((s) => s.environment);
      yield {
        subject: { migration: migration.name, file: journal.file.path, line },
        says:
          when === aboveWhen
            ? `${migration.name} has the same time as ${above.name}.`
            : `${migration.name} is older than ${above.name}, which stands before it.`,
        evidence: [
          `${journal.file.path}:${line}: ${when} (${dateOf(when)}); ${above.name} has ${aboveWhen} (${dateOf(aboveWhen)})`,
          ...(pending.length > 0 ? [`pending in ${listed(pending)}`] : []),
          ...(rows.length > 0 ? [`recorded in ${listed(rows.map((r) => r.environment))}`] : []),
        ],
        below,
      };
    }
  },
  remedies: ({ below: { migration } }, { journal, migrations, standings }): Remedy[] => {
    const seen = seenIn(standings);
    if (recordedOf(seen, migration.position).length > 0) return [];
    const says = 'Give it a time above every other, in the journal.';
    if (!seen.all)
      return [
        {
          name: 'restamp',
          says,
          change: [],
          needs: 'every environment: where it is recorded, another time would make Drizzle run it again',
        },
      ];
    const first = belowEarlier(migrations).find((b) => recordedOf(seen, b.migration.position).length === 0);
    return [
      {
        name: 'restamp',
        says,
        change: behindAll(journal, restampFrom(first?.migration.position ?? migration.position, migrations, seen)),
      },
    ];
  },
  advice:
    'Where every database has run it, nothing more can happen: acknowledge it. Otherwise see where it ran (tidemark status) before you change its time.',
});
