/** Does schema.ts say something that no migration makes yet? */
import { aheadOf, differenceWords } from '../compare/catalogs/declared.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'schema.ts says something else than the migrations make, and generate has not been run since',
  harm: 'The application is built against tables that no deploy makes: its queries fail on what is missing.',
  background:
    'schema.ts is run on an empty database in drizzle-kit’s own words, and held against what the folder makes and against the newest snapshot. What differs from both is what `drizzle-kit generate` would write.',
  needs: ['project', 'schema', 'replay'],
  wants: ['snapshot'],
  *check({ project, schema, replay, snapshot }): Generator<Found> {
    const ahead = aheadOf(schema.catalog, snapshot.ok ? snapshot.value.catalog : null, replay.final);
    if (ahead.length === 0) return;
    const file = project.schema[0] ?? 'schema.ts';
    yield {
      subject: { file },
      says: `${project.schema.join(', ')} differs from what ${project.out}/ makes in ${ahead.length === 1 ? 'one object' : `${ahead.length} objects`}, and no migration was generated for it.`,
      evidence: ahead.map((d) => differenceWords(d, 'the schema', 'the migrations')),
      confidence: 'proven',
    };
  },
  remedies: () => [
    { name: 'generate', says: 'drizzle-kit writes the migration.', change: [], command: 'npx drizzle-kit generate' },
  ],
});
