// What is applied: histories of any number of migrations and statements, the same SQL for every tool.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const START = Date.UTC(2023, 0, 2, 9, 12, 42);
const STEP = 60_000;
const padded = (number, width) => String(number).padStart(width, '0');
const stamp = (when) => new Date(when).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);

/** Six statements, as a deploy brings them: a table, its index, its comment, a column more, a first row, a default. */
export const six = (i) => [
  `CREATE TABLE "ledger_${i}" (\n\t"id" serial PRIMARY KEY NOT NULL,\n\t"title" text NOT NULL,\n\t"made_at" timestamp with time zone DEFAULT now() NOT NULL\n);`,
  `CREATE INDEX "ledger_${i}_title" ON "ledger_${i}" USING btree ("title");`,
  `COMMENT ON TABLE "ledger_${i}" IS 'what step ${i} brought';`,
  `ALTER TABLE "ledger_${i}" ADD COLUMN "amount" integer DEFAULT 0 NOT NULL;`,
  `INSERT INTO "ledger_${i}" ("title") VALUES ('first of ${i}');`,
  `ALTER TABLE "ledger_${i}" ALTER COLUMN "title" SET DEFAULT 'untitled';`,
];

/** The lock table of a server with default settings holds what 300 tables take in one transaction, not much more. */
const TABLES = 300;

/** That many statements in one migration: tables with their six, then rows for them. */
export function statements(count) {
  const made = Array.from({ length: Math.min(TABLES, Math.ceil(count / 6)) }, (_, i) => six(i)).flat();
  const rows = Array.from(
    { length: Math.max(0, count - made.length) },
    (_, i) => `INSERT INTO "ledger_${i % TABLES}" ("title", "amount") VALUES ('row ${i}', ${i});`,
  );
  return [...made, ...rows].slice(0, count);
}

/** Rows to insert, a kilobyte each, 500 a statement, until the text is about that long. */
export function dataFile(bytes) {
  const filling = 'x'.repeat(980);
  const list = ['CREATE TABLE "bulk" ("id" integer PRIMARY KEY NOT NULL, "filling" text NOT NULL);'];
  for (let at = 0; at * 1000 < bytes; at += 500) {
    const rows = Array.from({ length: 500 }, (_, r) => `(${padded(at + r, 8)}, '${filling}')`);
    list.push(`INSERT INTO "bulk" ("id", "filling") VALUES ${rows.join(',\n')};`);
  }
  return list;
}

/** Migrations as lists of statements; gives what a tool's layout is made of. */
export const histories = (lists) =>
  lists.map((list, i) => {
    const when = START + i * STEP;
    return { list, when, name: `${stamp(when)}_step_${i}` };
  });

const CONFIG = `export default {
  dialect: 'postgresql',
  schema: './schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
};
`;

/** The address in a file of its own, beside the config that asks for it. */
export function configWith(dir, url) {
  const config = { dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url } };
  writeFileSync(join(dir, 'drizzle.config.json'), JSON.stringify(config));
}

const BREAKPOINT = '--> statement-breakpoint\n';

/** As drizzle-kit lays it out, without snapshots: nobody reads those to apply. */
export function drizzleFolder(dir, line, history) {
  const put = (path, text) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const text = ({ list }) => list.join(BREAKPOINT);
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const version = line === '0.x' ? '0.45.4' : '1.0.0-rc.5';
  put(
    'package.json',
    json({ name: 'bench', private: true, type: 'module', dependencies: { 'drizzle-orm': version, pg: '8.23.1' } }),
  );
  put('drizzle.config.ts', CONFIG);
  if (line === '1.0') {
    for (const m of history) put(`drizzle/${m.name}/migration.sql`, text(m));
    return dir;
  }
  const entries = history.map(({ when }, idx) => ({
    idx,
    version: '7',
    when,
    tag: `${padded(idx, 4)}_step_${idx}`,
    breakpoints: true,
  }));
  for (const [idx, m] of history.entries()) put(`drizzle/${entries[idx].tag}.sql`, text(m));
  put('drizzle/meta/_journal.json', json({ version: '7', dialect: 'postgresql', entries }));
  return dir;
}

const HISTORY = [
  'create schema if not exists drizzle;',
  'create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);',
];

/** For psql: the same statements and the same history rows; `apart`: a transaction a migration, else the caller makes one. */
export function psqlScript(history, apart) {
  const of = (m) => {
    const hash = createHash('sha256').update(m.list.join(BREAKPOINT)).digest('hex');
    const row = `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${m.when});`;
    return apart ? ['begin;', ...m.list, row, 'commit;'] : [...m.list, row];
  };
  return `${[...HISTORY, ...history.flatMap(of)].join('\n')}\n`;
}
