// A real PostgreSQL in the test's own process, made by the project's own migrations.
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'tidemark/pglite';

export async function freshDatabase() {
  const client = await PGlite.create();
  const db = drizzle({ client });
  await migrate(db, { migrationsFolder: 'drizzle' });
  return { db, close: () => client.close() };
}
