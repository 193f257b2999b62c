/** May the role not create a schema, which the stock migrator asks for every time? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'connection',
  severity: 'error',
  title: 'The role may not create schemas, so the stock migrator fails before it looks',
  harm: 'drizzle-kit migrate and migrate() fail with 42501, "permission denied for database", even with nothing pending.',
  background:
    'The stock migrator begins with CREATE SCHEMA IF NOT EXISTS, and PostgreSQL checks the right before it looks whether the schema is there. Tidemark asks first, so npx tidemark migrate works where schema and table exist.',
  needs: ['servers', 'environments'],
  *check({ servers, environments }) {
    for (const [environment, server] of servers) {
      if (!server.ok || server.value.mayCreateSchema || server.value.standby) continue;
      const { role, target, schemas } = server.value;
      const table = environments.find((e) => e.name === environment)?.table;
      const there = table !== undefined && schemas.includes(table.schema);
      yield {
        environment,
        subject: { object: role },
        says: `Role ${role} has no CREATE on database ${target.database}.`,
        evidence: table ? [`schema ${table.schema} ${there ? 'exists' : 'does not exist yet'}`] : [],
        severity: there ? ('warning' as const) : ('error' as const),
        confidence: 'proven' as const,
      };
    }
  },
  advice: 'An administrator runs: grant create on database <database> to <role>. Or migrate with another role than the app uses.',
});
