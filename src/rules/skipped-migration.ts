/** Is there a migration that an environment has not run and that the stock migrator will never run there? */

import { flagOf } from '../base/flag.ts';
import { courseFacts, courseIn } from '../compare/audit/course-in.ts';
import type { Recordable } from '../compare/audit/recordable.ts';
import { looksLikeSeconds } from '../compare/folder/order.ts';
import { dateOf, freshStamp, listed, recordedOf, rowMillis, seenIn } from '../compare/history/seen.ts';
import { clockSigns } from '../compare/history/wall-clock.ts';
import { presenceOf } from '../compare/presence.ts';
import type { Change, Found, MigrationStanding, Remedy, Standing } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { runOf, saysRun } from '../plans/pending.ts';
import { recordIt, sayIt } from '../plans/rows/record-row.ts';
import { behindAll, restampFrom } from '../plans/rows/restamp.ts';

interface Skipped extends Found {
  environment: string;
  of: MigrationStanding;
  standing: Standing;
  /** Objects of its making that are there already: a sign that somebody ran it by hand. */
  there: string[];
  /** What an audit says; null: there was none. */
  course: Recordable | null;
}

export default rule({
  group: 'order',
  severity: 'error',
  stops: true,
  title: 'A migration is older than the newest recorded one, so Drizzle will never run it',
  harm: 'The deploy succeeds and the table or column is missing, on this database only; a fresh one gets it.',
  background:
    'Drizzle 0.x keeps no list of what ran. It reads the greatest created_at once and runs what has a greater "when". A branch that was generated earlier and merged later falls below that line.',
  needs: ['project', 'journal', 'intended', 'standings', 'now'],
  wants: ['sql', 'servers', 'audits'],
  *check({ project, standings, sql, servers, now, audits }): Generator<Skipped> {
    if (project.line !== '0.x') return;
    const seen = seenIn({ ok: true, value: standings });
    for (const standing of seen.read) {
      const { environment, table } = standing;
      const server = servers.ok ? servers.value.get(environment) : undefined;
      for (const of of standing.migrations) {
        const { migration, state } = of;
        if (state !== 'out-of-order' || !table) continue;
        const facts = sql.ok && migration.file ? sql.value.get(migration.file) : undefined;
        const there = facts && server?.ok ? presenceOf(facts, server.value).there : [];
        const others = recordedOf(seen, migration.position).map((r) => r.environment);
        const mark = table.newest ? rowMillis(table.newest.createdAt) : null;
        const because = rootOf(of, standing, now);
        const runs = of.stock === 'runs';
        const course = courseIn(audits, environment, migration);
        const ran = course?.course === 'record';
        yield {
          environment,
          subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
          says: ran
            ? `${migration.name} ran in ${environment} and is not recorded there, although newer ones are.`
            : course?.course === 'ask'
              ? `Whether ${migration.name} ran in ${environment} cannot be told. No row records it, and ${runs ? 'newer migrations are recorded' : 'the stock migrator will never run it there'}.`
              : `${migration.name} did not run in ${environment}, and ${runs ? 'newer migrations did' : 'the stock migrator will never run it there'}.`,
          ...(course && course.course !== 'ask' ? { confidence: 'proven' as const } : {}),
          evidence: [
            ...(migration.when === null ? [] : [`its time is ${migration.when} (${dateOf(migration.when)})`]),
            ...(mark === null
              ? []
              : [
                  `the newest recorded time in ${environment} is ${table.newest?.createdAt} (${dateOf(mark)}), row ${table.newest?.id ?? table.newest?.position ?? ''}`,
                ]),
            ...(others.length > 0
              ? [`recorded in ${listed(others)}`]
              : seen.read.length > 1
                ? ['recorded in no environment']
                : []),
            ...(course ? courseFacts(course, migration) : []),
            ...(there.length > 0 && !course
              ? [`${environment} has ${listed(there.slice(0, 3))} already: somebody may have run it by hand`]
              : []),
          ],
          ...(because ? { because } : {}),
          of,
          standing,
          there,
          course,
        };
      }
    }
  },
  remedies: ({ environment, of, standing, there, because, course }, { journal, intended, standings, sql }): Remedy[] => {
    const migrations = intended.map((i) => i.migration);
    if (because !== undefined || !standing.table) return [];
    const { migration } = of;
    if (course?.course === 'record') return recordIt(standing, migration, '0.x');
    if (course?.course === 'ask') return [sayIt(environment, migration)];
    const { schema, name } = standing.table;
    const facts = sql.ok && migration.file ? sql.value.get(migration.file) : undefined;
    const made = runOf(migration, '0.x', { schema, name }, facts);
    if (!made.ok) return [];
    if (there.length > 0 && course === null)
      return [
        {
          name: 'state-it',
          says: `Only when you know that it ran in ${environment}: record it, as stated by you. Whether it did doctor --audit tells, as far as it can be told.`,
          change: [],
          command: `npx tidemark rebuild-history --ran ${migration.name}${flagOf(environment)}`,
        },
      ];
    const run: Remedy = {
      name: 'run-now',
      says: `Run ${migration.name} in ${environment} now and record it with its own time. The files and the other environments stay as they are; the stock migrator then has nothing to do for it.`,
      change: [{ kind: 'run', environment, says: saysRun(made.run), run: made.run, text: made.text }],
    };
    const seen = seenIn({ ok: true, value: standings });
    const others = recordedOf(seen, migration.position);
    if (!seen.all)
      return [
        run,
        {
          name: 'restamp',
          says: 'Give it a time above every recorded one.',
          change: [],
          needs: 'every environment, to know which times are taken',
        },
      ];
    if (others.length > 1) return [run];
    const stamps = restampFrom(migration.position, migrations, seen);
    const names =
      stamps.length > 3
        ? `${migration.name} and ${stamps.length - 1} more that are recorded nowhere`
        : listed(stamps.map((m) => m.migration.name));
    const only = stamps.every((m) => seen.read.some((s) => s.migrations[m.migration.position]?.state === 'out-of-order'));
    const [other] = others;
    if (!other) {
      const restamp: Remedy = {
        name: 'restamp',
        says: `Put ${names} behind all others in the journal, with ${stamps.length === 1 ? 'a time' : 'times'} above every recorded one: ${listed(seen.read.map((s) => s.environment))} will run ${stamps.length === 1 ? 'it' : 'them'} with the next migrate, ours or Drizzle's.`,
        change: behindAll(journal, stamps),
      };
      return only ? [restamp, run] : [run, restamp];
    }
    const when = freshStamp(migrations, seen);
    const row = other.tied.row.values;
    const moved: Change = {
      kind: 'rows',
      environment: other.environment,
      table: { schema: other.table.schema, name: other.table.name },
      says: `Record ${migration.name} with the same time, or the stock migrator would run it again there.`,
      rows: [{ before: row, after: { ...row, created_at: String(when) } }],
    };
    const says = `Put it behind all others in the journal, with a time above every recorded one, and the same time into the row of ${other.environment}; ${environment} runs it with the next migrate. A database that recorded it and is not configured here would run it again.`;
    return [run, { name: 'restamp', says, change: [...behindAll(journal, [{ migration, when }]), moved] }];
  },
  advice: 'Before you run an old migration late: read it. What it alters may have been altered again since.',
});

/** The rule that is about the real cause: a wrong time in the entry, or one wrong row that stands above everything. */
function rootOf({ migration }: MigrationStanding, standing: Standing, now: number): string | undefined {
  const { when } = migration;
  const { environment, table, migrations } = standing;
  if (when === null) return 'stamp-not-a-number';
  if (looksLikeSeconds(when)) return 'stamp-in-seconds';
  const applied = migrations.filter((m) => m.rows.length > 0);
  const honest = applied.some(
    (m) =>
      m.migration.position > migration.position ||
      (m.migration.when !== null && m.migration.when >= when && m.migration.when <= now),
  );
  const of = applied.find((m) => m.rows.some((r) => r.row.position === table?.newest?.position));
  const tied = of?.rows.find((r) => r.row.position === table?.newest?.position);
  if (honest || !of || !tied || !table) return undefined;
  if ((of.migration.when ?? 0) > now) return 'future-stamp';
  return clockSigns({ environment, standing, table, of, tied }).length > 0 ? 'recorded-at-wall-clock' : 'recorded-stamp-differs';
}
