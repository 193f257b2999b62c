/** Does the comparison account for every migration and row of generated pairs, and does the real stock migrator do what it foretold? */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { standingOf } from '../../src/compare/history/standing.ts';
import type { HistoryRow, HistoryTable } from '../../src/model/history.ts';
import type { Line } from '../../src/model/project.ts';
import type { Standing } from '../../src/model/standing.ts';
import { stockMigrateHere } from '../stock.ts';
import { datedMigration, gitTexts, hashOf, journalMigration, tableOf } from './made.ts';
import { type MadeRow, madePair, type Pair } from './pair.ts';

const TRIALS = Number(process.env['TIDEMARK_TRIALS'] ?? 80);
const TABLE = '"drizzle"."__drizzle_migrations"';

let db: PGlite;
let dir: string;
beforeAll(async () => {
  db = await PGlite.create();
  dir = await mkdtemp(join(tmpdir(), 'compare-'));
});
afterAll(async () => {
  await db.close();
  await rm(dir, { recursive: true });
});

async function writeFolder(line: Line, pair: Pair): Promise<void> {
  await rm(dir, { recursive: true });
  await mkdir(join(dir, 'meta'), { recursive: true });
  if (line === '0.x') {
    const entries = pair.migrations.map((m) => m.fields);
    await writeFile(join(dir, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  }
  for (const m of pair.migrations) {
    const path = line === '0.x' ? join(dir, `${m.name}.sql`) : join(dir, m.name, 'migration.sql');
    await mkdir(dirname(path), { recursive: true });
    if (m.text === null) await rm(path, { force: true });
    else await writeFile(path, m.text);
  }
  if (line === '1.0') await rm(join(dir, 'meta'), { recursive: true });
}

async function writeTable({ rows, type, named }: Pair): Promise<void> {
  await db.exec(
    'DROP SCHEMA IF EXISTS drizzle CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE log (tag text);',
  );
  if (!rows) return;
  const more = named ? ', name text, applied_at timestamptz DEFAULT now()' : '';
  await db.exec(
    `CREATE SCHEMA drizzle; CREATE TABLE ${TABLE} (id serial PRIMARY KEY, hash text NOT NULL, created_at ${type}${more});`,
  );
  for (const { hash, createdAt, name } of rows) {
    if (named)
      await db.query(`INSERT INTO ${TABLE} (hash, created_at, name) VALUES ($1, $2::text::${type}, $3)`, [hash, createdAt, name]);
    else await db.query(`INSERT INTO ${TABLE} (hash, created_at) VALUES ($1, $2::text::${type})`, [hash, createdAt]);
  }
}

async function readRows(named: boolean, order: string): Promise<HistoryRow[]> {
  const columns = `id::text AS id, hash, created_at::text AS created_at${named ? ', name' : ''}`;
  const { rows } = await db.query<Record<string, string | null>>(`SELECT ${columns} FROM ${TABLE} t ORDER BY ${order}`);
  return rows.map((values, position): HistoryRow => {
    const { id = null, hash = null, created_at: createdAt = null, name = null } = values;
    return { position, values, id, hash, createdAt, name };
  });
}

async function readTable({ rows, type, named }: Pair): Promise<HistoryTable | null> {
  if (!rows) return null;
  const read = await readRows(named, 't.id');
  const [newest] = await readRows(named, 't.created_at DESC LIMIT 1');
  return tableOf(read, read.find((row) => row.id === newest?.id) ?? null, { named, type });
}

function compare(line: Line, pair: Pair, table: HistoryTable | null): Standing {
  const migrations = pair.migrations.map((m, i) => (line === '0.x' ? journalMigration(m, i) : datedMigration(m.name, m.text, i)));
  const texts = pair.migrations.flatMap((m) =>
    m.earlier === undefined ? [] : [{ path: `drizzle/${m.name}.sql`, text: m.earlier }],
  );
  return standingOf({ environment: 'dev', line, migrations, table, gitTexts: gitTexts(texts), folder: dir });
}

/** Every migration has one state, every row one place. */
function accountsForAll({ migrations, table, orphans, stock }: Standing, pair: Pair): void {
  expect(migrations.map((m) => m.migration.position)).toEqual(pair.migrations.map((_, i) => i));
  for (const { state, rows, migration } of migrations) {
    expect(state === 'applied').toBe(rows.length > 0);
    if (rows.length === 0) expect(state === 'unreadable').toBe(!migration.sql.ok);
  }
  const placed = [...migrations.flatMap((m) => m.rows.map((r) => r.row)), ...orphans].map((row) => row.position);
  expect(placed.sort((a, b) => a - b)).toEqual((table?.rows ?? []).map((row) => row.position));
  if (stock.outcome === 'fails') expect([stock.runs, stock.skips]).toEqual([[], []]);
}

/** A row with one thing wrong goes to the migration whose it was, or is said to be ambiguous. */
function findsTheTruth({ migrations, table, orphans }: Standing, pair: Pair): number {
  let judged = 0;
  const many = (made: MadeRow): boolean => pair.migrations.filter((m) => m.name === made.of.name).length !== 1;
  for (const [i, made] of (pair.rows ?? []).entries()) {
    if (made.hurt + made.of.hurt > 1 || many(made)) continue;
    const row = table!.rows[i]!;
    const owner = migrations.findIndex((m) => m.rows.some((r) => r.row === row));
    const tied = migrations[owner]?.rows.find((r) => r.row === row);
    expect(orphans).not.toContain(row);
    if (tied?.ambiguous) continue;
    expect(pair.migrations[owner]?.name).toBe(made.of.name);
    judged += 1;
  }
  return judged;
}

/** Whether the column takes the stamps of what runs; `either`: PGlite makes a timestamp of a number, other drivers do not. */
function refuses(line: Line, pair: Pair, runs: number[]): boolean | 'either' {
  const type = pair.rows ? pair.type : 'bigint';
  if (runs.length === 0) return false;
  if (type.startsWith('timestamp')) return 'either';
  const otherNumber = type === 'numeric' || type === 'double precision';
  return line === '0.x' && otherNumber && runs.some((i) => Number.isNaN(Number(pair.migrations[i]!.fields['when'])));
}

async function trial(line: Line, seed: number): Promise<{ outcome: string; judged: number }> {
  const pair = madePair(line, seed);
  await writeFolder(line, pair);
  await writeTable(pair);
  const standing = compare(line, pair, await readTable(pair));
  accountsForAll(standing, pair);
  const judged = findsTheTruth(standing, pair);

  const before = new Set(standing.table?.rows.map((row) => row.id));
  const { error } = await stockMigrateHere(line, db, dir);
  const { rows: logged } = await db.query<{ tag: string }>('SELECT tag FROM log');
  const runs = standing.migrations.flatMap((m, i) => (m.stock === 'runs' ? [i] : []));
  if (standing.stock.outcome === 'fails') {
    const why = standing.stock.why ?? '';
    const [, sqlstate] = /\((\d\d\w\d\d)\)/.exec(why) ?? [];
    expect(error ?? 'no error').toContain(sqlstate ? `[${sqlstate}]` : why);
    expect(logged).toEqual([]);
    return { outcome: 'fails', judged };
  }
  const refusal = refuses(line, pair, runs);
  if (refusal === true) expect(error).not.toBeNull();
  if (refusal === false) expect(error).toBeNull();
  if (error !== null) return { outcome: 'refused', judged };
  const written = (await readRows(line === '1.0', 't.id')).filter((row) => !before.has(row.id));
  const ran = runs.map((i) => pair.migrations[i]!);
  const inOrder = (list: string[]): string[] => (line === '0.x' ? list : [...list].sort());
  expect(inOrder(written.map((row) => `${row.hash} ${row.name ?? ''}`))).toEqual(
    inOrder(ran.map((m) => `${hashOf(m.text!)} ${line === '1.0' ? m.name : ''}`)),
  );
  const tags = ran.flatMap((m) => (m.text!.includes('INSERT') ? [m.text!.split("'")[1]!] : []));
  expect(inOrder(logged.map((l) => l.tag))).toEqual(inOrder(tags));
  const names = (does: string): string[] => standing.migrations.filter((m) => m.stock === does).map((m) => m.migration.name);
  expect([standing.stock.runs, standing.stock.skips]).toEqual([names('runs'), names('skips')]);
  return { outcome: standing.stock.outcome, judged };
}

describe.each(['0.x', '1.0'] as const)('%s', (line) => {
  test(`${TRIALS} generated pairs`, { timeout: 60_000 + TRIALS * 1000 }, async () => {
    const outcomes = new Map<string, number>();
    let judged = 0;
    for (let seed = 1; seed <= TRIALS; seed++) {
      const seen = await trial(line, seed).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${madePair(line, seed).done.join(', ')}`, { cause: error });
      });
      outcomes.set(seen.outcome, (outcomes.get(seen.outcome) ?? 0) + 1);
      judged += seen.judged;
    }
    // The generator is worth something only when every outcome occurs and rows are judged.
    for (const outcome of ['runs', 'nothing', 'fails']) expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(TRIALS / 40);
    expect(judged).toBeGreaterThan(TRIALS);
  });
});
