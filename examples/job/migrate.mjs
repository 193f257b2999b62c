// A job that runs before the new version is rolled out: one line a migration, and an exit status that a pipeline understands.
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { migrate, Problem } from 'tidemark/node-postgres';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
try {
  const { applied, recorded, waited, target } = await migrate(drizzle({ client: pool }), {
    migrationsFolder: 'drizzle',
    lockBudget: 5 * 60_000,
    onProgress: (p) => {
      if (p.event === 'waiting') console.error(`waiting for ${p.for} (${p.seconds} s)`);
    },
  });
  for (const { name, milliseconds } of applied) console.log(`applied ${name} (${milliseconds} ms)`);
  for (const { for: whom, seconds } of waited) console.log(`waited ${seconds} s for ${whom}`);
  console.log(`${target.host}/${target.database}: ${applied.length} applied, ${recorded} before`);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`${error.message}\n${error.why}\n→ ${error.fix}`);
  // 2: nothing was changed. 3: something of this run is committed.
  process.exitCode = error.exit;
} finally {
  await pool.end();
}
