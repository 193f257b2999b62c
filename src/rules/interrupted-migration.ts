/** Did a migration stop between its parts? */
import type { Found, Intended, MigrationPart, Read, SqlFacts } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { editedPart } from '../plans/noted-parts.ts';
import { runOf } from '../plans/pending.ts';

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A migration stopped between its parts',
  harm: 'Some of it is in the database and its row is not. The stock migrator would run it from its beginning, and fail on what is there.',
  background:
    'A statement such as CREATE INDEX CONCURRENTLY cannot run in a transaction, so npx tidemark migrate cuts its file into parts and notes each in tidemark.step before and after. A run that was killed, cancelled or refused leaves the notes; with the history row they go away.',
  needs: ['histories'],
  wants: ['intended', 'sql'],
  *check({ histories, intended, sql }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (!read.ok) continue;
      const migrations = new Map<string, MigrationPart[]>();
      for (const part of read.value.parts) migrations.set(part.migration, [...(migrations.get(part.migration) ?? []), part]);
      for (const [migration, parts] of migrations) {
        const begun = parts.find((p) => p.state === 'running');
        const done = parts.length - (begun ? 1 : 0);
        const edited = editedIn(intended, sql, migration, parts);
        const where = environment === 'default' ? 'the database' : environment;
        yield {
          environment,
          subject: { migration },
          says: `${done === 0 ? `Nothing of ${migration} is noted as done in ${where}` : `${migration} is in ${where} as far as its part ${done}`}${begun ? `; part ${begun.place + 1} was begun, and how it ended is not noted` : ''}.`,
          evidence: [
            ...parts.map(
              (p) => `tidemark.step: part ${p.place + 1} ${p.state === 'done' ? 'done' : 'begun'} at ${p.at} UTC by ${p.by}`,
            ),
            ...(edited
              ? [
                  `${edited.file}: part ${edited.place + 1} has another text now, so migrate refuses it until it has its old one again`,
                ]
              : []),
          ],
          confidence: 'proven',
        };
      }
    }
  },
  advice:
    'Look whether a run is at work right now. If none is: npx tidemark migrate goes on behind the last part that is done; of a part that was begun it asks the catalog first. Do not let the stock migrator run before.',
});

function editedIn(
  intended: Read<Intended[]>,
  sql: Read<ReadonlyMap<string, SqlFacts>>,
  name: string,
  notes: readonly MigrationPart[],
): { file: string; place: number } | null {
  const migration = intended.ok ? intended.value.find((i) => i.migration.name === name)?.migration : undefined;
  const facts = sql.ok && migration?.file ? sql.value.get(migration.file) : undefined;
  if (!migration || !facts) return null;
  const made = runOf(migration, '0.x', { schema: '', name: '' }, facts);
  const note = made.ok ? editedPart(made.run, made.text, notes) : null;
  return note && migration.file ? { file: migration.file, place: note.place } : null;
}
