/** Do unqualified tables land somewhere else than in public? */
import { textsOf } from '../compare/folder/migration-texts.ts';
import { firstSchema } from '../compare/folder/search-path.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'connection',
  severity: 'warning',
  title: 'The search_path of this connection does not begin with public',
  harm: 'Drizzle writes CREATE TABLE without a schema, so new tables land in the first schema of the search_path, or nowhere.',
  background:
    'The role, the database or the URL (options=) may set it. Drizzle 0.x qualifies references to public all the same, so half of a migration means one schema and half another.',
  needs: ['servers', 'intended', 'sql'],
  wants: ['standings'],
  *check({ servers, intended, sql, standings }) {
    for (const [environment, server] of servers) {
      if (!server.ok) continue;
      const { searchPath, schemas, role } = server.value;
      const first = firstSchema(searchPath, role, schemas);
      if (first === 'public') continue;
      const bare = [...textsOf(intended, sql, standings)].filter(
        ({ reach, facts }) =>
          reach.pending.includes(environment) &&
          facts.statements.some((s) => s.creates.some((o) => o.schema === '' && (o.kind === 'table' || o.kind === 'type'))),
      );
      yield {
        environment,
        subject: { object: 'search_path' },
        says:
          first === null
            ? 'No schema of the search_path exists, so an unqualified CREATE TABLE fails.'
            : `Unqualified tables land in schema ${first}, not in public.`,
        evidence: [
          `search_path is ${searchPath === '' ? 'empty' : searchPath}`,
          ...(bare.length > 0
            ? [`${bare.length === 1 ? bare[0]?.file : `${bare.length} pending migrations`} would create objects there`]
            : []),
        ],
        severity: bare.length > 0 ? ('error' as const) : ('note' as const),
        confidence: 'proven' as const,
      };
    }
  },
  advice:
    'Set it for the role that migrates: alter role … set search_path = public; or put the tables into a pgSchema in schema.ts, so that each statement names it.',
});
