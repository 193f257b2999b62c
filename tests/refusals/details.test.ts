/** A refusal as data: typed, published as a schema, carried by --json and by what the library throws; on other engines and drivers too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem, retold } from '../../src/base/problem.ts';
import { main } from '../../src/cli/main.ts';
import { jsonText } from '../../src/report/json.ts';
import { schemas } from '../../src/report/schemas.ts';
import { sql } from '../faults/sql.ts';
import { neonEndpoint } from '../neon-endpoint.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { projectOf, refusedBy } from './place.ts';
import { misfits } from './schema.ts';

const CHANGE = ['CREATE TABLE "notes" ("id" integer);', 'CREATE UNIQUE INDEX "users_email" ON "users" ("email");'];
const USERS = "create table users (id integer primary key, email text); insert into users values (1, 'a'), (2, 'a')";
const EXPECTED = {
  environment: 'dev',
  migration: '0000_change',
  file: 'drizzle/0000_change.sql',
  line: 3,
  column: 1,
  statement: 'CREATE UNIQUE INDEX "users_email" ON "users" ("email")',
  nth: 2,
  statements: 2,
  sqlstate: '23505',
  condition: 'unique_violation',
  says: 'could not create unique index "users_email"',
  detail: 'Key (email)=(a) is duplicated.',
  object: { schema: 'public', table: 'users', constraint: 'users_email' },
  state: 'unchanged',
  committed: 0,
};

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: nothing was refused', () => undefined);

describe.skipIf(server === null)('on a server', () => {
  let url = '';
  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    await sql(url, USERS);
  });
  afterAll(async () => {
    if (server) await dropDatabase(server, url);
  });

  test.for(['pg', 'postgres'])('%s: what is thrown has every field', async (driver) => {
    const project = projectOf({ sql: CHANGE });
    project.aim(url, { driver });
    const problem = await refusedBy(project);
    project.remove();
    expect(problem.details).toEqual(EXPECTED);
  });

  test('Neon over HTTP, which does not count: the statement is named where that is certain, and else how many there are', async () => {
    const endpoint = await neonEndpoint({ host: '127.0.0.1', port: server?.port ?? 0 });
    const over = async (chunks: string[]): Promise<Problem> => {
      const project = projectOf({ sql: chunks });
      project.aim(endpoint.through(url), { driver: 'neon-http' });
      return await refusedBy(project).finally(() => project.remove());
    };
    const several = await over(CHANGE);
    const { line: _, column: __, nth: ___, statement: ____, ...known } = EXPECTED;
    expect(several.details).toEqual(known);
    expect(several.why).toContain('drizzle/0000_change.sql: one of its 2 statements. This driver does not tell which.');
    const only = await over(CHANGE.slice(1));
    expect(only.details).toEqual({ ...EXPECTED, line: 1, nth: 1, statements: 1 });
    const placed = await over(['CREATE TABLE "größe" ("id" integer);', 'SELECT 1,\n  oops;']);
    expect(placed.details).toMatchObject({ sqlstate: '42703', line: 4, column: 3, nth: 2, statements: 2 });
    await endpoint.stop();
  });

  test('--json has them, and fits the published schema', async () => {
    const project = projectOf({ sql: CHANGE });
    project.aim(url);
    let out = '';
    const write = (text: string): void => {
      out += text;
    };
    const io = { argv: ['migrate', '--json'], cwd: project.folder, env: {}, version: '0', out: write, err: () => undefined };
    const exit = await main({ ...io, columns: undefined, interactive: false, by: 'test', now: Date.now });
    project.remove();
    const { problem } = JSON.parse(out) as { problem: { code: string; details: unknown } };
    expect(exit).toBe(2);
    expect(misfits(problem, schemas['problem'] ?? {})).toEqual([]);
    expect(problem.details).toEqual(EXPECTED);
  });
});

test('PGlite: the same fields', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-refusals-'));
  const project = projectOf({
    sql: ['CREATE TABLE "users" ("id" integer, "email" text);', "INSERT INTO \"users\" VALUES (1, 'a'), (2, 'a');", ...CHANGE],
  });
  project.aim(join(folder, 'data'), { driver: 'pglite' });
  const problem = await refusedBy(project);
  project.remove();
  rmSync(folder, { recursive: true, force: true });
  expect(problem.details).toEqual({ ...EXPECTED, line: 7, nth: 4, statements: 4 });
});

test('a secret is masked in them too, and what is published is a promise', () => {
  const details = {
    sqlstate: '08006',
    says: 'no hunter2',
    blockers: ['hunter2 holds it'],
    object: { table: 'hunter2' },
    waited: 3,
  };
  const problem = retold(new Problem('x', 'hunter2', { why: 'hunter2', fix: 'hunter2', exit: 3, details }), (text) =>
    text.replaceAll('hunter2', '***'),
  );
  expect(JSON.stringify([problem.message, problem.why, problem.fix, problem.details])).not.toContain('hunter2');
  expect([problem.exit, problem.details?.waited]).toEqual([3, 3]);
  const base = { command: 'migrate', environments: [], ok: false, verdict: '' };
  expect(jsonText({ ...base, problem: new Problem('x', 'm', { why: 'w', fix: 'f', details }) }, ['hunter2'])).not.toContain(
    'hunter2',
  );
  expect(misfits({ code: 'x', message: '', why: '', fix: '', details: { line: 0 } }, schemas['problem'] ?? {})).toHaveLength(1);
});
