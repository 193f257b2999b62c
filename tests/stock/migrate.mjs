// drizzle-orm's own migrate() in a process of its own: argv[2] is JSON { home, folder, url | pglite, table?, schema? }; prints { error } as JSON.
import { createRequire } from 'node:module';

const { home, folder, url, pglite, table, schema } = JSON.parse(process.argv[2]);
const require = createRequire(home);
const config = {
  migrationsFolder: folder,
  ...(table === undefined ? {} : { migrationsTable: table }),
  ...(schema === undefined ? {} : { migrationsSchema: schema }),
};

async function overPostgres() {
  const { Pool } = require('pg');
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    const { drizzle } = require('drizzle-orm/node-postgres');
    await require('drizzle-orm/node-postgres/migrator').migrate(drizzle({ client: pool }), config);
  } finally {
    await pool.end();
  }
}

async function overPglite() {
  const { PGlite } = require('@electric-sql/pglite');
  const client = await PGlite.create(pglite);
  try {
    const { drizzle } = require('drizzle-orm/pglite');
    await require('drizzle-orm/pglite/migrator').migrate(drizzle({ client }), config);
  } finally {
    await client.close();
  }
}

function told(error) {
  const lines = [];
  for (let e = error; e; e = e.cause) lines.push(`${e.message ?? e}${e.code ? ` [${e.code}]` : ''}`);
  return lines.join('\n');
}

try {
  await (url === undefined ? overPglite() : overPostgres());
  process.stdout.write('{}');
} catch (error) {
  process.stdout.write(JSON.stringify({ error: told(error) }));
  process.exitCode = 1;
}
