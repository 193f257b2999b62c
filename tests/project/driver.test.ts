/** Which driver a project's databases are reached through, and the reason that is given. */
import { describe, expect, it } from 'vitest';
import { driverNames } from '../../src/drivers/index.ts';
import { config, folder, read } from './folder.ts';

const SERVER = 'postgres://u@db.example.com/d';
const NEON = 'postgres://u@ep-cool-sun-123456.eu-central-1.aws.neon.tech/d';

async function chosen(url: string, packages: string[], files: Record<string, string> = {}): Promise<string> {
  const dependencies = Object.fromEntries(packages.map((name) => [name, '*']));
  const root = folder({
    'drizzle.config.ts': config(`dbCredentials: { url: '${url}' }`),
    'package.json': JSON.stringify({ type: 'module', dependencies }),
    ...files,
  });
  const { environments } = await read(root);
  if (!environments.ok) return environments.why;
  const [first] = environments.value;
  expect(first?.target.driver).toBe(first?.driver);
  expect(driverNames).toContain(first?.driver);
  return `${first?.driver}: ${first?.because}`;
}

describe('without a word in tidemark.config', () => {
  it.each<[string, string[], string]>([
    [SERVER, [], 'pg: nothing in the project asks for another'],
    [SERVER, ['pg'], 'pg: the project depends on pg'],
    [SERVER, ['pg', 'postgres'], 'pg: the project depends on pg'],
    [SERVER, ['postgres'], 'postgres: the project depends on postgres and not on pg'],
    [SERVER, ['@neondatabase/serverless'], 'pg: nothing in the project asks for another'],
    [SERVER, ['@vercel/postgres'], 'pg: nothing in the project asks for another'],
    [NEON, ['pg', '@neondatabase/serverless'], 'pg: the project depends on pg'],
    [NEON, ['postgres', '@neondatabase/serverless'], 'postgres: the project depends on postgres and not on pg'],
    [NEON, [], 'pg: nothing in the project asks for another'],
    ['./data', ['pg', '@electric-sql/pglite'], 'pglite: the URL is a folder'],
  ])('%s with %j', async (url, packages, expected) => {
    expect(await chosen(url, packages)).toBe(expected);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'no file',
      {},
      'neon-websocket: the project depends on @neondatabase/serverless and not on pg, and nothing imports drizzle-orm/neon-http',
    ],
    [
      'a file',
      { 'src/db/index.ts': `import { drizzle } from 'drizzle-orm/neon-http';` },
      'neon-http: the project depends on @neondatabase/serverless and not on pg, and src/db/index.ts imports drizzle-orm/neon-http',
    ],
    [
      'a script that migrates',
      { 'scripts/migrate.mjs': `import { migrate } from "drizzle-orm/neon-http/migrator";` },
      'neon-http: the project depends on @neondatabase/serverless and not on pg, and scripts/migrate.mjs imports drizzle-orm/neon-http',
    ],
    [
      'only an installed package',
      {
        'node_modules/x/index.js': `import 'drizzle-orm/neon-http'`,
        'src/a.ts': `import { drizzle } from 'drizzle-orm/neon-serverless';`,
      },
      'neon-websocket: the project depends on @neondatabase/serverless and not on pg, and nothing imports drizzle-orm/neon-http',
    ],
  ])("on Neon, with Neon's client alone, where %s imports neon-http", async (_, files, expected) => {
    expect(await chosen(NEON, ['@neondatabase/serverless'], files)).toBe(expected);
  });
});

describe('with a driver in tidemark.config', () => {
  it.each<[string, string, string]>([
    ...driverNames
      .filter((name) => name !== 'pglite')
      .map((name): [string, string, string] => [name, NEON, `${name}: tidemark.config says so`]),
    ['pglite', './data', 'pglite: the URL is a folder'],
    ['pglite', SERVER, "the URL is one of a server, and its driver in tidemark.config is 'pglite', which opens folders"],
    ['postgres', './data', "the URL is a folder, which only PGlite opens, and its driver in tidemark.config is 'postgres'"],
  ])('%s for %s', async (driver, url, expected) => {
    const ours = JSON.stringify({ environments: { dev: { url, driver } } });
    expect(await chosen(SERVER, ['pg'], { 'tidemark.config.json': ours })).toContain(expected);
  });
});
