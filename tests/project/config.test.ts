import { describe, expect, test } from 'vitest';
import { config, folder, link, problem, read, url } from './folder.ts';

const URL = 'postgres://app:hunter22@db.example:5432/shop';
const SIMPLE = config("out: './migrations', dbCredentials: { url: process.env.DATABASE_URL! }");

describe('what a config says', () => {
  test('everything of it', async () => {
    const root = folder({
      'drizzle.config.ts': config(
        "schema: ['./a.ts', './b.ts'], out: './db/migrations/', migrations: { table: 't', schema: 's', prefix: 'timestamp' }, schemaFilter: 'app', tablesFilter: ['a*'], casing: 'snake_case', breakpoints: false, dbCredentials: { url: process.env.DATABASE_URL! }",
      ),
      '.env': `DATABASE_URL="${URL}"\n`,
      'package.json': '{"dependencies":{"drizzle-orm":"^0.45.4","pg":"8"}}',
      '.gitignore': '.env\n# no\n',
    });
    const { project, environments, defaultEnvironment, secrets } = await read(root);
    expect(project).toMatchObject({
      ok: true,
      value: {
        root,
        drizzleConfig: 'drizzle.config.ts',
        tidemarkConfig: null,
        out: 'db/migrations',
        schema: ['./a.ts', './b.ts'],
        table: { schema: 's', name: 't' },
        prefix: 'timestamp',
        schemaFilter: ['app'],
        tablesFilter: ['a*'],
        casing: 'snake_case',
        breakpoints: false,
        line: '0.x',
        layout: 'journal',
        unknownKeys: [],
        drivers: ['pg'],
        gitignored: ['.env'],
        envFiles: ['.env'],
        variables: [{ name: 'DATABASE_URL', set: true, from: '.env' }],
        stockUrl: { key: 'db.example:5432/shop/app', from: 'DATABASE_URL in .env' },
        credentials: { form: 'url', ssl: false },
      },
    });
    expect(environments).toMatchObject({
      ok: true,
      value: [
        {
          name: 'default',
          named: false,
          protected: false,
          from: 'DATABASE_URL in .env',
          table: { schema: 's', name: 't' },
          target: { host: 'db.example', database: 'shop', role: 'app' },
        },
      ],
    });
    expect(defaultEnvironment).toBe('default');
    expect(secrets).toEqual(expect.arrayContaining([URL, 'hunter22']));
    expect(JSON.stringify({ project, environments })).not.toContain('hunter22');
  });

  test('the environment wins over .env, and a URL in the file is said to be there', async () => {
    const root = folder({ 'drizzle.config.ts': SIMPLE, '.env': 'DATABASE_URL=postgres://a/b' });
    expect(await url(root, { env: { DATABASE_URL: URL } })).toEqual({ url: URL, from: 'DATABASE_URL in the environment' });
    const written = folder({ 'drizzle.config.ts': config(`dbCredentials: { url: '${URL}' }`) });
    expect(await url(written)).toEqual({ url: URL, from: 'url in drizzle.config.ts (written in the file)' });
  });

  test('a URL put together from variables, and host credentials', async () => {
    const root = folder({
      'drizzle.config.ts': config(
        "dbCredentials: { url: 'postgres://' + process.env.DB_USER + ':' + process.env.DB_PASS + '@localhost/x' }",
      ),
      '.env': 'DB_USER=someone\nDB_PASS=hunter22',
    });
    expect(await url(root)).toEqual({
      url: 'postgres://someone:hunter22@localhost/x',
      from: 'DB_USER, DB_PASS in .env, put together in drizzle.config.ts',
    });
    expect(await url(root, { env: { DB_USER: 'x' } })).toMatchObject({ from: expect.stringContaining('.env') });
    const half = folder({
      'drizzle.config.ts': config("dbCredentials: { url: 'postgres://u:' + process.env.DB_PASS + '@localhost/x' }"),
    });
    expect(await url(half)).toMatchObject({ absent: true, why: expect.stringContaining('DB_PASS is not set') });
    const host = folder({
      'drizzle.config.ts': config('dbCredentials: { host: process.env.PGHOST!, database: process.env.PGDATABASE! }'),
      '.env': 'PGHOST=h\nPGDATABASE=d',
    });
    expect(await url(host)).toMatchObject({ from: 'PGHOST, PGDATABASE in .env' });
  });

  test('.env.local with another database is recorded, the stock one is used', async () => {
    const root = folder({
      'drizzle.config.ts': SIMPLE,
      '.env': `DATABASE_URL=${URL}`,
      '.env.local': 'DATABASE_URL=postgres://app@other/shop',
    });
    const { project } = await read(root);
    expect(project).toMatchObject({
      value: {
        stockUrl: { key: 'db.example:5432/shop/app' },
        localUrls: [{ key: 'other:5432/shop/app', from: 'DATABASE_URL in .env.local' }],
      },
    });
  });

  test('a URL that cannot be used names its variable, not its value', async () => {
    const root = folder({ 'drizzle.config.ts': SIMPLE, '.env': 'DATABASE_URL=postgres://u:hunter22%@h/db' });
    const answer = await url(root);
    expect(answer).toMatchObject({
      absent: false,
      why: expect.stringMatching(/^DATABASE_URL in \.env: the URL cannot be used: A %/),
    });
    expect(JSON.stringify(answer)).not.toContain('hunter22');
  });

  test('folders where files are expected are no files', async () => {
    const root = folder({
      'drizzle.config.ts/x': '',
      'drizzle.config.json': '{"dialect":"postgresql"}',
      '.gitignore/x': '',
      'yarn.lock/x': '',
      '.env/x': '',
      'drizzle/meta/0000_snapshot.json/x': '',
    });
    expect((await read(root)).project).toMatchObject({ value: { drizzleConfig: 'drizzle.config.json', gitignored: [] } });
  });

  test('without a URL the files can still be read', async () => {
    const root = folder({ 'drizzle.config.ts': SIMPLE });
    const { project, environments } = await read(root);
    expect(project.ok).toBe(true);
    expect(environments).toEqual({
      ok: false,
      absent: true,
      why: 'DATABASE_URL is not set, neither in the environment nor in .env',
    });
  });

  test('a config that throws without its URL: the folder is known, the reason is named', async () => {
    const root = folder({
      'drizzle.config.ts': config(
        "out: 'm', dbCredentials: { url: process.env.DATABASE_URL }",
        "if (!process.env.DATABASE_URL) throw new Error('no url!');",
      ),
    });
    const { project, environments } = await read(root);
    expect(project).toMatchObject({
      ok: true,
      value: { out: 'm', stockUrl: null, variables: [{ name: 'DATABASE_URL', set: false }] },
    });
    expect(environments).toMatchObject({
      ok: false,
      absent: true,
      why: expect.stringMatching(/DATABASE_URL is not set.*drizzle\.config\.ts:2[\s\S]*no url!/),
    });
  });
});

describe('how a config is loaded', () => {
  test('helpers: .ts without ending, .js that means .ts, commonjs, json, enums', async () => {
    const root = folder({
      'drizzle.config.ts': config(
        'dbCredentials: { url }, out: Out.A + data.x + old',
        "import { url } from './env';\nimport { Out } from './lib/out.js';\nimport data from './data.json';\nimport old from './old.cjs';",
      ),
      'env.ts': 'export const url: string = process.env.DATABASE_URL as string;',
      'lib/out.ts': "export enum Out { A = 'a' }",
      'data.json': '{"x":"b"}',
      'old.cjs': "module.exports = 'c';",
    });
    const { project } = await read(root, { env: { DATABASE_URL: URL } });
    expect(project).toMatchObject({ value: { out: 'abc' } });
  });

  test.each([
    ['js', "export default { dialect: 'postgresql', out: 'x' }"],
    ['mjs', "export default { dialect: 'postgresql', out: 'x' }"],
    ['cjs', "module.exports = { dialect: 'postgresql', out: 'x' }"],
    ['mts', "export default { dialect: 'postgresql' as const, out: 'x' }"],
    ['cts', "const c: object = { dialect: 'postgresql', out: 'x' }; export = c;"],
    ['json', '{"dialect":"postgresql","out":"x"}'],
  ])('drizzle.config.%s', async (ending, text) => {
    expect((await read(folder({ [`drizzle.config.${ending}`]: text }))).project).toMatchObject({ value: { out: 'x' } });
  });

  test('top-level await, import.meta, paths of tsconfig', async () => {
    const root = folder({
      'drizzle.config.ts': config(
        'out: await name, dbCredentials: { url: process.env.DATABASE_URL! }',
        "import { name } from '@/name';\nif (!import.meta.url) throw new Error('meta');",
      ),
      'src/name.ts': "export const name = Promise.resolve('awaited');",
      'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
    });
    const { project } = await read(root, { env: { DATABASE_URL: URL } });
    expect(project).toMatchObject({
      value: {
        out: 'awaited',
        variables: expect.arrayContaining([{ name: 'DATABASE_URL', set: true, from: 'the environment' }]),
      },
    });
  });

  test('dotenv: installed, with a path of its own, and not installed', async () => {
    const text = config(
      'dbCredentials: { url: process.env.DATABASE_URL! }',
      "import { config as load } from 'dotenv';\nload({ path: '.env.local' });",
    );
    const root = folder({ 'drizzle.config.ts': text, '.env.local': `DATABASE_URL=${URL}` });
    expect(await problem(root)).toMatchObject({
      code: 'config-import-missing',
      text: expect.stringMatching(/'dotenv', and dotenv is not installed[\s\S]*npm install\n/),
    });
    link(root, 'dotenv');
    expect(await url(root)).toEqual({ url: URL, from: 'DATABASE_URL in .env.local' });
    const stock = folder({ 'drizzle.config.ts': `import 'dotenv/config';\n${SIMPLE}`, '.env': `DATABASE_URL=${URL}` });
    link(stock, 'dotenv');
    expect((await read(stock)).project).toMatchObject({
      value: { variables: [{ name: 'DATABASE_URL', set: true, from: '.env' }] },
    });
    const copied = folder({
      'drizzle.config.ts': config('dbCredentials: { url: copy.DATABASE_URL! }', 'const copy = { ...process.env };'),
      '.env': `DATABASE_URL=${URL}`,
    });
    const { project } = await read(copied, { env: { OTHER: 'x' } });
    expect(project).toMatchObject({ value: { variables: [], stockUrl: { from: 'DATABASE_URL in .env' } } });
    const { text: message } = await problem(
      folder({ 'drizzle.config.ts': `import 'dotenv/config';\n${SIMPLE}`, 'pnpm-lock.yaml': '' }),
    );
    expect(message).toContain('drizzle.config.ts:1 asks for it');
    expect(message).toContain('pnpm install\nor remove the import');
  });

  test('it runs where it lies, and what it prints is kept aside', async () => {
    const root = folder({
      'sub/drizzle.config.ts': config(
        'out: process.cwd().endsWith("sub") ? "here" : "there"',
        `console.log('{"garbage":'); console.error('${URL}');`,
      ),
    });
    const { project, printed } = await read(root);
    expect(project).toMatchObject({ value: { out: 'here' } });
    expect(printed).toEqual([{ file: 'drizzle.config.ts', text: '{"garbage":\npostgres://app:***@db.example:5432/shop' }]);
  });
});

describe('what stops every command', () => {
  const stops: [string, Record<string, string>, string, RegExp][] = [
    [
      'throws',
      {
        'drizzle.config.ts': config('', "\nimport './boom';"),
        'boom.ts': `\nif (!process.env.APP_MODE) throw new Error('at ${URL}');`,
      },
      'config-threw',
      /boom\.ts:2[\s\S]*APP_MODE, which is not set[\s\S]*set APP_MODE in/,
    ],
    ['throws no error', { 'drizzle.config.ts': 'throw "bad";' }, 'config-threw', /a string was thrown: bad/],
    ['ends', { 'drizzle.config.ts': "console.log('bye'); process.exit(3);" }, 'config-threw', /process\.exit\(3\)[\s\S]*bye/],
    [
      'waits for nothing',
      { 'drizzle.config.ts': 'await new Promise(() => {}); export default {};' },
      'config-threw',
      /a promise that nothing settles/,
    ],
    [
      'no TypeScript',
      { 'drizzle.config.ts': "export default {\n dialect: 'postgresql'\n out: 5 }" },
      'config-syntax',
      /drizzle\.config\.ts:3/,
    ],
    [
      'no default',
      { 'drizzle.config.ts': "export const config = { dialect: 'postgresql' };" },
      'config-no-default-export',
      /export default defineConfig/,
    ],
    [
      'a helper is missing',
      { 'drizzle.config.ts': "import './gone';\nexport default {};" },
      'config-import-missing',
      /'\.\/gone', which does not exist[\s\S]*drizzle\.config\.ts:1/,
    ],
    [
      'no path in tsconfig',
      { 'drizzle.config.ts': "import '@/gone';\nexport default {};" },
      'config-import-missing',
      /'@\/gone'/,
    ],
    ['no JSON', { 'drizzle.config.json': '{\n "dialect": }' }, 'config-not-json', /drizzle\.config\.json:2:/],
    [
      'mysql',
      { 'drizzle.config.ts': "export default { dialect: 'mysql', dbCredentials: { url: 'mysql://u:hunter22@h/d' } }" },
      'config-not-postgresql',
      /dialect: 'mysql'/,
    ],
    [
      'postgres',
      { 'drizzle.config.ts': "export default { dialect: 'postgres' }" },
      'config-not-postgresql',
      /write dialect: 'postgresql'/,
    ],
    [
      'old sqlite',
      { 'drizzle.config.ts': "export default { driver: 'better-sqlite' }" },
      'config-not-postgresql',
      /better-sqlite/,
    ],
    ['nothing at all', {}, 'no-config', /--config/],
    ['only a folder', { 'db/moves/meta/_journal.json': '{}' }, 'no-config', /npx tidemark doctor --out db\/moves/],
    ['only dated folders', { 'drizzle/20240101000000_a/migration.sql': '' }, 'no-config', /npx tidemark doctor --out drizzle/],
    [
      'two below',
      { 'packages/a/drizzle.config.ts': SIMPLE, 'packages/b/drizzle.config.json': '{}' },
      'several-configs',
      /--config packages\/a\/drizzle\.config\.ts\n.*--config packages\/b\/drizzle\.config\.json/,
    ],
  ];
  test.each(stops)('%s', async (_, files, code, text) => {
    const answer = await problem(folder(files));
    expect(answer).toEqual({ code, text: expect.stringMatching(text) });
    expect(answer.text).not.toContain('hunter22');
    expect(answer.text).not.toContain('project-');
  });

  test('hangs', async () => {
    const root = folder({ 'drizzle.config.ts': "console.log('working'); for (;;) {}" });
    expect(await problem(root, { timeLimit: 400 })).toEqual({
      code: 'config-hangs',
      text: expect.stringMatching(/within 0\.4 s[\s\S]*working/),
    });
  });

  test('wrong types, all of them at once', async () => {
    for (const wrong of [null, 5, [], [5], {}, true]) {
      for (const key of ['dialect', 'schema', 'out', 'driver', 'migrations', 'schemaFilter', 'tablesFilter', 'breakpoints']) {
        const { code } = await problem(
          folder({ 'drizzle.config.json': JSON.stringify({ dialect: 'postgresql', [key]: wrong }) }),
        );
        expect(['none', 'config-wrong-type', 'config-not-postgresql']).toContain(code);
      }
      expect((await problem(folder({ 'drizzle.config.json': JSON.stringify(wrong) }))).code).toMatch(/config-wrong-type|none/);
    }
    const answer = await problem(folder({ 'drizzle.config.json': '{"dialect":"postgresql","out":5,"migrations":{"table":[]}}' }));
    expect(answer.text).toContain('out has to be a text; it is a number.\nmigrations.table has to be a text; it is a list.');
  });
});

describe('which config', () => {
  test('above, up to the repository; the only one below; the one that is named', async () => {
    const root = folder({ 'apps/web/drizzle.config.ts': SIMPLE, 'apps/web/src/x.ts': '', 'apps/web/package.json': '{}' });
    for (const cwd of [root, `${root}/apps/web/src`])
      expect((await read(cwd)).project).toMatchObject({ value: { root: `${root}/apps/web` } });
    expect((await read(root, { config: 'apps/web/drizzle.config.ts' })).project).toMatchObject({ value: { out: 'migrations' } });
    expect((await problem(root, { config: 'nope.ts' })).code).toBe('config-missing');
    expect(await problem(root, { config: 'apps/web' })).toMatchObject({
      code: 'config-missing',
      text: expect.stringContaining('--config apps/web/drizzle.config.ts'),
    });
  });

  test('--out alone: defaults and DATABASE_URL', async () => {
    const root = folder({ 'db/meta/_journal.json': '{}', '.env': `DATABASE_URL=${URL}` });
    expect((await read(root, { out: 'db' })).project).toMatchObject({
      value: { out: 'db', drizzleConfig: null, layout: 'journal', line: '0.x' },
    });
    expect(await url(root, { out: 'db' })).toEqual({ url: URL, from: 'DATABASE_URL in .env' });
  });

  test('misspelt keys of drizzle.config are kept, with line and nearest', async () => {
    const root = folder({
      'drizzle.config.ts': config("\n  migrations: { tabel: 'x' },\n  schemaFilters: ['a'], dbCredentials: { ulr: 'x' }"),
    });
    const { project } = await read(root);
    expect(project).toMatchObject({
      value: {
        table: { schema: 'drizzle', name: '__drizzle_migrations' },
        unknownKeys: [
          { path: 'migrations', key: 'tabel', nearest: 'table', line: 4 },
          { path: '', key: 'schemaFilters', nearest: 'schemaFilter', line: 5 },
          { path: 'dbCredentials', key: 'ulr', nearest: 'url', line: 5 },
        ],
      },
    });
  });
});
