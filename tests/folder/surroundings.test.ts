import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { legacyTools, toolOfTable } from '../../src/legacy/index.ts';
import { readSurroundings } from '../../src/read/surroundings.ts';
import { entry, journalText, project } from './place.ts';

const pg = journalText([entry(0, '0000_a')]);

test.each([
  [
    'Prisma',
    'prisma/migrations',
    { 'prisma/migrations/20240101000000_a/migration.sql': 'x', 'prisma/migrations/migration_lock.toml': '' },
  ],
  ['Supabase', 'supabase/migrations', { 'supabase/migrations/20240101000000_a.sql': 'x', 'supabase/config.toml': '' }],
  ['Knex', 'knexfile.js', { 'knexfile.js': '' }],
  ['node-pg-migrate', 'migrations', { 'migrations/1700000000000_a.js': 'exports.up = (pgm) => { pgm.createTable("a") }' }],
  ['TypeORM', 'src/migration', { 'src/migration/1700000000000-A.ts': 'class A implements MigrationInterface {}' }],
  ['Sequelize', 'migrations', { 'migrations/20240101000000-a.js': 'up: (queryInterface) => 1' }],
  ['MikroORM', 'migrations', { 'migrations/Migration20240101000000.ts': '' }],
  ['Kysely', 'src/migrations', { 'src/migrations/2024_a.ts': "import { Kysely } from 'kysely'" }],
  ['Umzug', 'migrator.js', { 'migrator.js': "import { Umzug } from 'umzug'" }],
  ['db-migrate', 'migrations', { 'migrations/20240101000000-a.js': "var dbm = require('db-migrate')" }],
  ['Flyway', 'sql', { 'sql/V1__a.sql': 'x', 'sql/V2__b.sql': 'x' }],
  ['Liquibase', 'db/changelog.xml', { 'db/changelog.xml': '<databaseChangeLog/>' }],
  ['golang-migrate', 'migrations', { 'migrations/000001_a.up.sql': 'x', 'migrations/000001_a.down.sql': 'x' }],
  ['dbmate', 'db/migrations', { 'db/migrations/20240101000000_a.sql': '-- migrate:up\n' }],
  ['goose', 'migrations', { 'migrations/00001_a.sql': '-- +goose Up\n' }],
  ['Hasura', 'migrations/default', { 'migrations/default/1700000000000_a/up.sql': 'x' }],
  ['Postgrator', 'migrations', { 'migrations/001.do.a.sql': 'x' }],
  ['Graphile Migrate', '.gmrc', { '.gmrc': '{}' }],
  ['Rails', 'db/migrate', { 'db/migrate/20240101000000_a.rb': 'x' }],
  ['Django', 'app/migrations', { 'app/migrations/0001_initial.py': 'from django.db import migrations' }],
  ['Alembic', 'alembic.ini', { 'alembic.ini': '' }],
  ['Atlas', 'migrations', { 'migrations/atlas.sum': '', 'migrations/20240101000000_a.up.txt': '' }],
  ['Sqitch', 'sqitch.plan', { 'sqitch.plan': '' }],
  ['sqlx or Diesel', 'diesel.toml', { 'diesel.toml': '' }],
  ['plain SQL', 'migrations', { 'migrations/001_a.sql': 'x', 'migrations/002_b.sql': 'x' }],
  ['hand-made script', 'scripts/fix-migrations.ts', { 'scripts/fix-migrations.ts': 'delete from drizzle.__drizzle_migrations' }],
] as const)('%s is recognised', async (tool, where, files) => {
  const root = project({ ...files, 'drizzle/meta/_journal.json': pg, 'drizzle/0000_a.sql': 'x' });
  const { legacy, otherFolders } = await readSurroundings(root, 'drizzle');
  expect(legacy.map((sign) => [sign.tool, sign.where])).toEqual([[tool, where]]);
  expect(otherFolders).toEqual([]);
});

test('every tool has a case above, a name of its own and says what it is', () => {
  expect(new Set(legacyTools.map((one) => one.tool)).size).toBe(legacyTools.length);
  expect(legacyTools.length).toBe(26);
});

test('tables belong to the tool whose columns fit', () => {
  const of = (schema: string, name: string, ...columns: string[]) => toolOfTable(schema, name, columns)?.tool;
  expect(of('public', '_prisma_migrations', 'id')).toBe('Prisma');
  expect(of('public', 'knex_migrations')).toBe('Knex');
  expect(of('public', 'pgmigrations', 'id', 'name', 'run_on')).toBe('node-pg-migrate');
  expect(of('supabase_migrations', 'schema_migrations', 'version')).toBe('Supabase');
  expect(of('public', 'schema_migrations', 'version', 'dirty')).toBe('golang-migrate');
  expect(of('public', 'schema_migrations', 'version')).toBe('plain SQL');
  expect(of('auth', 'schema_migrations', 'version')).toBeUndefined();
  expect(of('public', 'SequelizeMeta', 'name')).toBe('Sequelize');
  expect(of('public', 'migrations', 'id', 'timestamp', 'name')).toBe('TypeORM');
  expect(of('public', 'migrations', 'id')).toBeUndefined();
  expect(of('graphile_migrate', 'current')).toBe('Graphile Migrate');
  expect(of('public', 'users', 'id')).toBeUndefined();
});

test('a healthy project is silent, also with the migrate function that Drizzle documents', async () => {
  const root = project({
    'drizzle/meta/_journal.json': pg,
    'drizzle/0000_a.sql': 'x',
    'drizzle/extras/001_view.sql': 'x',
    'drizzle.config.ts': "export default { out: './drizzle', migrations: { table: '__drizzle_migrations' } }",
    'src/db/migrate.ts':
      "import { migrate } from 'drizzle-orm/node-postgres/migrator';\nawait migrate(db, { migrationsFolder: './drizzle' });",
    'tests/migrate.test.ts': 'select * from drizzle.__drizzle_migrations',
    'node_modules/x/prisma/migrations/1_a/migration.sql': 'x',
    'package.json': JSON.stringify({ scripts: { 'db:migrate': 'drizzle-kit migrate', dev: 'mongoose up' } }),
  });
  expect(await readSurroundings(root, './drizzle')).toEqual({ otherFolders: [], legacy: [], configs: ['drizzle.config.ts'] });
});

test('other folders of Drizzle, other configs and lines of package.json; passwords stay out', async () => {
  const root = project({
    'drizzle/meta/_journal.json': pg,
    'old/meta/_journal.json': pg,
    'broken/meta/_journal.json': '<<<<<<<',
    'sqlite/meta/_journal.json': JSON.stringify({ dialect: 'sqlite', entries: [] }),
    'next/20240101000000_a/migration.sql': 'x',
    'next/20240101000000_a/snapshot.json': '{}',
    'packages/db/drizzle.config.mts': '',
    'drizzle-prod.config.ts': '',
    'scripts/my-migrate.js': "e.message.includes('already exists')",
    'package.json':
      '{\n  "scripts": {\n    "a": "PGPASSWORD=hunter2 node scripts/my-migrate.js",\n    "b": "npx knex migrate:latest",\n    "c": 7\n  }\n}\n',
  });
  const seen = await readSurroundings(root, 'drizzle');
  expect(seen.otherFolders).toEqual(['broken', 'next', 'old']);
  expect(seen.configs).toEqual(['drizzle-prod.config.ts', 'packages/db/drizzle.config.mts']);
  expect(seen.legacy.map((sign) => `${sign.tool} ${sign.where}`)).toEqual([
    'hand-made script scripts/my-migrate.js',
    'hand-made script package.json:3',
    'Knex package.json:4',
  ]);
  expect(JSON.stringify(seen)).not.toContain('hunter2');
});

test('broken surroundings do no harm', async () => {
  const root = project({ 'package.json': '{"scripts": [', 'a/b/c/d/e/drizzle.config.ts': '', 'knexfile.js/x': '' });
  symlinkSync('.', join(root, 'loop'));
  symlinkSync('nowhere', join(root, 'migrate.ts'));
  expect(await readSurroundings(root, 'drizzle')).toEqual({ otherFolders: [], legacy: [], configs: [] });
  expect(await readSurroundings(join(root, 'gone'), 'drizzle')).toMatchObject({
    legacy: [],
    unread: [{ path: '.', why: expect.stringContaining('ENOENT') }],
  });
});

const stories = fileURLToPath(new URL('../../../shared/stories', import.meta.url));

test.skipIf(!existsSync(stories))('the stories show their second systems', async () => {
  const flow = await readSurroundings(`${stories}/flow-metrics/project`, 'lib/database/migrations');
  expect(flow.otherFolders).toEqual(['drizzle']);
  const places = flow.legacy.map((sign) => sign.where);
  expect(places).toEqual(
    expect.arrayContaining(['migrations', 'scripts/unified-migrate.js', 'scripts/migrate.js', 'package.json:8']),
  );
  const red = await readSurroundings(`${stories}/red-karma/project`, 'migrations');
  expect(red.legacy.filter((sign) => sign.where.startsWith('scripts/')).length).toBe(6);
});
