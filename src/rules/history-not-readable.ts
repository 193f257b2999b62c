/** Is the history table there, and this role may not read it? */
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { identifier, qualified } from '../sql/quote.ts';

export default rule({
  group: 'history',
  severity: 'error',
  title: 'This role may not read the history table',
  harm: 'The stock 0.x migrator stops with "permission denied"; the 1.0 migrator takes the table for absent and goes wrong after that.',
  background:
    'Whoever ran the first migrate owns the table. A deploy that later runs as another role finds it and may not touch it.',
  needs: ['environments', 'histories'],
  *check({ environments, histories }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (read.ok || read.because !== 'history-not-readable') continue;
      const target = environments.find((e) => e.name === environment);
      const table = target?.table ?? { schema: 'drizzle', name: '__drizzle_migrations' };
      const role = target ? identifier(target.target.role) : '…';
      yield {
        environment,
        subject: { object: `${table.schema}.${table.name}` },
        says: `${read.why}.`,
        evidence: [
          `an administrator can allow it: grant usage on schema ${identifier(table.schema)} to ${role}; grant select on ${qualified(table)} to ${role};`,
        ],
        confidence: 'proven',
      };
    }
  },
  advice:
    'Give the role the right to read the table, or connect as the role that owns it. To migrate it also needs INSERT on the table and USAGE on its sequence.',
});
