/** A migrations folder that is anything but one: told by rule or by problem, and left as it is. */
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesOf, type Place, randomFrom, smallPlace, snapshot } from './place.ts';

let place: Place;
beforeEach(() => {
  place = smallPlace();
});
afterEach(() => place.remove());

const at = (path: string): string => join(place.folder, path);
const asRoot = process.getuid?.() === 0;

/** Everything that is wrong and everything that was not looked at, by rule; each face is asked once. */
async function looked(...more: string[]): Promise<{
  exit: number;
  rules: string[];
  because: (string | undefined)[];
  why: string[];
  problem: string | undefined;
  says: string;
}> {
  await place.type('doctor', '--files', ...more);
  await place.type('status', ...more);
  await place.type('doctor', '--files', '--github', ...more);
  const { exit, told } = await place.ask('doctor', '--files', ...more);
  const { findings, unchecked } = told;
  return {
    exit,
    rules: [...new Set(findings.map((f) => f.rule))],
    because: unchecked.map((u) => u.because),
    why: unchecked.filter((u) => !u.absent).map((u) => u.why),
    problem: told.problem?.code,
    says: findings.map((f) => f.says).join('\n'),
  };
}

describe('the folder', () => {
  test('is absent', async () => {
    rmSync(at('drizzle'), { recursive: true });
    const { exit, rules } = await looked();
    // As before the first generate: a warning, unless a database has recorded something.
    expect([exit, rules]).toEqual([0, ['migrations-folder-missing']]);
  });

  test('is empty', async () => {
    rmSync(at('drizzle'), { recursive: true });
    mkdirSync(at('drizzle'));
    const { exit, rules } = await looked();
    expect([exit, rules]).toEqual([0, ['migrations-folder-missing']]);
  });

  test('is a file', async () => {
    rmSync(at('drizzle'), { recursive: true });
    place.write('drizzle', 'not a folder');
    const { exit, rules } = await looked();
    expect([exit, rules.length > 0]).toEqual([1, true]);
  });

  test('is a link to itself', async () => {
    rmSync(at('drizzle'), { recursive: true });
    symlinkSync('drizzle', at('drizzle'));
    const { exit } = await looked();
    expect(exit).toBeGreaterThan(0);
  });

  test('holds links that lead round and nowhere', async () => {
    symlinkSync('..', at('drizzle/up'));
    symlinkSync('.', at('drizzle/here'));
    symlinkSync('nowhere', at('drizzle/0002_gone.sql'));
    symlinkSync('0003_loop.sql', at('drizzle/0003_loop.sql'));
    await looked();
  });

  test.skipIf(asRoot)('may not be read', async () => {
    chmodSync(at('drizzle'), 0o000);
    const { exit, why } = await looked();
    expect(exit).toBe(1);
    expect(why.join()).toContain('EACCES');
  });

  test.skipIf(asRoot)('holds a file and a journal that may not be read', async () => {
    chmodSync(at('drizzle/0000_ada.sql'), 0o000);
    await looked();
    chmodSync(at('drizzle/meta/_journal.json'), 0o000);
    const { exit } = await looked();
    expect(exit).toBe(1);
  });

  test('has folders where files should be', async () => {
    for (const path of ['drizzle/0000_ada.sql', 'drizzle/meta/_journal.json', 'drizzle/meta/0000_snapshot.json']) {
      rmSync(at(path));
      mkdirSync(at(path));
    }
    const { exit } = await looked();
    expect(exit).toBe(1);
  });

  test('has a pipe in it, which is not waited for', async () => {
    const { execFileSync } = await import('node:child_process');
    execFileSync('mkfifo', [at('drizzle/0009_pipe.sql')]);
    await looked();
  });
});

const HOSTILE = [
  "0002_o'brien.sql",
  '0002_"quoted".sql',
  '0002_new\nline.sql',
  '0002_\u001b[31mred.sql',
  '0002_🦔.sql',
  '0002_..sql',
  '0002_%2e%2e.sql',
  '0002_$(id).sql',
  '0002_`id`.sql',
  '0002_\u202Egnp.sql',
  `0002_${'x'.repeat(246)}.sql`,
  '-rf.sql',
  '.sql',
  '0002_a b.sql',
];

test.each(HOSTILE)('a file that is called %j, with and without an entry', async (name) => {
  place.write(`drizzle/${name}`, 'CREATE TABLE "x" ("id" integer);\n');
  const { out, err } = await place.type('doctor', '--files');
  // Nothing from disk may steer a terminal.
  expect(out + err).not.toContain('\u001b');
  expect(out + err).not.toContain('\u202E');
  await looked();
  const listed = JSON.parse(place.read('drizzle/meta/_journal.json')) as { entries: unknown[] };
  listed.entries.push({ idx: 2, version: '7', when: 1_700_000_900_000, tag: name.slice(0, -4), breakpoints: true });
  place.write('drizzle/meta/_journal.json', JSON.stringify(listed));
  await looked();
});

test.each([
  '../0000_ada',
  '../../../../etc/passwd',
  '/etc/hostname',
  'a\0b',
  ' 0000_ada',
  '0000_ADA',
  '.',
  '..',
  'x'.repeat(5000),
])('a tag that is %j reaches nothing outside', async (tag) => {
  place.write('drizzle/meta/_journal.json', place.read('drizzle/meta/_journal.json').replace('"0000_ada"', JSON.stringify(tag)));
  place.write('0000_secret.sql', 'SELECT 1;');
  const before = bytesOf(place.folder);
  const { exit } = await looked();
  expect(exit).toBe(1);
  await place.type('repair', '--dry-run');
  expect(bytesOf(place.folder)).toEqual(before);
});

const TEXTS: readonly [string, string | Buffer][] = [
  ['empty', ''],
  ['of random bytes', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256))],
  ['of NULs', Buffer.alloc(1000)],
  ['UTF-16', Buffer.from('\uFEFFCREATE TABLE "ada" ("id" integer);\n', 'utf16le')],
  ['with invalid UTF-8', Buffer.concat([Buffer.from('-- caf'), Buffer.from([0xe9]), Buffer.from('\nSELECT 1;\n')])],
  ['with a BOM and CRLF', '\uFEFFCREATE TABLE "ada" ("id" integer);\r\n'],
  ['one unclosed quote', "SELECT 'it"],
  ['one unclosed dollar quote', 'DO $$ BEGIN'],
  ['one unclosed comment', '/* /* */ SELECT 1;'],
  ['only breakpoints', '--> statement-breakpoint\n'.repeat(500)],
  ['a line of 1 MB', `INSERT INTO "ada" VALUES (${'1'.repeat(1_000_000)});\n`],
  ['a deep nest', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)};`],
  ['conflict markers', '<<<<<<< HEAD\nSELECT 1;\n=======\nSELECT 2;\n>>>>>>> x\n'],
  ['psql commands and copied data', '\\restrict abc\nCOPY ada FROM stdin;\n1\n\\.\n'],
  ['10,000 statements', 'SELECT 1;\n'.repeat(10_000)],
];

test.each(TEXTS)('SQL that is %s', async (_name, text) => {
  place.write('drizzle/0000_ada.sql', text);
  await looked();
});

const ANYTHING: readonly unknown[] = [null, 7, '', 'ada', true, [], [1], {}, { a: 1 }, undefined];
const SNAPSHOT_FIELDS = ['id', 'prevId', 'version', 'dialect', 'tables', 'enums', '_meta'];

test('each field of a snapshot is anything', { timeout: 60_000 }, async () => {
  for (const field of SNAPSHOT_FIELDS)
    for (const value of ANYTHING) {
      place.write('drizzle/meta/0001_snapshot.json', JSON.stringify({ ...snapshot(2), [field]: value }));
      await place.ask('doctor', '--files');
    }
  for (const whole of [
    ...ANYTHING.filter((v) => v !== undefined).map((v) => JSON.stringify(v)),
    '',
    '{',
    '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n',
  ]) {
    place.write('drizzle/meta/0001_snapshot.json', whole);
    await place.ask('doctor', '--files');
    await place.type('status');
  }
});

test('sixty snapshots and SQL files with random bytes in them', { timeout: 60_000 }, async () => {
  const random = randomFrom(5);
  for (const path of ['drizzle/meta/0001_snapshot.json', 'drizzle/0001_bob.sql']) {
    const good = Buffer.from(place.read(path));
    for (let round = 0; round < 30; round += 1) {
      const bytes = Buffer.from(good);
      for (let n = 0; n < 3; n += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      place.write(path, bytes);
      await place.ask('doctor', '--files');
    }
  }
});

describe('the dated layout', () => {
  beforeEach(() => {
    rmSync(at('drizzle'), { recursive: true });
    place.write('drizzle/20250101000000_ada/migration.sql', 'CREATE TABLE "ada" ("id" integer);\n');
  });

  test.each([
    ['has no snapshot', () => undefined],
    ['has a snapshot of anything', () => place.write('drizzle/20250101000000_ada/snapshot.json', '[7]')],
    ['has a folder without migration.sql', () => mkdirSync(at('drizzle/20250102000000_bob'))],
    ['has a folder with no time', () => place.write('drizzle/bob/migration.sql', 'SELECT 1;')],
    ['has an impossible time', () => place.write('drizzle/20251399999999_bob/migration.sql', 'SELECT 1;')],
    ['has a time of 100 digits', () => place.write(`drizzle/${'9'.repeat(100)}_bob/migration.sql`, 'SELECT 1;')],
    [
      'has a migration.sql that is a folder',
      () => mkdirSync(at('drizzle/20250102000000_bob/migration.sql'), { recursive: true }),
    ],
    ['has a journal too', () => place.write('drizzle/meta/_journal.json', '{"version":"7","dialect":"postgresql","entries":[]}')],
    ['has a folder that is a link to itself', () => symlinkSync('20250102000000_bob', at('drizzle/20250102000000_bob'))],
  ])('%s', async (_name, damage) => {
    damage();
    await looked();
  });
});

test('10,000 migrations are read in bounded time', { timeout: 90_000 }, async () => {
  const entries = Array.from({ length: 10_000 }, (_, idx) => ({
    idx,
    version: '7',
    when: 1_700_000_000_000 + idx * 1000,
    tag: `${String(idx).padStart(4, '0')}_t${idx}`,
    breakpoints: true,
  }));
  for (const { idx, tag } of entries) place.write(`drizzle/${tag}.sql`, `CREATE TABLE "t${idx}" ("id" integer PRIMARY KEY);\n`);
  place.write('drizzle/meta/_journal.json', JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  rmSync(at('drizzle/meta/0000_snapshot.json'));
  rmSync(at('drizzle/meta/0001_snapshot.json'));
  const began = performance.now();
  const { out } = await place.type('doctor', '--files');
  const { out: status } = await place.type('status');
  expect(performance.now() - began).toBeLessThan(40_000);
  // Folded, not dumped.
  expect(out.split('\n').length).toBeLessThan(400);
  expect(status.split('\n').length).toBeLessThan(400);
});
