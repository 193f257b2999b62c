/** The client of drizzle-orm/pglite: the caller's own instance, which stays open. */
import type { PGlite } from '@electric-sql/pglite';
import { Problem } from '../base/problem.ts';
import { pgliteSession } from '../drivers/pglite-session.ts';
import type { Session } from '../drivers/session.ts';
import { otherClient } from './db.ts';
import type { Opener } from './opener.ts';

const isInstance = (client: unknown): client is PGlite =>
  typeof client === 'object' && client !== null && 'execProtocol' in client && 'runExclusive' in client;

export const open: Opener = (client) => {
  if (!isInstance(client)) throw otherClient('pglite', 'an instance of PGlite');
  const host = client.dataDir ?? 'memory';
  let held: Session | null = null;
  const get = async (): Promise<Session> => {
    await client.waitReady;
    held ??= pgliteSession(client);
    return held;
  };
  return {
    place: { driver: 'pglite', host, database: 'postgres', role: 'postgres', url: host, secrets: [] },
    sessions: () => ({
      ask: get,
      look: get,
      change: get,
      again: () =>
        Promise.reject(
          new Problem('pglite-gone', 'The PGlite instance has stopped.', {
            why: 'It was handed over, so it cannot be started again from here.',
            fix: 'Make a new instance of the same folder and migrate again: it reads first and does nothing twice.',
          }),
        ),
      beside: () => Promise.resolve(null),
      async close() {
        await held?.close();
        held = null;
      },
    }),
  };
};
