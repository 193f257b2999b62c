/** Does row security hide rows of the history table, or refuse new ones? */
import { tableName } from '../compare/history/recorded.ts';
import type { Found, HistoryTable } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { qualified } from '../sql/quote.ts';

interface Secured extends Found {
  environment: string;
  table: HistoryTable;
}

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'Row security is on for the history table',
  harm: 'A role that does not own the table sees only the rows that a policy shows it, without a policy none at all: its migrate runs everything again.',
  background:
    'Owners and superusers are not held back, so it works in development and fails in the deploy that runs as another role. Some dashboards switch row security on for every table that they list.',
  needs: ['histories'],
  wants: ['servers'],
  *check({ histories, servers }): Generator<Secured> {
    for (const [environment, read] of histories) {
      if (!read.ok || !read.value.table?.rowSecurity) continue;
      const { table } = read.value;
      const server = servers.ok ? servers.value.get(environment) : undefined;
      const free = table.may.own || (server?.ok === true && server.value.superuser);
      const role = server?.ok ? server.value.role : 'this role';
      yield {
        environment,
        subject: { object: tableName(table) },
        says: `Row security is on for ${tableName(table)}; ${role} ${free ? 'is not held back by it, other roles are' : 'sees only what a policy shows'}.`,
        evidence: [`${role} sees ${table.rows.length} rows`],
        severity: free ? 'warning' : 'error',
        confidence: 'proven',
        table,
      };
    }
  },
  remedies: ({ environment, table }) => {
    const name = qualified(table);
    if (!table.may.own) return [];
    return [
      {
        name: 'switch-off',
        says: 'Switch row security off for this table.',
        change: [
          {
            kind: 'sql',
            environment,
            says: `Switch row security off for ${tableName(table)}.`,
            text: `alter table ${name} disable row level security`,
            undo: `alter table ${name} enable row level security`,
          },
        ],
      },
    ];
  },
  advice: 'Let the owner of the table run: ALTER TABLE … DISABLE ROW LEVEL SECURITY, or migrate as the owner.',
});
