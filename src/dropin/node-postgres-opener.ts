/** The client of drizzle-orm/node-postgres: a Pool, a Client or a PoolClient of `pg`. */
import { requestCancel } from '../drivers/pg-wire.ts';
import { otherClient } from './db.ts';
import type { Opener } from './opener.ts';
import { cancelPlace, isClient, isPool, type Kind, openClient, openPool } from './pg-clients.ts';

const PATIENCE = 10_000;
const pg: Kind = {
  driver: 'pg',
  cancel: (client, _, pid, key) => requestCancel(cancelPlace(client), pid, key, PATIENCE),
};

export const open: Opener = (client) => {
  if (isPool(client)) return openPool(client, pg);
  if (isClient(client)) return openClient(client, pg);
  throw otherClient('node-postgres', 'a Pool, a Client or a PoolClient of the package pg (without pg-native)');
};
