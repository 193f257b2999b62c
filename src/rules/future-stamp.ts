/** Does a journal entry's time lie in the future? */
import { dateOf, FIRST, listed, recordedOf, rowMillis, type Seen, seenIn } from '../compare/history/seen.ts';
import type { Change, Found, Migration, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';

/** Clocks differ by minutes. */
const SLACK = 600_000;

interface Future extends Found {
  migration: Migration;
  when: number;
}

export default rule({
  group: 'order',
  severity: 'warning',
  title: "A journal entry's time lies in the future",
  harm: 'Once it is recorded, everything that is generated before that day is skipped, in silence.',
  background:
    'The greatest recorded time is the line above which Drizzle 0.x runs migrations. Times written by hand often lie days or months ahead.',
  needs: ['journal', 'migrations', 'now'],
  wants: ['standings'],
  *check({ journal, migrations, standings, now }): Generator<Future> {
    const seen = seenIn(standings);
    for (const migration of migrations) {
      const { when, entry, name, position } = migration;
      if (!entry || when === null || when <= now + SLACK) continue;
      const line = entry.fields.get('when')?.line ?? entry.line;
      const rows = recordedOf(seen, position);
      yield {
        subject: { migration: name, file: journal.file.path, line },
        says: `The time of ${name} is ${dateOf(when)}, which is still to come.`,
        evidence: [
          `${journal.file.path}:${line}: "when" is ${when}`,
          ...(rows.length > 0
            ? [`recorded in ${listed(rows.map((r) => r.environment))}: what is generated from now on is skipped there`]
            : []),
        ],
        migration,
        when,
      };
    }
  },
  remedies: ({ migration, when }, { journal, migrations, standings, now }): Remedy[] => {
    const seen = seenIn(standings);
    const lower = seen.all ? lowered(migrations, seen, now).get(migration.position) : undefined;
    const says = 'Give it a time between its neighbours, in the journal and where it is recorded.';
    if (lower === undefined)
      return [
        { name: 'lower', says, change: [], needs: 'every environment, to know which times are recorded, and room between them' },
      ];
    const rows = recordedOf(seen, migration.position).filter((r) => rowMillis(r.tied.row.createdAt) === when);
    const change: Change[] = setField(journal.file, migration.position, 'when', lower).map((edit) => ({
      kind: 'edit',
      path: journal.file.path,
      edit,
      says: `Give ${migration.name} the time ${lower} (${dateOf(lower)}).`,
    }));
    const [first, ...others] = rows;
    if (first) {
      const row = first.tied.row.values;
      change.push({
        kind: 'rows',
        environment: first.environment,
        table: { schema: first.table.schema, name: first.table.name },
        says: `Record ${migration.name} with the same time.`,
        rows: [{ before: row, after: { ...row, created_at: String(lower) } }],
      });
    }
    return [
      {
        name: 'lower',
        says:
          others.length === 0
            ? says
            : `${says} This plan changes the row of ${first?.environment}; repair ${listed(others.map((r) => r.environment))} next.`,
        change,
      },
    ];
  },
});

/** Each future entry's new time: behind the entry before it, and behind everything recorded where it did not run. */
function lowered(migrations: readonly Migration[], seen: Seen, now: number): Map<number, number> {
  const out = new Map<number, number>();
  let before = FIRST;
  for (const { position, when } of migrations) {
    if (when === null) continue;
    if (when <= now + SLACK) {
      before = Math.max(before, when);
      continue;
    }
    const open = seen.read.filter((s) => !s.migrations[position]?.rows.length);
    const past = open
      .flatMap((s) => s.table?.rows ?? [])
      .flatMap((r) => rowMillis(r.createdAt) ?? [])
      .filter((ms) => ms <= now + SLACK);
    before = [before, ...past].reduce((a, b) => Math.max(a, b)) + 1;
    if (before <= now) out.set(position, before);
  }
  return out;
}
