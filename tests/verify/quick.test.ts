/** verify --quick: the environments against each other by fingerprints, one query each; and a watch that asks no more than that. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { verify } from '../../src/index.ts';
import { jsonOf } from '../../src/report/json.ts';
import { quickText } from '../../src/report/quick-answer.ts';
import { schemas } from '../../src/report/schemas.ts';
import { startProxy, type Wire } from '../faults/proxy.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { healthyProject, stockMigrate } from '../stock.ts';
import { misfits } from './misfits.ts';

const server = sharedServer(15);
const NAMES = ['dev', 'test', 'production'];
/** The history look is two. */
const LOOK = 2;

describe.skipIf(server === null)('verify --quick', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-quick-'));
  const urls = new Map<string, string>();
  let wire: Wire;

  beforeAll(async () => {
    if (!server) return;
    await healthyProject('0.x', cwd);
    for (const name of NAMES) {
      const url = await createDatabase(server);
      urls.set(name, url);
      await stockMigrate('0.x', cwd, 'drizzle', { url });
    }
    wire = await startProxy(server.port);
    configure(urls);
  });
  afterAll(async () => {
    await wire?.close();
    if (server) for (const url of urls.values()) await dropDatabase(server, url);
    rmSync(cwd, { recursive: true, force: true });
  });

  const configure = (all: ReadonlyMap<string, string>): void =>
    writeFileSync(
      join(cwd, 'tidemark.config.json'),
      JSON.stringify({
        environments: Object.fromEntries([...all].map(([name, url]) => [name, { url: wire.through(url) }])),
      }),
    );

  const typed = (argv: string[], heard: (text: string) => void): Promise<number> =>
    main({
      argv: [...argv, '--cwd', cwd],
      cwd,
      env: process.env,
      version: '0.0.0',
      out: heard,
      err: heard,
      columns: undefined,
      interactive: false,
      by: 'test',
      now: Date.now,
    });

  async function byHand(name: string, text: string): Promise<void> {
    const client = new pg.Client({ connectionString: urls.get(name) });
    await client.connect();
    await client.query(text);
    await client.end();
  }

  test('all are alike, and each was asked once after the look at its history', async () => {
    const before = wire.turns;
    const answer = await verify({ cwd, quick: true });
    expect(wire.turns - before).toBe(NAMES.length * (LOOK + 1));
    expect(answer.verdict).toBe('All 3 are alike.');
    expect(answer.exit).toBe(0);
    expect(answer.data.alike).toEqual([NAMES]);
    expect(new Set(answer.data.fingerprints.map((f) => f.whole)).size).toBe(1);
    expect(answer.data.fingerprints.map((f) => f.environment)).toEqual(NAMES);
  });

  test('one alone has nothing to be held against', async () => {
    const heard: string[] = [];
    expect(await typed(['verify', '--quick', '-e', 'dev'], (text) => heard.push(text))).toBe(0);
    const { data } = await verify({ cwd, quick: true, environments: ['dev'] });
    expect(heard.join('')).toContain(data.fingerprints[0]?.whole);
    expect(heard.join('')).toContain('nothing to hold it against');
  });

  test('what does not count until it is counted', async () => {
    await byHand('test', `comment on table accounts is 'people'`);
    expect((await verify({ cwd, quick: true })).exit).toBe(0);
    const { data, exit } = await verify({ cwd, quick: true, count: ['cosmetic'] });
    await byHand('test', 'comment on table accounts is null');
    expect(exit).toBe(1);
    expect(data.otherwise).toEqual([
      { environments: ['test'], from: 'dev', kinds: ['tables'], command: 'npx tidemark diff dev test --count cosmetic' },
    ]);
  });

  test('one was changed by hand: in which kinds, and what shows it', async () => {
    await byHand('production', 'alter table accounts add column nickname text; create index by_hand on accounts (email)');
    const { verdict, exit, data } = await verify({ cwd, quick: true });
    expect(exit).toBe(1);
    expect(verdict).toBe('dev and test are alike; production is another.');
    expect(data.alike).toEqual([['dev', 'test'], ['production']]);
    expect(data.otherwise).toEqual([
      {
        environments: ['production'],
        from: 'dev',
        kinds: ['columns', 'indexes'],
        command: 'npx tidemark diff dev production',
      },
    ]);
    expect(misfits(jsonOf(data), schemas['verify'] ?? {})).toEqual([]);
  });

  test('one that cannot be read', async () => {
    configure(new Map([...urls].map(([name, url]) => [name, name === 'test' ? `${url}_gone` : url])));
    const { verdict, exit, unchecked } = await verify({ cwd, quick: true });
    configure(urls);
    expect(exit).toBe(1);
    expect(verdict).toBe('dev and production are not alike; test could not be read.');
    expect(unchecked.map((u) => u.environment)).toEqual(['test']);
  });

  test('a saved catalog has no fingerprint', async () => {
    const heard: string[] = [];
    const before = wire.turns;
    expect(await typed(['verify', '--quick', '--against', 'kept.json'], (text) => heard.push(text))).toBe(2);
    expect(heard.join('')).toContain('npx tidemark verify --against kept.json');
    expect(wire.turns).toBe(before);
  });

  test('a quiet round asks one thing of each, and the last is whole', async () => {
    const heard: string[] = [];
    const from = wire.turns;
    let whole = 0;
    const status = await typed(['verify', '--watch', '6', '-e', 'dev', '-e', 'test'], (text) => {
      heard.push(text);
      whole ||= wire.turns - from;
    });
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('All 2 are as expected.');
    expect(status).toBe(0);
    // History, fingerprint and catalog.
    expect(whole).toBe(2 * (LOOK + 2));
    expect(wire.turns - from).toBe(2 * whole + 2);
  });

  test('a row that went is no quiet round, though no object moved', async () => {
    const heard: string[] = [];
    const from = wire.turns;
    let change: Promise<unknown> | null = null;
    const status = await typed(['verify', '--watch', '9', '-e', 'dev'], (text) => {
      heard.push(text);
      change ??= byHand('dev', 'delete from drizzle.__drizzle_migrations where id = 3');
    });
    await change;
    expect(heard).toHaveLength(2);
    expect(heard[1]).toContain('pending');
    expect(status).toBe(1);
    // Seen after five seconds, not only in the last round.
    expect(wire.turns - from).toBe(3 * (LOOK + 2) + 1);
  });

  test('--quick --watch: fingerprints only, until one moves', async () => {
    const heard: string[] = [];
    const from = wire.turns;
    let change: Promise<unknown> | null = null;
    const status = await typed(['verify', '--quick', '--watch', '9', '-e', 'dev', '-e', 'test'], (text) => {
      heard.push(text);
      change ??= byHand('test', `create type late as enum ('a')`);
    });
    await change;
    expect(heard).toHaveLength(2);
    expect(heard[1]).toContain('test differs from dev in enums.');
    expect(status).toBe(1);
    expect(wire.turns - from).toBe(3 * 2 * (LOOK + 1) + 2);
  });
});

const [older, newer] = MAJORS.flatMap((major) => sharedServer(major) ?? []);

describe.skipIf(!older || !newer)('verify --quick on two majors', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-quick-majors-'));
  const made: (() => Promise<void>)[] = [];
  const query = async (url: string, text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(text);
    await client.end();
  };

  afterAll(async () => {
    for (const drop of made) await drop();
    rmSync(cwd, { recursive: true, force: true });
  });

  test('what the two write differently is left out and said; of one major all of it counts', async () => {
    if (!older || !newer) return;
    await healthyProject('0.x', cwd);
    const urls = new Map<string, string>();
    for (const [name, on] of [
      ['old', older],
      ['new', newer],
      ['newest', newer],
    ] as const) {
      const url = await createDatabase(on);
      made.push(() => dropDatabase(on, url));
      urls.set(name, url);
      await stockMigrate('0.x', cwd, 'drizzle', { url });
      await query(url, 'create view everybody as select a.email from accounts a');
    }
    writeFileSync(
      join(cwd, 'tidemark.config.json'),
      JSON.stringify({ environments: Object.fromEntries([...urls].map(([name, url]) => [name, { url }])) }),
    );
    const alike = await verify({ cwd, quick: true });
    expect(alike.verdict).toBe('All 3 are alike.');
    expect(alike.data.majors).toEqual([older.major, newer.major]);
    expect(alike.data.leftOut).toEqual(['texts of functions, materialized views, rules and views']);
    const shown = quickText(alike, alike.data, { columns: 100, color: false, unicode: true });
    expect(shown).toContain(`PostgreSQL ${older.major} and ${newer.major} do not write it alike: texts of functions, `);
    expect(misfits(jsonOf(alike.data), schemas['verify'] ?? {})).toEqual([]);

    // The texts of views: not compared with the older major, compared with the other one of the newer.
    await query(urls.get('newest') ?? '', `create or replace view everybody as select upper(a.email) as email from accounts a`);
    const otherwise = await verify({ cwd, quick: true });
    expect(otherwise.data.alike).toEqual([['old', 'new'], ['newest']]);
    expect(otherwise.data.otherwise).toMatchObject([{ from: 'new', kinds: ['views'], command: 'npx tidemark diff new newest' }]);

    await query(urls.get('new') ?? '', 'create index by_hand on accounts (email)');
    const three = await verify({ cwd, quick: true });
    expect(three.exit).toBe(1);
    expect(three.data.alike).toEqual([['old', 'newest'], ['new']]);
  });
});
