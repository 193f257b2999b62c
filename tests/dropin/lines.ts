/** drizzle() of both lines, over real clients, and projects without any configuration. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Line } from '../../src/model/project.ts';
import { seedFolder } from '../stock.ts';

export const LINES: readonly Line[] = ['0.x', '1.0'];

const required = (line: Line) => createRequire(new URL(`../stock/${line}/package.json`, import.meta.url));

/** What both lines' databases have in common, as far as the tests use it. */
export interface StockDb {
  $client: object;
  execute(query: string): Promise<unknown>;
}

/** `entry`: node-postgres, pglite … */
export const drizzleOf = (line: Line, entry: string): ((options: { client: unknown }) => StockDb) =>
  required(line)(`drizzle-orm/${entry}`).drizzle;

export const stockMigrateOf = (line: Line, entry: string): ((db: unknown, config: object) => Promise<unknown>) =>
  required(line)(`drizzle-orm/${entry}/migrator`).migrate;

/** A folder with the seed's migrations and nothing else: no drizzle.config, no package.json. Removed by `remove`. */
export function bareProject(line: Line): { root: string; folder: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-dropin-'));
  cpSync(join(seedFolder(line), 'drizzle'), join(root, 'drizzle'), { recursive: true });
  return { root, folder: join(root, 'drizzle'), remove: () => rmSync(root, { recursive: true, force: true }) };
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  return client
    .query(sql)
    .then((result) => result.rows)
    .finally(() => client.end());
}

export const recorded = (url: string): Promise<Record<string, unknown>[]> =>
  query(url, 'select hash, created_at::text from drizzle.__drizzle_migrations order by id');
