// Makes given/ of a new case: `node scripts/make-case.mjs <case folder> <0.x|1.0> <migrations> [applied, default all] [environment…]`.
// A healthy project of the line's seed, and databases that the line's stock migrator deployed; then do the damage with the stock tool, or as it was suffered.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createJiti } from 'jiti';

const { drizzleReads, healthyProject, stockMigrateHere } = await createJiti(import.meta.url).import('../tests/stock.ts');
const [folder, line, n, applied = n, ...environments] = process.argv.slice(2);
if (!folder || !['0.x', '1.0'].includes(line) || !n)
  throw new Error('node scripts/make-case.mjs <case folder> <0.x|1.0> <migrations> [applied] [environment…]');

const dir = await mkdtemp(join(tmpdir(), 'make-case-'));
await healthyProject(line, join(dir, 'whole'), Number(n));
await healthyProject(line, join(dir, 'applied'), Number(applied));
const instance = await PGlite.create();
if (Number(applied) > 0) {
  const { error } = await stockMigrateHere(line, instance, join(dir, 'applied', 'drizzle'));
  if (error) throw new Error(error);
}
const literal = (value) =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
const parts = drizzleReads(line, join(dir, 'applied', 'drizzle')).flatMap(({ sql }) =>
  sql.map((text) => `${text.trim().replace(/;?$/, ';')}\n`),
);
if (Number(applied) > 0) {
  const { rows } = await instance.query('select to_jsonb(t) as row from drizzle.__drizzle_migrations t order by id');
  const more = line === '1.0' ? ', "name" text, "applied_at" timestamp with time zone DEFAULT now()' : '';
  parts.push(
    'CREATE SCHEMA "drizzle";\n',
    `CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint${more});\n`,
  );
  for (const { row } of rows) {
    const { id: _, ...rest } = line === '1.0' ? { ...row, applied_at: '2026-01-03T12:00:00+00:00' } : row;
    parts.push(
      `INSERT INTO "drizzle"."__drizzle_migrations" (${Object.keys(rest)
        .map((c) => `"${c}"`)
        .join(', ')}) VALUES (${Object.values(rest).map(literal).join(', ')});\n`,
    );
  }
}
await instance.close();
await rm(join(dir, 'whole', 'node_modules'), { recursive: true });
const given = join(folder, 'given');
await mkdir(given, { recursive: true });
await cp(join(dir, 'whole'), given, { recursive: true });
if (environments.length > 0) await mkdir(join(given, 'databases'), { recursive: true });
for (const name of environments.length > 0 ? environments : [null]) {
  await writeFile(name === null ? join(given, 'database.sql') : join(given, 'databases', `${name}.sql`), parts.join(''));
}
if (environments.length > 0) {
  const config = {
    environments: Object.fromEntries(environments.map((name) => [name, { url: `{{DATABASE_URL_${name.toUpperCase()}}}` }])),
  };
  await writeFile(join(given, 'tidemark.config.json'), `${JSON.stringify(config, null, 2)}\n`);
}
await rm(dir, { recursive: true });
process.exitCode = 0;
