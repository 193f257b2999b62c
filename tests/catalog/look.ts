/** Reads the catalog of a test's database through our own driver. */

import { openSession } from '../../src/drivers/index.ts';
import type { Session } from '../../src/drivers/session.ts';
import type { Catalog, TableName } from '../../src/model/index.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import { environmentOf, READ } from '../drivers/environment.ts';

export const HISTORIES: readonly TableName[] = [{ schema: 'drizzle', name: '__drizzle_migrations' }];

export const openAt = (url: string): Promise<Session> => openSession(environmentOf('pg', url), READ);

export const look = (session: Session, major: number): Promise<Catalog> =>
  readCatalog((text) => session.send(text), {
    histories: HISTORIES,
    versionNumber: major * 10_000,
    engine: `PostgreSQL ${major}`,
  });
