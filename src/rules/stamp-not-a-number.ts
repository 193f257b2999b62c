/** Is a journal entry's time something else than a number of milliseconds? */

import { dateOf, recordedOf, rowMillis, seenIn } from '../compare/history/seen.ts';
import { meantStamp } from '../compare/history/stamp.ts';
import type { Found, JournalEntry, Migration, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';

interface NoNumber extends Found {
  entry: JournalEntry;
  migration: Migration;
  /** What is meant, and the sign for it. */
  meant: { when: number; by: string } | null;
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'A journal entry has no time that Drizzle can compare',
  harm: 'A database that has applied something skips this migration for ever, in silence; an empty one stops with "invalid input syntax for type bigint" or "syntax error at or near )".',
  background:
    '"when" is a number of milliseconds since 1970. Drizzle compares it with < against the greatest recorded one; a date in words becomes NaN there, and nothing is greater than NaN. A number in quotes happens to work with the migrator of today.',
  needs: ['journal', 'migrations', 'intended'],
  wants: ['standings'],
  *check({ journal, migrations, intended, standings }): Generator<NoNumber> {
    const seen = seenIn(standings);
    for (const migration of migrations) {
      const { entry, position, name } = migration;
      if (!entry || migration.when !== null || entry.fields.size === 0) continue;
      const raw = entry.fields.get('when');
      const words = meantStamp(migration);
      const row =
        recordedOf(seen, position)
          .map((r) => rowMillis(r.tied.row.createdAt))
          .find((ms) => ms !== null && ms > 1e11) ?? null;
      const between = betweenNeighbours(migrations, position);
      const meant =
        words !== null && Number.isInteger(words)
          ? { when: words, by: 'the entry itself' }
          : row !== null
            ? { when: Math.floor(row), by: 'the row that records it' }
            : between !== null && seen.all
              ? { when: between, by: 'its neighbours: no environment recorded it' }
              : null;
      const quoted = typeof raw?.value === 'string' && raw.value.trim() !== '' && Number.isFinite(Number(raw.value));
      yield {
        subject: {
          migration: intended[position]?.migration.name ?? name,
          file: journal.file.path,
          line: raw?.line ?? entry.line,
        },
        says: raw
          ? `The time of ${name} is ${JSON.stringify(raw.value).slice(0, 60)}, not a number.`
          : `The entry of ${name} has no "when".`,
        evidence: [
          `${journal.file.path}:${raw?.line ?? entry.line}: ${raw ? `"when" is ${quoted ? 'a number in quotes' : `a ${raw.value === null ? 'null' : typeof raw.value}`}` : 'there is no "when"'}`,
          ...(meant ? [`${dateOf(meant.when)} (${meant.when}) according to ${meant.by}`] : []),
        ],
        severity: quoted ? 'warning' : 'error',
        entry,
        migration,
        meant,
      };
    }
  },
  remedies: ({ entry, meant }, { journal }): Remedy[] => {
    const says = meant ? `Write ${meant.when}, according to ${meant.by}.` : 'Write the time at which it was made.';
    if (!meant)
      return [
        {
          name: 'write-the-number',
          says,
          change: [],
          needs: 'every environment, to know whether it is recorded and with which time',
        },
      ];
    return [
      {
        name: 'write-the-number',
        says,
        change: setField(journal.file, entry.position, 'when', meant.when).map((edit) => ({
          kind: 'edit',
          path: journal.file.path,
          edit,
          says,
        })),
      },
    ];
  },
  advice:
    'The time belongs between those of the entries before and behind it. Where a database has recorded the migration, it is the created_at of that row.',
});

/** A time behind the entry before and before the one behind; null where these leave no room. */
function betweenNeighbours(migrations: readonly Migration[], position: number): number | null {
  const before = migrations.slice(0, position).reduce((a, m) => Math.max(a, m.when ?? 0), 0);
  const behind = migrations.slice(position + 1).find((m) => m.when !== null)?.when ?? null;
  if (before === 0) return behind === null ? null : behind - 1;
  return behind === null || behind > before + 1 ? before + 1 : null;
}
