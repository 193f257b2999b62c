/** Do two environments reach one database? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'connection',
  severity: 'error',
  title: 'Two environments are the same database',
  harm: 'What is done to the one is done to the other: a reset of test empties development, a trial run in staging is the deploy.',
  needs: ['environments'],
  *check({ environments }) {
    const first = new Map<string, (typeof environments)[number]>();
    for (const e of environments) {
      const key = `${e.driver === 'pglite' ? 'folder' : 'server'} ${e.target.host.toLowerCase()} ${e.target.database}`;
      const before = first.get(key);
      if (!before) {
        first.set(key, e);
        continue;
      }
      // Two history tables in one database are two services, or tenants, that share it on purpose.
      if (before.table.schema !== e.table.schema || before.table.name !== e.table.name) continue;
      yield {
        subject: { object: `${before.name} and ${e.name}` },
        says: `${before.name} and ${e.name} reach one and the same database.`,
        evidence: [`${before.name}: ${before.from}`, `${e.name}: ${e.from}`],
      };
    }
  },
  advice: 'Give each environment a database of its own; on one server a second database is enough.',
});
