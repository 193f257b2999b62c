/** SQL of the config's own around the migrations of a run, and the question behind it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from '../../src/drivers/index.ts';
import { migrate } from '../../src/index.ts';
import { environmentOf, READ } from '../drivers/environment.ts';

let root: string;
const put = (path: string, content: unknown): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-hooks-'));
  put('package.json', { name: 'hooks', dependencies: { 'drizzle-orm': '0.45.4' } });
  put('drizzle.config.json', {
    dialect: 'postgresql',
    driver: 'pglite',
    schema: './schema.ts',
    out: './drizzle',
    dbCredentials: { url: './data' },
  });
  put('drizzle/0000_first.sql', 'create table told (at serial, what text);\n');
  put('drizzle/0001_second.sql', "insert into told (what) values ('migration');\n");
  const entry = (idx: number, tag: string) => ({ idx, version: '7', when: 1_700_000_000_000 + idx, tag, breakpoints: true });
  const entries = [entry(0, '0000_first'), entry(1, '0001_second')];
  put('drizzle/meta/_journal.json', { version: '7', dialect: 'postgresql', entries });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function told(): Promise<(string | null | undefined)[]> {
  const session = await openSession(environmentOf('pglite', join(root, 'data')), READ);
  const [result] = await session.send('select what from told order by at');
  await session.close();
  return (result?.rows ?? []).map((r) => r['what']);
}

const configure = (dev: Record<string, string>): void => put('tidemark.config.json', { environments: { dev } });

test('before comes first, after last, and neither when nothing is pending', async () => {
  configure({
    before: 'create schema if not exists side',
    after: "insert into told (what) values ('after'); insert into side.nothing select where false",
  });
  put('drizzle/0000_first.sql', 'create table told (at serial, what text); create table side.nothing ();\n');
  await migrate({ cwd: root, env: {} });
  expect(await told()).toEqual(['migration', 'after']);
  await migrate({ cwd: root, env: {} });
  expect(await told()).toEqual(['migration', 'after']);
});

test('an after that fails is told with what is committed', async () => {
  configure({ after: 'select 1; select 1/0' });
  await expect(migrate({ cwd: root, env: {} })).rejects.toMatchObject({
    code: 'database-refused',
    exit: 3,
    why: expect.stringContaining('The 2 before it are committed'),
  });
  expect(await told()).toEqual(['migration']);
});
