/** Every driver keeps the same contract: what a session is, whatever is behind it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { contract } from './contract.ts';
import { environmentOf } from './environment.ts';

for (const driver of ['pg', 'postgres']) {
  for (const major of MAJORS) {
    const server = sharedServer(major);
    contract({
      name: `${driver} on PostgreSQL ${major}`,
      skip: server === null,
      async make() {
        if (server === null) throw new Error('skipped');
        const url = await createDatabase(server);
        return { environment: environmentOf(driver, url), remove: () => dropDatabase(server, url) };
      },
    });
  }
}

contract({
  name: 'pglite',
  skip: false,
  async make() {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-contract-'));
    return {
      environment: environmentOf('pglite', join(folder, 'data')),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
});
