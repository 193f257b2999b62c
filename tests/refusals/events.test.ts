/** Events of real runs fit what is published, and docs/events.md says what the types say. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { migrate, type Progress } from '../../src/index.ts';
import { EVENTS, eventsPage } from '../../src/report/events.ts';
import { schemas } from '../../src/report/schemas.ts';
import { link, pause } from '../faults/sql.ts';
import { createDatabase, dropDatabase, type Server } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { projectOf } from './place.ts';
import { misfits } from './schema.ts';

const PAGE = new URL('../../docs/events.md', import.meta.url);

test('docs/events.md is current: UPDATE_MESSAGES=1', () => {
  if (process.env['UPDATE_MESSAGES'] === '1') writeFileSync(PAGE, eventsPage());
  expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(eventsPage());
});

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: no event was seen', () => undefined);

const wrongIn = (events: readonly unknown[]): string[] => events.flatMap((event) => misfits(event, schemas['event'] ?? {}));

describe.skipIf(server === null)('events', () => {
  let url = '';
  beforeAll(async () => {
    if (server) url = await createDatabase(server);
  });
  afterAll(async () => {
    if (server && url) await dropDatabase(server, url);
  });

  test('of a migration that waits, and of one in parts', async () => {
    const events: Progress[] = [];
    const onProgress = (event: Progress): void => void events.push(event);
    const first = projectOf({ sql: 'CREATE TABLE "items" ("id" integer, "n" integer);' });
    first.aim(url);
    await migrate({ cwd: first.folder, env: {}, onProgress });
    first.remove();
    const other = link(url);
    await other.query("begin; set application_name = 'report'; lock table items");
    const second = projectOf({
      first: 'CREATE TABLE "items" ("id" integer, "n" integer);',
      sql: ['ALTER TABLE "items" ADD COLUMN "m" integer;', 'CREATE INDEX CONCURRENTLY "items_n" ON "items" ("n");'],
    });
    // The first one is recorded under the name that it had.
    const [made, change] = second.history.migrations;
    if (made && change)
      second.put([
        { ...made, name: '0000_change', when: 1_700_000_100_000 },
        { ...change, when: 1_700_000_200_000 },
      ]);
    second.aim(url);
    const [answer] = await Promise.all([
      migrate({ cwd: second.folder, env: {}, onProgress }),
      pause(800).then(() => other.end()),
    ]);
    second.remove();
    expect(answer.exit).toBe(0);
    expect(wrongIn(events)).toEqual([]);
    // A slow machine may have time for one.
    const seen = [...new Set(events.map((e) => e.event))].filter((event) => event !== 'progress').sort();
    expect(seen).toEqual(['committed', 'part', 'running', 'waiting']);
    const waiting = events.find((e) => e.event === 'waiting');
    expect(waiting?.event === 'waiting' ? waiting.holders?.[0]?.application : null).toBe('report');
  });

  test('--events writes them to a file, a line each, and what is no event fits nothing', async () => {
    const project = projectOf({ sql: 'CREATE TABLE "more" ("id" integer);' });
    project.put([{ name: '0000_more', when: 1_800_000_000_000, chunks: ['CREATE TABLE "more" ("id" integer);'] }]);
    project.aim(url);
    const file = join(project.folder, 'events.jsonl');
    let said = '';
    const write = (text: string): void => {
      said += text;
    };
    const argv = ['migrate', '--json', '--events', file];
    const io = { argv, cwd: project.folder, env: {}, version: '0', out: write, err: write, columns: undefined };
    await main({ ...io, interactive: false, by: 'test', now: Date.now });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    project.remove();
    expect(wrongIn(lines.map((line) => JSON.parse(line) as unknown)), said).toEqual([]);
    expect(lines.map((line) => (JSON.parse(line) as Progress).event)).toEqual(['running', 'committed']);
    expect(wrongIn([{ event: 'rested' }, { event: 'committed' }])).toHaveLength(2);
  });

  test('a file for events that cannot be written is refused before anything is done', async () => {
    const project = projectOf({ sql: 'CREATE TABLE "never" ("id" integer);' });
    project.aim(url);
    let said = '';
    const write = (text: string): void => {
      said += text;
    };
    const argv = ['migrate', '--events', 'nowhere/events.jsonl'];
    const io = { argv, cwd: project.folder, env: {}, version: '0', out: write, err: write, columns: undefined };
    expect(await main({ ...io, interactive: false, by: 'test', now: Date.now })).toBe(2);
    project.remove();
    expect(said).toContain('(file-unwritable)');
    expect(said).toContain('Nothing was changed.');
  });

  test.each([
    ['what is refused', ['migrate', '--events', '-'], 2],
    ['what is applied', ['migrate', '--events=-', '--verbose'], 0],
    ['what is repaired', ['repair', 'history-unlogged', '--events', '-', '--yes'], 0],
    ['what was typed wrong', ['migrate', '--events', '-', '--sing'], 2],
    ['a dry run', ['migrate', '--events', '-', '--dry-run', '--json'], 0],
  ])('--events - writes nothing else to stderr: %s', async (what, argv, exit) => {
    const at = await createDatabase(server as Server);
    const sql = what === 'what is refused' ? 'SELEC 1' : 'CREATE TABLE "items" ("id" integer);';
    const project = projectOf({ sql });
    project.aim(at);
    const io = { cwd: project.folder, env: {}, version: '0', columns: undefined, interactive: false, by: 'test', now: Date.now };
    const [out, err]: [string[], string[]] = [[], []];
    const type = (words: string[]): Promise<number> =>
      main({ ...io, argv: words, out: (text) => void out.push(text), err: (text) => void err.push(text) });
    if (what === 'what is repaired') {
      await type(['migrate', '--json']);
      const other = link(at);
      await other.query('alter table drizzle.__drizzle_migrations set unlogged');
      await other.end();
    }
    out.length = 0;
    err.length = 0;
    expect(await type(argv), out.join('')).toBe(exit);
    project.remove();
    await dropDatabase(server as Server, at);
    expect(wrongIn(err.map((line) => JSON.parse(line) as unknown))).toEqual([]);
    expect(out.join('')).not.toBe('');
    if (argv.includes('--json')) expect(JSON.parse(out.join(''))).toMatchObject({ ok: true });
  });

  test('each is documented', () => {
    for (const event of Object.keys(EVENTS)) expect(eventsPage()).toContain(`\n## ${event}\n`);
  });
});
