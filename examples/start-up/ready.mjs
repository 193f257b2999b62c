// The database of this application; importing it fails while a migration is pending, so nothing listens behind an old schema.
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { assertMigrated } from 'tidemark/node-postgres';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
export const db = drizzle({ client: pool });

try {
  await assertMigrated(db, { migrationsFolder: 'drizzle' });
} catch (error) {
  await pool.end();
  throw error;
}
