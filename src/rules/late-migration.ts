/** Is there a migration that an environment has not run although it ran newer ones? */
import { courseFacts, courseIn } from '../compare/audit/course-in.ts';
import type { Recordable } from '../compare/audit/recordable.ts';
import { listed, recordedOf, seenIn } from '../compare/history/seen.ts';
import type { Found, MigrationStanding, Remedy, Standing } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { runOf, saysRun } from '../plans/pending.ts';
import { recordIt, sayIt } from '../plans/rows/record-row.ts';

interface Late extends Found {
  environment: string;
  of: MigrationStanding;
  standing: Standing;
  /** What an audit says; null: there was none. */
  course: Recordable | null;
}

export default rule({
  group: 'order',
  severity: 'warning',
  title: 'A migration will run later than newer ones did',
  harm: 'This database gets the migrations in another order than a fresh one: a statement may fail, or the same statements may leave different data.',
  background:
    'Drizzle 1.0 runs every folder whose name has no row, whenever it appears. That mends what 0.x skipped, and it runs old files on new tables.',
  needs: ['project', 'standings'],
  wants: ['sql', 'audits'],
  *check({ project, standings, audits }): Generator<Late> {
    if (project.line !== '1.0') return;
    const seen = seenIn({ ok: true, value: standings });
    for (const standing of seen.read) {
      const { environment, migrations } = standing;
      for (const of of migrations) {
        if (of.state !== 'out-of-order') continue;
        const { migration } = of;
        const newer = migrations
          .filter((m) => m.rows.length > 0 && m.migration.position > migration.position)
          .map((m) => m.migration.name);
        const course = courseIn(audits, environment, migration);
        const ran = course?.course === 'record';
        const others = recordedOf(seen, migration.position).map((r) => r.environment);
        yield {
          environment,
          subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
          says: ran
            ? `${migration.name} ran in ${environment} and is not recorded; the stock migrator runs it again with its next run.`
            : course?.course === 'ask'
              ? `Whether ${migration.name} ran in ${environment} cannot be told. No row records it, so the stock migrator runs it with its next run.`
              : `${migration.name} did not run in ${environment}, and ${newer.length === 1 ? newer[0] : `${newer.length} newer ones`} did; the stock migrator runs it with its next run.`,
          ...(ran ? { severity: 'error' as const } : {}),
          ...(course && course.course !== 'ask' ? { confidence: 'proven' as const } : {}),
          evidence: [
            ...(course ? courseFacts(course, migration) : []),
            `recorded in ${environment} and newer: ${listed(newer.slice(-3))}`,
            ...(others.length > 0 ? [`recorded in ${listed(others)}`] : []),
          ],
          of,
          standing,
          course,
        };
      }
    }
  },
  remedies: ({ environment, of, standing, course }, { sql }): Remedy[] => {
    if (course?.course === 'record') return recordIt(standing, of.migration, '1.0');
    if (course?.course === 'ask') return [sayIt(environment, of.migration)];
    const table = standing.table;
    const facts = sql.ok && of.migration.file ? sql.value.get(of.migration.file) : undefined;
    const made = table && runOf(of.migration, '1.0', { schema: table.schema, name: table.name }, facts);
    if (!made?.ok) return [];
    return [
      {
        name: 'run-now',
        says: `Run ${of.migration.name} in ${environment} now and record it; the stock migrator then has nothing to do for it.`,
        change: [{ kind: 'run', environment, says: saysRun(made.run), run: made.run, text: made.text }],
      },
    ];
  },
  advice:
    'Read the file first: what it alters may have been altered again since. Where it must not run any more, delete it or write a newer one.',
});
