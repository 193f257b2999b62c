/** Is a pooler between us and the database? */
import { hostKind, isPooled, readPrinted } from '../base/host.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'connection',
  severity: 'warning',
  title: 'The database is reached through a pooler',
  harm: 'Under transaction pooling a SET or a session lock of one migration is gone in the next statement, and a prepared statement may not exist any more.',
  background:
    'Poolers hand each transaction to whichever connection is free. Tidemark uses transaction-level locks only and works through them; the stock migrator holds nothing and works mostly. Long index builds are cut off by poolers with a time limit.',
  needs: ['environments', 'servers'],
  *check({ environments, servers }) {
    for (const { name, target, from } of environments) {
      const server = servers.get(name);
      const { host, port } = readPrinted(target.host);
      const named = isPooled(hostKind(host, port));
      const pooled = server?.ok === true && server.value.pooled;
      if (!named && !pooled) continue;
      yield {
        environment: name,
        subject: { object: target.host },
        says: named ? `${target.host} is the address of a pooler (${from}).` : `Something pools connections at ${target.host}.`,
        evidence: [
          ...(named ? ['the name of the host says so'] : []),
          ...(pooled ? ['the process that greeted us is not the one that answers (pg_backend_pid())'] : []),
        ],
        confidence: pooled ? ('proven' as const) : ('suspected' as const),
      };
    }
  },
  advice:
    'Migrate with the direct address: at Neon the host without -pooler, at Supabase db.<project>.supabase.co or port 5432. npx tidemark doctor --connect tries what holds through it.',
});
