/** What Drizzle itself makes of schema.ts and of a snapshot, asked of the real kits of both lines; PostgreSQL runs what they say. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Line, Project } from '../../src/model/index.ts';
import { readProject } from '../../src/read/config/project.ts';
import { schemaSql, snapshotSql } from '../../src/read/kit/drizzle-states.ts';
import { generatedSchema } from '../../src/read/kit/generated-schema.ts';
import { healthyProject, kitGenerate } from '../stock.ts';

const LINES: readonly Line[] = ['0.x', '1.0'];

function place(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-states-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function projectIn(dir: string, env: Record<string, string> = {}): Promise<Project> {
  const { project } = await readProject({ cwd: dir, env });
  if (!project.ok) throw new Error(project.why);
  return project.value;
}

/** A project whose schema is this text. */
async function withSchema(line: Line, schema: string, config = ''): Promise<Project> {
  const dir = place();
  await healthyProject(line, dir);
  writeFileSync(join(dir, 'src/schema.ts'), schema);
  writeFileSync(
    join(dir, 'drizzle.config.ts'),
    `${config.startsWith('import') ? config.split('\n')[0] : ''}
export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', ${config.startsWith('import') ? '' : config} };\n`,
  );
  return projectIn(dir);
}

const value = <T>(read: { ok: true; value: T } | { ok: false; why: string }): T => {
  if (!read.ok) throw new Error(read.why);
  return read.value;
};

/** Newest first; the path of a folder's last snapshot. */
function lastSnapshot(line: Line, dir: string): string {
  if (line === '1.0') return `drizzle/${readdirSync(join(dir, 'drizzle')).sort().at(-1)}/snapshot.json`;
  const name = readdirSync(join(dir, 'drizzle/meta'))
    .filter((n) => n.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  return `drizzle/meta/${name}`;
}

const RICH = `import { sql } from 'drizzle-orm';
import { check, index, integer, pgEnum, pgMaterializedView, pgPolicy, pgRole, pgSchema, pgSequence, pgTable, pgView, text, uuid } from 'drizzle-orm/pg-core';
export const mood = pgEnum('mood', ['calm', 'wild']);
export const clerk = pgRole('tm_clerk');
export const audit = pgSchema('audit');
export const numbers = pgSequence('numbers', { startWith: 5 });
export const users = pgTable('users', { id: uuid('id').primaryKey().defaultRandom(), fullName: text('full_name').notNull(), mood: mood('mood').default('calm'), age: integer('age') },
  (t) => [index('users_name').on(t.fullName), check('of_age', sql\`\${t.age} > 17\`), pgPolicy('own', { for: 'select', to: clerk, using: sql\`true\` })]);
export const log = audit.table('log', { id: integer('id').primaryKey(), who: uuid('who').references(() => users.id) });
export const calm = pgView('calm_users').as((q) => q.select().from(users));
export const counts = pgMaterializedView('counts').as((q) => q.select({ id: users.id }).from(users));
`;

const OBJECTS = `select string_agg(n.nspname || '.' || c.relname || ' ' || c.relkind::text, ', ' order by n.nspname collate "C", c.relname collate "C") as objects
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'audit') and c.relkind in ('r','v','m','S','i')`;

describe.each(LINES)('%s', (line) => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  });
  afterAll(() => database.close());

  const objectsOf = async (statements: readonly string[]): Promise<unknown> => {
    await database.exec(
      'drop schema public cascade; create schema public; drop schema if exists audit cascade; drop role if exists tm_clerk',
    );
    for (const statement of statements) await database.exec(statement);
    return (await database.query<{ objects: string }>(OBJECTS)).rows[0]?.objects;
  };

  test('roles, policies, views, enums, sequences and other schemas are in it, and PostgreSQL takes it', async () => {
    const project = await withSchema(line, RICH, `schemaFilter: ['public'], tablesFilter: ['users'],`);
    const statements = value(await schemaSql(project));
    const objects = await objectsOf(statements);
    expect(objects).toBe(
      'audit.log r, audit.log_pkey i, public.calm_users v, public.counts m, public.numbers S, public.users r, public.users_name i, public.users_pkey i',
    );
    const all = statements.join('\n');
    for (const said of ['CREATE ROLE "tm_clerk"', 'CREATE TYPE', 'CREATE POLICY "own"', 'ENABLE ROW LEVEL SECURITY', 'of_age'])
      expect(all).toContain(said);
    // The snapshot that generate writes says the same.
    rmSync(join(project.root, 'drizzle'), { recursive: true });
    await kitGenerate(line, project.root, ['--name', 'rich']);
    expect(value(await snapshotSql(project, lastSnapshot(line, project.root)))).toEqual(statements);
  });

  test('the last snapshot of a healthy project says what its schema says, an earlier one less', async () => {
    const dir = place();
    await healthyProject(line, dir);
    const project = await projectIn(dir);
    const schema = value(await schemaSql(project));
    const last = lastSnapshot(line, dir);
    expect(await objectsOf(value(await snapshotSql(project, last)))).toBe(await objectsOf(schema));
    const first =
      line === '1.0' ? `drizzle/${readdirSync(join(dir, 'drizzle')).sort()[0]}/snapshot.json` : 'drizzle/meta/0000_snapshot.json';
    expect(value(await snapshotSql(project, first)).length).toBeLessThan(schema.length);
  });

  test('several files and globs are one schema; it may print, and read what the config loads', async () => {
    const dir = place();
    await healthyProject(line, dir);
    mkdirSync(join(dir, 'src/tables'));
    const table = (name: string) =>
      `import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const ${name} = pgTable(process.env.NAME_OF_${name} ?? '${name}', { id: integer() });\n`;
    for (const name of ['anna', 'bert']) writeFileSync(join(dir, `src/tables/${name}.ts`), table(name));
    writeFileSync(join(dir, 'src/carl.ts'), `console.log('No schema changes; Error: just talk');\n${table('carl')}`);
    writeFileSync(join(dir, '.env.local'), 'NAME_OF_carl=from_env_local\n');
    writeFileSync(
      join(dir, 'drizzle.config.ts'),
      `import { config } from 'dotenv';\nconfig({ path: '.env.local' });\nexport default { dialect: 'postgresql', schema: ['./src/tables/*.ts', './src/carl.ts'], out: './drizzle' };\n`,
    );
    expect(await objectsOf(value(await schemaSql(await projectIn(dir))))).toBe(
      'public.anna r, public.bert r, public.from_env_local r',
    );
  });

  test('a schema that says nothing makes nothing, also beside a config that refuses without a database', async () => {
    const project = await withSchema(line, 'export const nothing = 1;\n');
    writeFileSync(join(project.root, 'drizzle.config.ts'), `throw new Error('DATABASE_URL is not set');\n`);
    expect(await schemaSql(project)).toEqual({ ok: true, value: [] });
    // Neither is there a snapshot of it.
    expect(await generatedSchema({ ...project, line })).toEqual({ ok: false, why: 'schema.ts says nothing' });
  });

  test('a schema that throws is a reason', async () => {
    const project = await withSchema(line, `throw new Error('no luck with postgres://me:hidden-9@there/db');\n`);
    const broken = await schemaSql(project);
    expect(broken).toMatchObject({ ok: false, why: expect.stringContaining('no luck') });
    expect(JSON.stringify(broken)).not.toContain('hidden-9');
    expect(await schemaSql({ ...project, schema: [] })).toMatchObject({ ok: false, absent: true });
  });

  test('a snapshot that is broken, of the other line, or not there is a reason', async () => {
    const dir = place();
    await healthyProject(line, dir);
    const project = await projectIn(dir);
    const path = lastSnapshot(line, dir);
    expect(await snapshotSql(project, 'drizzle/not-there.json')).toMatchObject({
      ok: false,
      why: expect.stringContaining('ENOENT'),
    });
    const text = readFileSync(join(dir, path), 'utf8');
    writeFileSync(join(dir, path), `<<<<<<< HEAD\n${text}`);
    expect(await snapshotSql(project, path)).toMatchObject({ ok: false, why: expect.stringContaining('JSON') });
    if (line === '0.x') {
      writeFileSync(join(dir, path), JSON.stringify({ version: '9', dialect: 'postgres', ddl: [] }));
      expect(await snapshotSql(project, path)).toMatchObject({ ok: false, why: expect.stringContaining('1.0 line') });
    }
  });

  test('without its packages nothing is asked', async () => {
    const dir = place();
    await healthyProject(line, dir);
    const project = await projectIn(dir);
    rmSync(join(dir, 'node_modules'), { recursive: true });
    expect(await schemaSql(project)).toMatchObject({ ok: false, absent: true });
    expect(await snapshotSql(project, lastSnapshot(line, dir))).toMatchObject({ ok: false, absent: true });
  });
});

test('0.x: names follow the casing that the config asks for', async () => {
  const schema = `import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { someColumn: integer() });\n`;
  expect(value(await schemaSql(await withSchema('0.x', schema, `casing: 'snake_case',`))).join()).toContain('"some_column"');
});

test('1.0 reads the snapshots of the 0.x line too', async () => {
  const [old, dir] = [place(), place()];
  await healthyProject('0.x', old);
  await healthyProject('1.0', dir);
  writeFileSync(join(dir, 'old_snapshot.json'), readFileSync(join(old, lastSnapshot('0.x', old))));
  expect(value(await snapshotSql(await projectIn(dir), 'old_snapshot.json')).length).toBeGreaterThan(0);
});
