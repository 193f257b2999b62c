/** What would the stock migrator of each line do next, given the folder and the rows? */
import type { Migration } from '../../model/folder.ts';
import type { HistoryRow } from '../../model/history.ts';

/** Positions, in the given list, of the migrations that it executes, in its order; or why it stops without executing any. */
export type StockRun = { ok: true; runs: number[] } | { ok: false; why: string };

const raw = (migration: Migration, field: string): unknown => migration.entry?.fields.get(field)?.value;

/** `${value}` without throwing for what JSON can hold. */
const printed = (value: unknown): string =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? '[object Object]' : String(value);

const INTEGERS: readonly string[] = ['bigint', 'integer', 'smallint'];

/** What an integer column certainly refuses; Drizzle hands `when` over as it is. */
const notAnInteger = (when: unknown): boolean =>
  (typeof when === 'number' && !Number.isInteger(when)) || (typeof when === 'string' && Number.isNaN(Number(when)));

const refused = (migration: Migration, type: string, when: unknown): StockRun => ({
  ok: false,
  why: `invalid input syntax for type ${type}: "${String(when)}" (22P02), when ${migration.name} is recorded`,
});

function unreadableOld(migrations: readonly Migration[], folder: string): string | null {
  for (const { entry, sql, ...migration } of migrations) {
    if (!entry) return "Can't find meta/_journal.json file";
    if (entry.value === null || entry.value === undefined) return `Cannot read properties of ${entry.value} (reading 'tag')`;
    const tag = raw({ entry, sql, ...migration }, 'tag');
    if (sql.ok && tag !== undefined && tag !== null) continue;
    return `No file ${folder}/${printed(tag)}.sql found in ${folder} folder`;
  }
  return null;
}

/**
 * 0.x (drizzle-orm 0.45.4, `PgDialect.migrate`): one high-water mark, read before the loop, compared as JavaScript compares.
 * `newest`: undefined when the table is absent or empty, else `created_at` of the row that `order by created_at desc limit 1` gives.
 * `folder`: the migrations folder as it stands in the message. `type`: of the column created_at.
 */
export function stockRunOld(
  migrations: readonly Migration[],
  newest: string | null | undefined,
  folder = 'drizzle',
  type = 'bigint',
): StockRun {
  const why = unreadableOld(migrations, folder);
  if (why !== null) return { ok: false, why };
  const runs: number[] = [];
  for (const [i, migration] of migrations.entries()) {
    const when = raw(migration, 'when');
    if (newest !== undefined && !(Number(newest) < Number(when))) continue;
    // An undefined parameter is left out of the text, so PostgreSQL sees `values($1, )`.
    if (when === undefined)
      return { ok: false, why: `syntax error at or near ")" (42601): the entry of ${migration.name} has no "when" to record` };
    if (INTEGERS.includes(type) && notAnInteger(when)) return refused(migration, type, when);
    runs.push(i);
  }
  return { ok: true, runs };
}

/** As the upgrade of the table does: the last three digits of the text become zeros. */
function upgradeMillis(createdAt: string | null): number {
  const text = String(createdAt);
  return Number(`${text.substring(0, text.length - 3)}000`);
}

/** The names that the first run of 1.0 writes into a table of 0.x, or its refusal. */
function upgradedNames(migrations: readonly Migration[], rows: readonly HistoryRow[]): { names: Set<string> } | { why: string } {
  const sorted = [...migrations].sort((a, b) => (a.when ?? Number.NaN) - (b.when ?? Number.NaN) || a.name.localeCompare(b.name));
  const byMillis = new Map<number, Migration[]>();
  const byHash = new Map<string, Migration>();
  for (const migration of sorted) {
    const millis = migration.when ?? Number.NaN;
    byMillis.set(millis, [...(byMillis.get(millis) ?? []), migration]);
    if (migration.sql.ok) byHash.set(migration.sql.value.hash, migration);
  }
  const names = new Set<string>();
  const unmatched: (string | null)[] = [];
  for (const row of rows) {
    const near = byMillis.get(upgradeMillis(row.createdAt)) ?? [];
    const sameHash = (m: Migration): boolean => m.sql.ok && m.sql.value.hash === row.hash;
    const match = near.length === 1 ? near[0] : near.length > 1 ? near.find(sameHash) : byHash.get(row.hash ?? '');
    if (match) names.add(match.name);
    else unmatched.push(row.id);
  }
  if (unmatched.length === 0) return { names };
  return {
    why: `While upgrading your database migrations table we found ${unmatched.length} migrations (ids: ${unmatched.join(', ')}) in the database that do not match any local migration. This means that some migrations were applied to the database but are missing from the local environment`,
  };
}

/**
 * 1.0 (drizzle-orm 1.0.0-rc.5): what has no row of its name runs. A table without the column `name` is upgraded first,
 * which needs every row to match a migration. `rows`: null when the table is absent. `type`: of the column created_at.
 */
export function stockRunNew(
  migrations: readonly Migration[],
  rows: readonly HistoryRow[] | null,
  tableHasName: boolean,
  type = 'bigint',
): StockRun {
  if (migrations.some((m) => m.entry)) {
    return {
      ok: false,
      why: 'We detected that you have old drizzle-kit migration folders. You must upgrade drizzle-kit and run "drizzle-kit up"',
    };
  }
  const unreadable = migrations.find((m) => !m.sql.ok);
  if (unreadable && !unreadable.sql.ok) return { ok: false, why: `${unreadable.file ?? unreadable.name}: ${unreadable.sql.why}` };
  let names = new Set<string>();
  if (rows && tableHasName) names = new Set(rows.flatMap((row) => (row.name === null ? [] : [row.name])));
  else if (rows) {
    const upgraded = upgradedNames(migrations, rows);
    if ('why' in upgraded) return { ok: false, why: upgraded.why };
    names = upgraded.names;
  }
  const runs = migrations.flatMap((m, i) => (names.has(m.name) ? [] : [i]));
  const undated = runs.find((i) => migrations[i]?.when === null);
  return undated !== undefined && INTEGERS.includes(type) ? refused(migrations[undated]!, type, Number.NaN) : { ok: true, runs };
}
