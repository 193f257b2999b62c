/** Does the connection refuse to write? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'connection',
  severity: 'error',
  stops: true,
  title: 'The database is reached read-only',
  harm: 'The stock migrate fails with 25006, "cannot execute CREATE SCHEMA in a read-only transaction", even when nothing is pending.',
  background:
    'A standby can never be written to. default_transaction_read_only is a setting of the role, the database or the server, and of some services when a disk is full.',
  needs: ['servers'],
  wants: ['standings'],
  *check({ servers, standings }) {
    for (const [environment, server] of servers) {
      if (!server.ok || (!server.value.readOnly && !server.value.standby)) continue;
      const { standby, role, target } = server.value;
      const standing = standings.ok ? standings.value.get(environment) : undefined;
      const waits = standing?.ok ? standing.value.migrations.filter((m) => m.state === 'pending').length : 0;
      yield {
        environment,
        subject: { object: standby ? 'standby' : 'default_transaction_read_only' },
        says: standby
          ? `${target.host}/${target.database} is a standby, which only repeats what its primary does.`
          : `Every transaction of role ${role} in ${target.database} is read-only.`,
        evidence: [
          standby ? 'pg_is_in_recovery() is true' : 'default_transaction_read_only is on',
          ...(waits > 0 ? [`${waits} pending`] : []),
        ],
        confidence: 'proven' as const,
      };
    }
  },
  advice:
    'Use the URL of the primary. Where a setting makes it read-only: alter role … (or alter database …) reset default_transaction_read_only.',
});
