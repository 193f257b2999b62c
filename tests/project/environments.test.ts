import { describe, expect, test } from 'vitest';
import { reveal } from '../../src/base/secret.ts';
import { config, folder, problem, read } from './folder.ts';

const SIMPLE = config('dbCredentials: { url: process.env.DATABASE_URL! }');
const ours = (inside: string): string => `import { defineConfig } from 'tidemark';\nexport default defineConfig(${inside});\n`;

async function all(root: string, env: Record<string, string> = {}) {
  const { environments, unread } = await read(root, { env });
  const held = environments.ok ? environments.value : [];
  return {
    urls: Object.fromEntries(held.map((e) => [e.name, reveal(e.url)])),
    from: Object.fromEntries(held.map((e) => [e.name, e.from])),
    unread,
  };
}

describe('environments', () => {
  test('every setting', async () => {
    const root = folder({
      'drizzle.config.ts': SIMPLE,
      'tidemark.config.ts': ours(`{
        defaultEnvironment: 'dev', thresholds: { rows: 5 },
        environments: {
          dev: { url: 'data/pg' },
          production: { url: process.env.PROD_URL!, driver: 'neon-http', protected: true, ssl: 'require', timeouts: { connect: 1, lock: 2, lockBudget: 3, statement: 4 }, migrationsTable: { table: 't' } },
        } }`),
      '.env': 'PROD_URL=postgres://u:hunter22@prod/x?application_name=y',
    });
    const { environments, defaultEnvironment, thresholds, project } = await read(root);
    expect(defaultEnvironment).toBe('dev');
    expect(thresholds).toEqual({ rows: 5 });
    expect(project).toMatchObject({ value: { tidemarkConfig: 'tidemark.config.ts', stockUrl: null } });
    expect(environments).toMatchObject({
      ok: true,
      value: [
        {
          name: 'dev',
          driver: 'pglite',
          named: true,
          protected: false,
          lockTimeout: 300,
          lockBudget: 60_000,
          connectTimeout: 10_000,
          statementTimeout: 0,
        },
        {
          name: 'production',
          driver: 'neon-http',
          because: 'tidemark.config says so',
          protected: true,
          connectTimeout: 1,
          lockTimeout: 2,
          lockBudget: 3,
          statementTimeout: 4,
          from: 'PROD_URL in .env',
          table: { schema: 'drizzle', name: 't' },
        },
      ],
    });
    expect((await all(root)).urls['production']).toBe('postgres://u:hunter22@prod/x?application_name=y&sslmode=require');
  });

  test('a config that switches on NODE_ENV, and no variable of one reaches another', async () => {
    const root = folder({
      'drizzle.config.ts': config(
        'dbCredentials: { url: process.env.NODE_ENV === "production" ? process.env.PROD_URL! : process.env.DEV_URL! + (process.env.LEAK ?? "") }, migrations: { schema: process.env.NODE_ENV === "production" ? "live" : "drizzle" }',
      ),
      'tidemark.config.json': JSON.stringify({
        environments: {
          dev: {},
          test: { env: { NODE_ENV: 'test' } },
          production: { env: { NODE_ENV: 'production', LEAK: '-leaked' } },
        },
      }),
      '.env': 'DEV_URL=postgres://dev/x\nPROD_URL=postgres://wrong/x',
      '.env.local': 'DEV_URL=postgres://mine/x',
      '.env.test': 'DEV_URL=postgres://test/x',
      '.env.production': 'PROD_URL=postgres://prod/x',
      '.env.production.local': 'PROD_URL=postgres://prodlocal/x',
    });
    const { urls, from } = await all(root);
    expect(urls).toEqual({ dev: 'postgres://dev/x', test: 'postgres://test/x', production: 'postgres://prodlocal/x' });
    expect(from).toMatchObject({
      dev: 'DEV_URL in .env',
      test: 'DEV_URL in .env.test',
      production: 'PROD_URL in .env.production.local',
    });
    const { environments, project } = await read(root, { environmentName: 'production' });
    expect(environments).toMatchObject({ value: [{ name: 'production', table: { schema: 'live' } }] });
    expect(project).toMatchObject({ value: { table: { schema: 'drizzle' } } });
  });

  test('an env file each; what is not in it is not taken from .env', async () => {
    const root = folder({
      'drizzle.config.ts': SIMPLE,
      'tidemark.config.ts': ours(
        "{ environments: { dev: {}, prod: { envFile: '.env.production' }, stage: { envFile: '.env.stage' }, none: { envFile: '.env.none' } } }",
      ),
      '.env': 'DATABASE_URL=postgres://dev/x',
      '.env.production': 'DATABASE_URL=postgres://prod/x',
      '.env.stage': 'OTHER=1',
    });
    const { urls, unread } = await all(root);
    expect(urls).toEqual({ dev: 'postgres://dev/x', prod: 'postgres://prod/x' });
    expect(unread).toEqual([
      {
        environment: 'stage',
        why: '.env.stage does not set DATABASE_URL; the value in .env belongs to another environment and is not used',
      },
      { environment: 'none', why: '.env.none does not exist; the value in .env belongs to another environment and is not used' },
    ]);
    const shell = await all(root, { DATABASE_URL: 'postgres://ci/x' });
    expect(shell.urls['prod']).toBe('postgres://ci/x');
    expect(shell.from['prod']).toBe('DATABASE_URL in the environment (.env.production has another value, which is not used)');
  });

  test('url and envFile together: the url is asked for with that file', async () => {
    const root = folder({
      'drizzle.config.ts': SIMPLE,
      'tidemark.config.ts': ours(
        "{ environments: { dev: { url: process.env.DATABASE_URL }, prod: { url: process.env.DATABASE_URL, envFile: '.env.production' } } }",
      ),
      '.env': 'DATABASE_URL=postgres://dev/x',
      '.env.production': 'DATABASE_URL=postgres://prod/x',
    });
    expect((await all(root)).urls).toEqual({ dev: 'postgres://dev/x', prod: 'postgres://prod/x' });
  });

  test('a url that is not set never falls back to another', async () => {
    const root = folder({
      'drizzle.config.ts': SIMPLE,
      'tidemark.config.ts': ours('{ environments: { prod: { url: process.env.PROD_URL } } }'),
      '.env': 'DATABASE_URL=postgres://dev/x',
    });
    expect(await all(root)).toMatchObject({
      urls: {},
      unread: [{ environment: 'prod', absent: true, why: 'PROD_URL is not set, neither in the environment nor in .env' }],
    });
  });

  const stops: [string, string, string, RegExp][] = [
    ['misspelt at the top', '{ enviroments: {} }', 'config-unknown-key', /rename enviroments to environments/],
    [
      'misspelt below',
      '{ environments: { a: { protect: true, migrationsTable: { tabel: "x" } } } }',
      'config-unknown-key',
      /environments\.a\.migrationsTable\.tabel[\s\S]*did you mean table\?/,
    ],
    [
      'wrong type',
      '{ environments: { a: { timeouts: { lock: "1s" } } } }',
      'config-wrong-type',
      /environments\.a\.timeouts\.lock has to be a number of milliseconds; it is a text/,
    ],
    ['no object', '5', 'config-wrong-type', /the default export has to be an object/],
    ['null', '{ environments: { a: null } }', 'config-wrong-type', /environments\.a has to be an object; it is null/],
    ['driver', '{ environments: { a: { driver: "pglit" } } }', 'config-unknown-value', /write 'pglite'/],
    ['ssl', '{ environments: { a: { ssl: "on" } } }', 'config-unknown-value', /Known are disable/],
    ['default', '{ environments: { prod: {} }, defaultEnvironment: "prd" }', 'config-unknown-value', /write 'prod'/],
  ];
  test.each(stops)('%s', async (_, inside, code, text) => {
    expect(await problem(folder({ 'drizzle.config.ts': SIMPLE, 'tidemark.config.ts': ours(inside) }))).toEqual({
      code,
      text: expect.stringMatching(text),
    });
  });

  test('an environment that does not exist', async () => {
    const root = folder({ 'drizzle.config.ts': SIMPLE, 'tidemark.config.json': '{"environments":{"production":{},"dev":{}}}' });
    expect(await problem(root, { environmentName: 'prodution' })).toEqual({
      code: 'unknown-environment',
      text: expect.stringContaining('-e production'),
    });
    expect((await problem(folder({ 'drizzle.config.ts': SIMPLE }), { environmentName: 'production' })).text).toContain(
      'tidemark init',
    );
  });
});
