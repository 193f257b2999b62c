// A healthy project of any size, in the layout of either line, as drizzle-kit would have written it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLES = 10;
/** The first stamp, and the step between two: all of them in the past. */
const START = Date.UTC(2023, 0, 2, 9, 12, 42);
const STEP = 6 * 3600_000;
const NIL = '00000000-0000-0000-0000-000000000000';

const padded = (number, width) => String(number).padStart(width, '0');
const uuid = (i) => (i < 0 ? NIL : `00000000-0000-4000-8000-${padded(i + 1, 12)}`);
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** Writes files and returns the project's folder. `url`: goes into drizzle.config.json; without it the config is TypeScript and asks DATABASE_URL. */
export function makeProject(dir, { line, count, snapshotBytes = 0, url }) {
  const put = (path, text) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const orm = line === '0.x' ? '0.45.4' : '1.0.0-rc.5';
  const kit = line === '0.x' ? '0.31.11' : '1.0.0-rc.5';
  const dependencies = { dependencies: { 'drizzle-orm': orm, pg: '8.23.1' }, devDependencies: { 'drizzle-kit': kit } };
  put('package.json', json({ name: 'bench', private: true, type: 'module', ...dependencies }));
  if (url === undefined) put('drizzle.config.ts', CONFIG);
  else put('drizzle.config.json', config(url));
  const columns = columnsFor(snapshotBytes / count);
  put('src/schema.ts', schema(columns, count - 1));
  const entries = [];
  for (let i = 0; i < count; i += 1) {
    const when = START + i * STEP;
    const tag = line === '0.x' ? `${padded(i, 4)}_step_${i}` : `${dated(when)}_step_${i}`;
    entries.push({ idx: i, version: '7', when, tag, breakpoints: true });
    put(line === '0.x' ? `drizzle/${tag}.sql` : `drizzle/${tag}/migration.sql`, migration(i, columns));
    const snapshot = line === '0.x' ? journalSnapshot(i, columns) : datedSnapshot(i, columns);
    put(line === '0.x' ? `drizzle/meta/${padded(i, 4)}_snapshot.json` : `drizzle/${tag}/snapshot.json`, snapshot);
  }
  if (line === '0.x') put('drizzle/meta/_journal.json', json({ version: '7', dialect: 'postgresql', entries }));
  return dir;
}

const config = (url) => json({ dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', dbCredentials: { url } });

const CONFIG = `import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
});
`;

const dated = (when) => new Date(when).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);

/** The first migrations create the tables; each later one changes a default and mends rows. */
function migration(i, columns) {
  const table = `"item_${i % TABLES}"`;
  if (i < TABLES) {
    const rest = Array.from({ length: columns }, (_, c) => `,\n\t"field_${c}" text`).join('');
    return `CREATE TABLE ${table} (\n\t"id" serial PRIMARY KEY NOT NULL,\n\t"title" text DEFAULT 'step ${i}' NOT NULL${rest}\n);\n`;
  }
  return [
    `ALTER TABLE ${table} ALTER COLUMN "title" SET DEFAULT 'step ${i}';`,
    `UPDATE ${table} SET "title" = 'step ${i}' WHERE "title" = 'step ${i - TABLES}';`,
  ].join('--> statement-breakpoint\n');
}

/** Which step wrote the default of table `t` last, as seen after step `i`? */
const writer = (t, i) => i - ((((i - t) % TABLES) + TABLES) % TABLES);
const tablesAfter = (i) => Math.min(i + 1, TABLES);

function schema(columns, last) {
  const tables = Array.from({ length: tablesAfter(last) }, (_, t) => {
    const fields = Array.from({ length: columns }, (_, c) => `  field_${c}: text(),\n`).join('');
    return `export const item${t} = pgTable('item_${t}', {\n  id: serial().primaryKey(),\n  title: text().default('step ${writer(t, last)}').notNull(),\n${fields}});\n`;
  });
  return `import { pgTable, serial, text } from 'drizzle-orm/pg-core';\n\n${tables.join('\n')}`;
}

function journalSnapshot(i, columns) {
  const column = (name, type, rest) => [name, { name, type, primaryKey: false, notNull: false, ...rest }];
  const table = (t) => ({
    name: `item_${t}`,
    schema: '',
    columns: Object.fromEntries([
      column('id', 'serial', { primaryKey: true, notNull: true }),
      column('title', 'text', { notNull: true, default: `'step ${writer(t, i)}'` }),
      ...Array.from({ length: columns }, (_, c) => column(`field_${c}`, 'text', {})),
    ]),
    indexes: {},
    foreignKeys: {},
    compositePrimaryKeys: {},
    uniqueConstraints: {},
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  });
  const tables = Object.fromEntries(Array.from({ length: tablesAfter(i) }, (_, t) => [`public.item_${t}`, table(t)]));
  const head = { id: uuid(i), prevId: uuid(i - 1), version: '7', dialect: 'postgresql' };
  const none = { enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {} };
  return json({ ...head, tables, ...none, _meta: { columns: {}, schemas: {}, tables: {} } });
}

/** The first holds a schema, each later one only what it changes. */
function datedSnapshot(i, columns) {
  const name = `item_${i % TABLES}`;
  const head = { version: '9', dialect: 'postgres', id: uuid(i), prevIds: [uuid(i - 1)] };
  if (i >= TABLES) {
    const alter = { op: 'alter', key: `columns\0${JSON.stringify(['public', name, 'title'])}`, set: { default: `'step ${i}'` } };
    return json({ type: 'diff', ...head, footprints: [altered(name)], deltas: [alter] });
  }
  const rows = tableRows(name, i, columns);
  if (i === 0) return json({ type: 'base', ...head, footprints: [created(name)], ddl: rows });
  return json({ type: 'diff', ...head, footprints: [created(name)], deltas: rows.map((row) => ({ op: 'create', row })) });
}

const created = (name) => ({
  statementType: 'create_table',
  statementTarget: ['table', 'public', name],
  writes: ['s|tbl', 'n|tbl', 'e|tbl', 'n|rel', 'n|type']
    .map((kind) => `${kind}|public.${name}`)
    .concat(`n|rel|public.${name}_pkey`),
  reads: ['n|sch|public'],
});

const altered = (name) => ({
  statementType: 'alter_column',
  statementTarget: ['column', 'public', name, 'title'],
  writes: [`s|colprop|public.${name}.title.default`],
  reads: [`n|tbl|public.${name}`, 'n|sch|public', `n|col|public.${name}.title`],
});

function tableRows(table, i, columns) {
  const column = (name, type, rest) => ({
    schema: 'public',
    table,
    name,
    type,
    typeSchema: null,
    notNull: false,
    dimensions: 0,
    default: null,
    generated: null,
    identity: null,
    entityType: 'columns',
    ...rest,
  });
  return [
    { schema: 'public', name: table, isRlsEnabled: false, entityType: 'tables' },
    column('id', 'serial', { notNull: true }),
    column('title', 'text', { notNull: true, default: `'step ${i}'` }),
    ...Array.from({ length: columns }, (_, c) => column(`field_${c}`, 'text', {})),
    { schema: 'public', table, name: `${table}_pkey`, columns: ['id'], nameExplicit: false, entityType: 'pks' },
  ];
}

/** How many columns beside two make a full snapshot of the journal layout about `bytes` long? */
function columnsFor(bytes) {
  const size = (columns) => journalSnapshot(TABLES, columns).length;
  const perColumn = size(2) - size(1);
  return Math.max(4, Math.ceil((bytes - size(0)) / perColumn));
}
