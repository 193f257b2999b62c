/** Makes tests/stock/seeds/<line> with the stock tool of each line: a healthy project of five migrations, and the schema of each step. */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJiti } from 'jiti';

const { kitCheck, kitGenerate, seedFolder, stockProject } = await createJiti(import.meta.url).import('../tests/stock.ts');

const imports = (names) => `import { ${names.join(', ')} } from 'drizzle-orm/pg-core';\n`;

const accounts = (more = '') => `
export const accounts = pgTable('accounts', {
  id: serial('id').primaryKey(),
  email: text('email').notNull().unique(),${more}
});
`;
const projects = (more = '') => `
export const state = pgEnum('state', ['open', 'closed']);

export const projects = pgTable('projects', {
  id: serial('id').primaryKey(),
  owner: integer('owner')
    .notNull()
    .references(() => accounts.id),
  title: text('title').notNull(),
  state: state('state').notNull().default('open'),${more}
});
`;
const archived = `\n  archivedAt: timestamp('archived_at', { withTimezone: true }),`;
const display = `\n  displayName: text('display_name'),`;
const notes = `
export const notes = pgTable(
  'notes',
  {
    id: serial('id').primaryKey(),
    project: integer('project')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    body: text('body').notNull(),
  },
  (table) => [index('notes_project_idx').on(table.project)],
);
`;

const two = imports(['integer', 'pgEnum', 'pgTable', 'serial', 'text']) + accounts() + projects();
const STEPS = [
  { name: 'accounts', schema: imports(['pgTable', 'serial', 'text']) + accounts() },
  { name: 'projects', schema: two },
  { name: 'first_account', schema: two, custom: `INSERT INTO "accounts" ("email") VALUES ('first@example.com');\n` },
  {
    name: 'archive',
    schema: imports(['integer', 'pgEnum', 'pgTable', 'serial', 'text', 'timestamp']) + accounts(display) + projects(archived),
  },
  {
    name: 'notes',
    schema:
      imports(['index', 'integer', 'pgEnum', 'pgTable', 'serial', 'text', 'timestamp']) +
      accounts(display) +
      projects(archived) +
      notes,
  },
];

const CONFIG = `import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env['DATABASE_URL'] ?? '' },
});
`;
const VERSIONS = { '0.x': ['0.45.4', '0.31.11'], '1.0': ['1.0.0-rc.5', '1.0.0-rc.5'] };
const DAY = 86_400_000;
const FIRST = Date.UTC(2025, 0, 7, 9, 12, 41, 387);

function succeeded({ code, out }, what) {
  if (code !== 0) throw new Error(`${what}: exit ${code}\n${out}`);
}

async function make(line) {
  const dir = await mkdtemp(join(tmpdir(), 'seed-'));
  const [orm, kit] = VERSIONS[line];
  const manifest = {
    name: 'seed',
    private: true,
    type: 'module',
    dependencies: { 'drizzle-orm': orm, pg: '8.23.1' },
    devDependencies: { 'drizzle-kit': kit },
  };
  await stockProject(line, dir);
  await mkdir(join(dir, 'src'));
  await mkdir(join(dir, 'versions'));
  await writeFile(join(dir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(dir, 'drizzle.config.ts'), CONFIG);
  for (const [i, { name, schema, custom }] of STEPS.entries()) {
    await writeFile(join(dir, 'src', 'schema.ts'), schema);
    await writeFile(join(dir, 'versions', `${i + 1}.ts`), schema);
    const args = ['--name', name, ...(custom === undefined ? [] : ['--custom'])];
    succeeded(await kitGenerate(line, dir, args, { clock: FIRST + i * 9 * DAY }), `${line} generate ${name}`);
    if (custom === undefined) continue;
    const newest = (await readdir(join(dir, 'drizzle'))).filter((entry) => entry.endsWith(name) || entry.endsWith(`${name}.sql`));
    const path = join(dir, 'drizzle', newest[0], line === '1.0' ? 'migration.sql' : '');
    await writeFile(path.replace(/\/$/, ''), `-- Custom SQL migration file, put your code below! --\n${custom}`);
  }
  succeeded(await kitCheck(line, dir), `${line} check`);
  await rm(join(dir, 'node_modules'), { recursive: true });
  await rm(seedFolder(line), { recursive: true, force: true });
  await cp(dir, seedFolder(line), { recursive: true });
  await rm(dir, { recursive: true });
}

for (const line of ['0.x', '1.0']) await make(line);
