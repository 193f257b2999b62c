/** May this role read the history table and not write it? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { identifier, qualified } from '../sql/quote.ts';

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'This role may not write the history table',
  harm: 'The next migration cannot be recorded, so it fails and is rolled back.',
  needs: ['histories', 'standings', 'servers'],
  *check({ histories, standings, servers }): Generator<Found> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table || read.value.table.may.insert) continue;
      const { table } = read.value;
      const standing = standings.get(environment);
      const server = servers.get(environment);
      const pending = standing?.ok ? standing.value.migrations.filter((m) => m.state !== 'applied').length : 0;
      const role = server?.ok ? server.value.role : '';
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `${role || 'This role'} may read ${tableName(table)} and not write it; ${pending === 0 ? 'nothing is pending' : `${pending} ${pending === 1 ? 'migration is' : 'migrations are'} not applied`}.`,
        evidence: [
          `an administrator can allow it: grant insert on ${qualified(table)} to ${identifier(role || '…')};${table.sequence ? ` grant usage on sequence ${qualified(table.sequence)} to ${identifier(role || '…')};` : ''}`,
        ],
        severity: pending === 0 ? 'note' : 'error',
        confidence: 'proven',
      };
    }
  },
  advice: 'Migrate as the role that owns the table, or let an administrator run the GRANT that the evidence shows.',
});
