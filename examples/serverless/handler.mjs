// A function on Neon over HTTP: asked once a cold start, while the first request is already on its way.
import { neon } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';
import { assertMigrated, Behind } from 'tidemark/neon-http';

const db = drizzle({ client: neon(process.env.DATABASE_URL) });
const ready = assertMigrated(db, { migrationsFolder: 'drizzle' });
// The requests say it; nobody else waits for it.
ready.catch(() => undefined);

export default async function handler() {
  try {
    await ready;
  } catch (error) {
    if (!(error instanceof Behind)) throw error;
    return new Response(`${error.message}\n${error.fix}\n`, { status: 503 });
  }
  const { rows } = await db.execute('select true as alive');
  return Response.json({ alive: rows[0].alive });
}
