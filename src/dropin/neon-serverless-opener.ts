/** The client of drizzle-orm/neon-serverless: a Pool, a Client or a PoolClient of @neondatabase/serverless, over its WebSocket. */
import { cancelThrough } from '../drivers/neon-cancel.ts';
import { otherClient } from './db.ts';
import type { Opener } from './opener.ts';
import { isClient, isPool, type Kind, openClient, openPool } from './pg-clients.ts';

const PATIENCE = 10_000;
const neon: Kind = {
  driver: 'neon-websocket',
  cancel: (_, twin, pid, key) => cancelThrough(twin, PATIENCE, pid, key),
};

export const open: Opener = (client) => {
  if (isPool(client)) return openPool(client, neon);
  if (isClient(client)) return openClient(client, neon);
  throw otherClient('neon-serverless', 'a Pool, a Client or a PoolClient of @neondatabase/serverless');
};
