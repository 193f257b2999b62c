/** drizzle() of both lines, over real clients, and projects without any configuration. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Problem } from '../../src/base/problem.ts';
import type { Line } from '../../src/model/project.ts';
import { seedFolder } from '../stock.ts';

export const LINES: readonly Line[] = ['0.x', '1.0'];

const required = (line: Line) => createRequire(new URL(`../stock/${line}/package.json`, import.meta.url));

/** What both lines' databases have in common, as far as the tests use it. */
export interface StockDb {
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

/** One more migration behind the seed's. */
export function add({ folder }: { folder: string }, line: Line, name: string, sql: string): void {
  if (line === '1.0') {
    mkdirSync(join(folder, `20990101000000_${name}`));
    writeFileSync(join(folder, `20990101000000_${name}`, 'migration.sql'), sql);
    return;
  }
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const when = 4070908800000 + journal.entries.length;
  const tag = `${String(journal.entries.length).padStart(4, '0')}_${name}`;
  journal.entries.push({ idx: journal.entries.length, version: '7', when, tag, breakpoints: true });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(folder, `${tag}.sql`), sql);
}

export async function refused(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error(`no Problem: ${String(error)}`, { cause: error });
  return error;
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
