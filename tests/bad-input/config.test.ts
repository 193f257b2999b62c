/** Configurations with anything in them, and variables that nobody meant. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesOf, type Place, randomFrom, smallPlace } from './place.ts';

const SECRET = 'gull-wing-41';

let place: Place;
beforeEach(() => {
  place = smallPlace();
  place.secrets.push(SECRET);
});
afterEach(() => place.remove());

const GOOD = { dialect: 'postgresql', out: './drizzle', schema: './schema.ts' };
const drizzle = (value: unknown): void => place.write('drizzle.config.json', JSON.stringify(value));

async function faces(): Promise<{ exit: number; code: string | undefined; rules: string[] }> {
  const before = bytesOf(place.folder);
  await place.type('doctor', '--files');
  await place.type('status');
  await place.type('receipts');
  const { exit, told } = await place.ask('doctor', '--files');
  expect(bytesOf(place.folder)).toEqual(before);
  return { exit, code: told.problem?.code, rules: told.findings.map((f) => f.rule) };
}

const ANYTHING: readonly unknown[] = [null, 0, 7, -1, '', 'ada', true, false, [], [1], ['ada'], {}, { a: 1 }, [[]]];

test('each key of drizzle.config is anything', { timeout: 60_000 }, async () => {
  for (const key of [
    'dialect',
    'out',
    'schema',
    'driver',
    'dbCredentials',
    'migrations',
    'schemaFilter',
    'tablesFilter',
    'breakpoints',
    'casing',
    'strict',
  ])
    for (const value of ANYTHING) {
      drizzle({ ...GOOD, [key]: value });
      await place.ask('doctor', '--files');
      if (key === 'dbCredentials' || key === 'migrations') await place.ask('status');
    }
});

test('each key of credentials and of the migrations block is anything', { timeout: 60_000 }, async () => {
  for (const key of ['url', 'host', 'port', 'user', 'password', 'database', 'ssl'])
    for (const value of ANYTHING.filter((v) => v !== 'ada' && v !== '')) {
      drizzle({
        ...GOOD,
        dbCredentials: {
          ...(key === 'url' ? {} : { host: '127.0.0.1', port: 1, database: 'd', password: SECRET }),
          [key]: value,
        },
      });
      await place.ask('doctor', '--files');
    }
  for (const key of ['table', 'schema', 'prefix', 'tabel'])
    for (const value of ANYTHING) {
      drizzle({ ...GOOD, migrations: { [key]: value } });
      await place.ask('doctor', '--files');
    }
});

test('each key of tidemark.config is anything', { timeout: 60_000 }, async () => {
  const ada = { url: `postgres://ada:${SECRET}@127.0.0.1:1/ada` };
  for (const value of ANYTHING) {
    for (const whole of [
      value,
      { environments: value },
      { environments: { ada: value } },
      { defaultEnvironment: value, environments: { ada } },
      { thresholds: value },
    ]) {
      place.write('tidemark.config.json', JSON.stringify(whole));
      await place.ask('doctor', '--files');
    }
    for (const key of ['url', 'driver', 'protected', 'ssl', 'timeouts', 'envFile', 'env', 'migrationsTable']) {
      place.write('tidemark.config.json', JSON.stringify({ environments: { ada: { ...ada, [key]: value } } }));
      await place.ask('doctor', '--files');
    }
  }
});

test('the names of environments are hostile', async () => {
  for (const name of [
    '',
    ' ',
    "o'brien",
    '"',
    'a\nb',
    '\u001b[31m',
    '🦔',
    '--json',
    '../x',
    '__proto__',
    'constructor',
    'x'.repeat(300),
    'a b',
    '-e',
  ]) {
    place.write('tidemark.config.json', JSON.stringify({ environments: { ada: { url: './data' }, [name]: { url: './other' } } }));
    const { out, err } = await place.type('status');
    expect(out + err).not.toContain('\u001b');
    await place.ask('doctor');
    await place.ask('doctor', `--env=${name}`);
  }
});

const CONFIGS: readonly [string, string, string][] = [
  ['throws', 'drizzle.config.ts', `throw new Error('cannot reach postgres://u:${SECRET}@h/d');`],
  ['throws null', 'drizzle.config.ts', 'throw null;'],
  ['throws in a promise', 'drizzle.config.ts', 'await Promise.reject(new Error("later"));'],
  ['does not parse', 'drizzle.config.ts', 'export default {'],
  ['exports nothing', 'drizzle.config.ts', ''],
  ['exports a function', 'drizzle.config.ts', 'export default () => ({});'],
  ['exports a class', 'drizzle.config.ts', 'export default class {}'],
  ['exports itself', 'drizzle.config.ts', 'const c = { dialect: "postgresql", out: "./drizzle" }; c.self = c; export default c;'],
  [
    'has a getter that throws',
    'drizzle.config.ts',
    'export default { dialect: "postgresql", get out() { throw new Error("got"); } };',
  ],
  ['exits', 'drizzle.config.ts', 'process.exit(0);'],
  ['kills itself', 'drizzle.config.ts', "process.kill(process.pid, 'SIGKILL');"],
  ['prints a lot', 'drizzle.config.ts', `for (let i = 0; i < 50000; i++) console.log('postgres://u:${SECRET}@h/d'); throw 1;`],
  ['imports what is not there', 'drizzle.config.ts', "import './nowhere.js'; export default {};"],
  ['is of another dialect', 'drizzle.config.ts', 'export default { dialect: "mysql", out: "./drizzle" };'],
  ['is no JSON', 'drizzle.config.json', '{ dialect: }'],
  ['is empty', 'drizzle.config.json', ''],
  ['is binary', 'drizzle.config.ts', '\0\0\u0001'],
];

test.each(CONFIGS)('a config that %s', async (_name, file, text) => {
  rmSync(join(place.folder, 'drizzle.config.json'));
  place.write(file, text);
  const { exit, code, rules } = await faces();
  if (rules.length === 0 && exit !== 0) expect(code).toBeTruthy();
});

test('a config that is a folder, a link to itself, or absent', async () => {
  const path = join(place.folder, 'drizzle.config.json');
  rmSync(path);
  await faces();
  mkdirSync(path);
  await faces();
  rmSync(path, { recursive: true });
  symlinkSync('drizzle.config.json', path);
  await faces();
});

test('out leads outside, to a file, to a link that turns round', async () => {
  for (const out of [
    '..',
    '../../..',
    '/',
    '/etc',
    '/dev/null',
    '/proc/self',
    'drizzle.config.json',
    '.',
    './',
    'a\0b',
    '~',
    'x'.repeat(5000),
  ]) {
    drizzle({ ...GOOD, out });
    if (out !== '/' && out !== '/proc/self' && out !== '../../..') await place.ask('doctor', '--files');
    else await place.ask('status');
  }
});

const URLS = [
  '',
  ' ',
  'x',
  'postgres://',
  'postgres:///',
  'postgres://:@:/',
  'http://example.test/',
  'mysql://u@h/d',
  'postgres://u:%zz@h/d',
  `postgres://u:${SECRET}@h:99999/d`,
  `postgres://u:${SECRET}@h:-1/d`,
  `postgres://u:${SECRET}@[::1/d`,
  `postgres://u:${SECRET}@h/d?sslmode=maybe`,
  `postgres://u:${SECRET}@127.0.0.1:1/d?sslrootcert=/nowhere&sslmode=verify-full`,
  `postgres://u:${SECRET}@127.0.0.1:1/d?options=-c%20x`,
  `"postgres://u:${SECRET}@127.0.0.1:1/d"`,
  `psql 'postgresql://u:${SECRET}@127.0.0.1:1/d'`,
  `postgres://u:${SECRET}@127.0.0.1:1/${'d'.repeat(3000)}`,
  'file:///etc/passwd',
  '/etc/passwd',
  '../..',
  'memory://',
  'pglite://',
  'undefined',
  'null',
  ['$', '{DATABASE_URL}'].join(''),
  `postgres://u:${SECRET}/@127.0.0.1:1/d`,
  `postgres://u:${SECRET}#@127.0.0.1:1/d`,
  `postgres://u:${SECRET}@@127.0.0.1:1/d`,
  `postgres://u:${SECRET} @127.0.0.1:1/d`,
];

test.each(URLS)('DATABASE_URL is %j', async (url) => {
  rmSync(join(place.folder, 'drizzle.config.json'));
  place.write(
    'drizzle.config.ts',
    "export default { dialect: 'postgresql', out: './drizzle', schema: './schema.ts', dbCredentials: { url: process.env.DATABASE_URL } };",
  );
  place.env['DATABASE_URL'] = url;
  const before = bytesOf(place.folder);
  const { exit } = await place.ask('doctor');
  expect(exit).toBeGreaterThanOrEqual(url.trim() === '' ? 0 : 1);
  const migrated = await place.ask('migrate');
  if (url !== 'memory://') expect([migrated.exit, migrated.told.problem !== undefined]).toEqual([2, true]);
  expect(bytesOf(place.folder)).toEqual(before);
});

test('.env files of anything', async () => {
  rmSync(join(place.folder, 'drizzle.config.json'));
  place.write(
    'drizzle.config.ts',
    "import 'dotenv/config'; export default { dialect: 'postgresql', out: './drizzle', schema: './schema.ts', dbCredentials: { url: process.env.DATABASE_URL } };",
  );
  const random = randomFrom(9);
  const texts = [
    '',
    '=',
    '====',
    'DATABASE_URL',
    `DATABASE_URL=${SECRET}`,
    `DATABASE_URL="postgres://u:${SECRET}@127.0.0.1:1/d`,
    `export DATABASE_URL='postgres://u:${SECRET}@127.0.0.1:1/d'\r\n`,
    '\uFEFFA=1',
    '__proto__=1\nconstructor=2',
    'A'.repeat(1_000_000),
    'NODE_OPTIONS=--nope',
    'PATH=',
    `${SECRET}`,
  ];
  for (const text of texts) {
    place.write('.env', text);
    await place.ask('status');
  }
  for (let n = 0; n < 3; n += 1) {
    place.write('.env', Buffer.from(Array.from({ length: 300 }, () => Math.floor(random() * 256))));
    await place.ask('doctor');
  }
  rmSync(join(place.folder, '.env'));
  mkdirSync(join(place.folder, '.env'));
  await place.ask('doctor');
});

test('variables of the process are hostile', async () => {
  for (const [name, value] of [
    ['NO_COLOR', ''],
    ['CI', '\n'],
    ['TERM', '\u001b]0;x\u0007'],
    ['NODE_ENV', '../../etc'],
    ['NODE_ENV', "'; drop"],
    ['NODE_OPTIONS', '--require /nowhere.js'],
    ['GITHUB_STEP_SUMMARY', '/nowhere/summary.md'],
    ['PGPASSWORD', SECRET],
    ['PGHOST', 'a\0b'.replace('\0', '')],
    ['PGPORT', 'x'],
    ['PGOPTIONS', '-c x'],
    ['PGSSLMODE', 'maybe'],
    ['HOME', ''],
    ['HOME', '/nowhere'],
    ['PATH', ''],
    ['TZ', 'Nowhere/Land'],
    ['TZ', 'Pacific/Kiritimati'],
    ['LANG', 'x'],
  ] as const) {
    const env = { ...place.env };
    place.env[name] = value;
    await place.ask('doctor', '--files');
    await place.type('doctor', '--files', '--github');
    await place.type('status');
    place.env = env;
  }
});
