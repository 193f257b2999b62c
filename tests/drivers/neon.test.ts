/** Neon's two drivers behind an endpoint like Neon's: the contract of every driver, and what is theirs alone. */
import { HTTP_LIMIT } from '../../src/drivers/neon-http-session.ts';
import { MAJORS } from '../majors.ts';
import { neonEndpoint } from '../neon-endpoint.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { contract } from './contract.ts';
import { environmentOf } from './environment.ts';

for (const driver of ['neon-http', 'neon-websocket']) {
  for (const major of MAJORS) {
    const server = sharedServer(major);
    contract({
      name: `${driver} on PostgreSQL ${major}`,
      skip: server === null,
      ...(driver === 'neon-http' ? { tooLarge: HTTP_LIMIT } : {}),
      async make() {
        if (server === null) throw new Error('skipped');
        const url = await createDatabase(server);
        const endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
        const remove = async (): Promise<void> => {
          await endpoint.stop();
          await dropDatabase(server, url);
        };
        return { environment: environmentOf(driver, endpoint.through(url)), remove };
      },
    });
  }
}
