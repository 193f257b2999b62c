/** Databases that are named by URL: two of them are never taken for one, and no connection to either is left. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { diff } from '../../src/index.ts';
import { shownNames } from '../../src/read/states/states.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';

test.each([
  ['ports of sockets', ['postgres://a:b@/d?host=/tmp&port=5433', 'postgres://a:b@/d?host=/tmp'], ['d on /tmp:5433', 'd on /tmp']],
  ['roles', ['postgres://a:b@h/d', 'postgres://c:d@h/d'], ['d on h as a', 'd on h as c']],
  ['passwords are no difference', ['postgres://a:b@h/d', 'postgres://a:d@h/d'], ['d on h', 'd on h']],
  ['not a URL', ['schema', 'before.json'], ['schema', 'before.json']],
])('%s', (_, typed, shown) => {
  expect([...shownNames(typed).values()]).toEqual(shown);
});

const server = sharedServer(15);

test.skipIf(server === null)('one database as two roles, in a folder above several projects', async () => {
  if (!server) return;
  const url = await createDatabase(server);
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-urls-'));
  for (const project of ['shop', 'blog']) {
    mkdirSync(join(cwd, project));
    writeFileSync(join(cwd, project, 'drizzle.config.json'), '{ "dialect": "postgresql" }');
  }
  await expect(diff('migrations', url, { cwd, env: {} })).rejects.toMatchObject({ code: 'several-configs' });
  const client = new pg.Client(url);
  await client.connect();
  const role = `reader_${new URL(url).pathname.slice(1)}`;
  onTestFinished(async () => {
    await client.query(`drop role if exists ${role}`);
    await client.end();
    await dropDatabase(server, url);
    rmSync(cwd, { recursive: true, force: true });
  });
  await client.query(`create role ${role} login password 'quay-11'`);
  const other = new URL(url);
  other.username = role;
  other.password = 'quay-11';
  const { data } = await diff(url, other.href, { cwd, env: {} });
  expect([data.left?.name, data.right?.name].map((name) => name?.split(' as ')[1])).toEqual(['postgres', role]);
  const left = await client.query(
    'select usename from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  expect(left.rows).toEqual([]);
});
