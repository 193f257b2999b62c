/** Do the functions' types take what drizzle() of both lines gives, as their own types call it, and refuse another client's? */
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { install, isBuilt, node } from './installed.ts';
import { LINES } from './lines.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const USES = `import { PGlite } from '@electric-sql/pglite';
import { neon, Pool as NeonPool } from '@neondatabase/serverless';
import type { MigrationConfig as StockConfig } from 'drizzle-orm/migrator';
import { drizzle as overHttp, type NeonHttpDatabase } from 'drizzle-orm/neon-http';
import { drizzle as overSocket } from 'drizzle-orm/neon-serverless';
import { drizzle as overPg, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { drizzle as overPglite } from 'drizzle-orm/pglite';
import { drizzle as overPostgres } from 'drizzle-orm/postgres-js';
import pg from 'pg';
import postgres from 'postgres';
import * as http from 'tidemark/neon-http';
import * as socket from 'tidemark/neon-serverless';
import { assertMigrated, Behind, migrate, type Migrated, type Pending, pending, Problem } from 'tidemark/node-postgres';
import * as pglite from 'tidemark/pglite';
import * as postgresJs from 'tidemark/postgres-js';

const config: StockConfig = { migrationsFolder: 'drizzle' };
const db = overPg('postgres://localhost/x');
const bare: NodePgDatabase = overPg({ client: new pg.Client() });
const bareHttp: NeonHttpDatabase = overHttp({ client: neon('x') });

export async function all(): Promise<(Migrated | Pending[])[]> {
  try {
    await assertMigrated(db, config);
  } catch (error) {
    if (error instanceof Behind) console.log(error.pending.join(), error.why, error.fix);
    else if (error instanceof Problem) console.log(error.code, error.exit, error.details?.sqlstate, error.details?.file, error.details?.line);
  }
  const ours = { ...config, lockTimeout: 100, lockBudget: 1000, statementTimeout: 5, strict: true, onProgress: () => undefined };
  return [
    await migrate(db, ours),
    await migrate(bare, 'drizzle'),
    await migrate(overPg({ client: await new pg.Pool().connect() }), config),
    await pending(db, config),
    await http.migrate(overHttp('x'), config),
    await http.migrate(bareHttp, config),
    await socket.migrate(overSocket({ client: new NeonPool() }), config),
    await pglite.migrate(overPglite({ client: new PGlite() }), config),
    await postgresJs.migrate(overPostgres({ client: postgres('x') }), config),
  ];
}

export const wrong = () => [
  // @ts-expect-error: another client
  postgresJs.migrate(db, config),
  // @ts-expect-error: another client
  migrate(overPglite({ client: new PGlite() }), config),
  // @ts-expect-error: no folder
  migrate(db, {}),
  // @ts-expect-error: a pool is no db
  migrate(new pg.Pool(), config),
];
`;

test.skipIf(!isBuilt).each(LINES)('with drizzle-orm %s (needs dist/)', async (line) => {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-types-'));
  await install(line, root);
  symlinkSync(realpathSync(join(ROOT, 'node_modules/@types')), join(root, 'node_modules/@types'));
  writeFileSync(join(root, 'uses.ts'), USES);
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2023', strict: true, exactOptionalPropertyTypes: true, noEmit: true },
    ...{ skipLibCheck: true, types: ['node'] },
  };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['uses.ts'] }));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module' }));
  const { code, out } = await node(root, [join(ROOT, 'node_modules/tsc7/bin/tsc'), '-p', '.'], {});
  expect(out).toBe('');
  expect(code).toBe(0);
  rmSync(root, { recursive: true, force: true });
});
