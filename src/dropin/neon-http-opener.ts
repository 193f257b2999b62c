/** The client of drizzle-orm/neon-http: the function that neon(url) gave; a message is one request. */
import { Problem } from '../base/problem.ts';
import { neonHttpSession, type Sql } from '../drivers/neon-http-session.ts';
import type { Session } from '../drivers/session.ts';
import { otherClient } from './db.ts';
import type { Opener } from './opener.ts';

const isNeon = (client: unknown): client is Sql =>
  typeof client === 'function' && 'query' in client && 'transaction' in client && typeof client.query === 'function';

/** The function does not tell where it leads. */
const HOST = 'the HTTP endpoint of the db';

export const open: Opener = (client) => {
  if (!isNeon(client)) throw otherClient('neon-http', 'what neon(…) of @neondatabase/serverless 0.10.4 or newer gives');
  const session = (): Promise<Session> => Promise.resolve(neonHttpSession(client, { secrets: [], unreachable }));
  return {
    place: { driver: 'neon-http', host: HOST, database: '', role: '', url: '', secrets: [] },
    sessions: () => ({
      ask: session,
      look: session,
      change: session,
      again: session,
      beside: session,
      close: () => Promise.resolve(),
    }),
  };
};

const unreachable = (error: Error): Problem =>
  new Problem('connection-failed', `${HOST} could not be asked.`, {
    why: `${error.message}. Nothing was sent.`,
    fix: 'Check the URL that neon(…) was given, and the network.',
  });
