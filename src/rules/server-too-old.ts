/** Is the server older than the majors that PostgreSQL still mends? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'connection',
  severity: 'warning',
  title: 'The server is older than PostgreSQL 14',
  harm: 'Its major gets no fixes any more, and Tidemark is tried on 14 to 18 only.',
  needs: ['servers'],
  *check({ servers }) {
    for (const [environment, server] of servers) {
      if (!server.ok || !(server.value.versionNumber < 140000)) continue;
      const { versionNumber } = server.value;
      yield {
        environment,
        subject: { object: 'server' },
        says: `The server is PostgreSQL ${Math.floor(versionNumber / 10000)}.${versionNumber % 10000}.`,
        evidence: [],
        confidence: 'proven' as const,
      };
    }
  },
  advice: 'Upgrade the server; look at doctor and a backup first.',
});
