/** Is a journal entry's time in seconds, where Drizzle means milliseconds? */
import { looksLikeSeconds } from '../compare/folder/order.ts';
import { dateOf, recordedOf, rowMillis, seenIn } from '../compare/history/seen.ts';
import type { Change, Found, JournalEntry, Migration, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';

interface Seconds extends Found {
  entry: JournalEntry;
  migration: Migration;
  when: number;
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: "A journal entry's time is in seconds, and Drizzle compares milliseconds",
  harm: 'Its time seems to lie in January 1970, so every database that has applied anything skips it for ever, in silence.',
  needs: ['journal', 'migrations'],
  wants: ['standings'],
  *check({ journal, migrations, standings }): Generator<Seconds> {
    const seen = seenIn(standings);
    for (const migration of migrations) {
      const { entry, when, position, name } = migration;
      if (!entry || when === null || !looksLikeSeconds(when)) continue;
      const rows = recordedOf(seen, position);
      const everywhere = seen.all && rows.length === seen.read.length;
      yield {
        subject: { migration: name, file: journal.file.path, line: entry.fields.get('when')?.line ?? entry.line },
        says: `The time of ${name} is ${when}: ${dateOf(when * 1000)} in seconds, ${dateOf(when)} as Drizzle reads it.`,
        evidence: [
          `${journal.file.path}:${entry.fields.get('when')?.line ?? entry.line}: "when" is ${when}`,
          ...rows.map((r) => `${r.environment} recorded it with ${r.tied.row.createdAt}`),
        ],
        severity: everywhere ? 'warning' : 'error',
        entry,
        migration,
        when,
      };
    }
  },
  remedies: ({ entry, migration, when }, { journal, standings }): Remedy[] => {
    const rows = recordedOf(seenIn(standings), migration.position);
    const same = rows.filter((r) => rowMillis(r.tied.row.createdAt) === when);
    const millis =
      rows.map((r) => rowMillis(r.tied.row.createdAt)).find((ms) => ms !== null && Math.floor(ms / 1000) === when) ?? when * 1000;
    const says = `Write milliseconds, ${millis}.`;
    const change: Change[] = setField(journal.file, entry.position, 'when', millis).map((edit) => ({
      kind: 'edit',
      path: journal.file.path,
      edit,
      says,
    }));
    const [first] = same;
    if (first) {
      const row = first.tied.row.values;
      const { schema, name } = first.table;
      change.push({
        kind: 'rows',
        environment: first.environment,
        table: { schema, name },
        says: `Record ${migration.name} with the same time.`,
        rows: [{ before: row, after: { ...row, created_at: String(millis) } }],
      });
    }
    const others = same.slice(1).map((r) => r.environment);
    return [
      {
        name: 'milliseconds',
        says: `${says}${others.length > 0 ? ` Repair ${others.join(' and ')} next: its row must follow before the stock migrator runs there.` : ''}`,
        change,
      },
    ];
  },
});
