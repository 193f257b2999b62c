/** kill -9 at every step of a change, and at random moments: afterwards everything is as before or as after it, never between. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Case, findCases } from '../cases/case.ts';
import { stateOf } from '../cases/dump.ts';
import type { Engine } from '../cases/engine.ts';
import { asked } from '../cases/laws.ts';
import { pgEngine } from '../cases/pg-engine.ts';
import { makePlace, type Place } from '../cases/place.ts';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LIBRARY = new URL('../../dist/index.js', import.meta.url).href;
const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
const TRIALS = FULL ? 20 : 6;

const named = (name: string): Case => {
  const found = findCases().find((one) => one.name === name);
  if (!found) throw new Error(`there is no case ${name}`);
  return found;
};

interface Change {
  name: string;
  one: Case;
  command: 'repair' | 'undo' | 'rebuild-history';
  args: string[];
  /** Done before, to have something to undo. */
  first?: string[];
}

const files = named('rules/journal-entry-without-tag/two-entries');
const both = named('rules/journal-entry-without-tag/hand-made-entry');
const CHANGES: Change[] = [
  { name: 'repair of files', one: files, command: 'repair', args: ['journal-entry-without-tag'] },
  { name: 'repair of rows', one: both, command: 'repair', args: ['recorded-in-seconds'] },
  { name: 'repair of files and rows', one: both, command: 'repair', args: [] },
  { name: 'rebuild-history', one: both, command: 'rebuild-history', args: [] },
  { name: 'undo of files', one: files, command: 'undo', args: [], first: ['repair', 'journal-entry-without-tag'] },
  { name: 'undo of files and rows', one: both, command: 'undo', args: [], first: ['repair'] },
];

const server = sharedServer(15);

describe.skipIf(server === null)('killed on PostgreSQL 15', () => {
  let engine: Engine;
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
    if (server !== null) engine = pgEngine(server);
  });
  afterAll(() => engine.close());

  for (const change of CHANGES) {
    test(`${change.name}: at every step`, async () => {
      const { events, after } = await whole(change, engine);
      expect(events.length).toBeGreaterThan(1);
      for (const [i, event] of events.entries()) {
        const place = await ready(change, engine);
        const before = await stateOf(place);
        await started(change, place, i + 1).ended;
        const says = await mended(change, place, before, after, `killed at ${event} (${i + 1} of ${events.length})`);
        if (event === 'committed' && events.includes('file-written')) expect(says, 'rows are committed: forward').toBe('after');
        place.remove();
      }
    });
  }

  test(`files and rows: at ${TRIALS} random moments`, async () => {
    const change = CHANGES[2] as Change;
    const { after, milliseconds } = await whole(change, engine);
    let seed = 20260115;
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const place = await ready(change, engine);
      const before = await stateOf(place);
      const wait = random() * milliseconds;
      const child = started(change, place, 0);
      await child.planned;
      await new Promise((done) => setTimeout(done, wait));
      child.kill();
      await child.ended;
      await mended(change, place, before, after, `killed ${wait.toFixed(1)} ms after it had planned`);
      place.remove();
    }
  });
});

/** In a place where the change can start; undo has its receipt's id as argument. */
async function ready(change: Change, engine: Engine): Promise<Place> {
  const place = await makePlace(change.one, engine, { files: asJsonConfig });
  onTestFinished(() => place.remove());
  if (change.first) await asked(place, [...change.first, '--yes'], 0);
  return place;
}

/** Evaluated without a process of its own. */
function asJsonConfig(project: string): void {
  rmSync(join(project, 'drizzle.config.ts'));
  writeFileSync(
    join(project, 'drizzle.config.json'),
    JSON.stringify({ dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' }),
  );
  writeFileSync(join(project, 'tidemark.config.json'), JSON.stringify({ environments: { dev: { url: '{{DATABASE_URL}}' } } }));
}

const undoable = (place: Place): string => (readdirSync(join(place.project, '.tidemark/receipts'))[0] ?? '').replace('.json', '');

interface Child {
  planned: Promise<void>;
  /** What it printed. */
  ended: Promise<string>;
  kill(): void;
}

function started(change: Change, place: Place, killAt: number): Child {
  const args = change.command === 'undo' ? [undoable(place)] : change.args;
  const job = { lib: LIBRARY, command: change.command, args, cwd: place.project, env: place.variables, killAt };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  return {
    planned: new Promise((done) => {
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
        if (out.includes('planned')) done();
      });
      child.once('close', () => done());
    }),
    ended: new Promise((done, fail) => {
      child.once('close', (code, signal) => {
        if (code === 0 || signal === 'SIGKILL') done(out.slice(out.indexOf('\n') + 1));
        else fail(new Error(`the child ended with ${code}:\n${err}`));
      });
    }),
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** The change without a kill: its events, and what it leaves. */
async function whole(
  change: Change,
  engine: Engine,
): Promise<{ events: string[]; after: Record<string, string>; milliseconds: number }> {
  const place = await ready(change, engine);
  const child = started(change, place, 0);
  await child.planned;
  const began = performance.now();
  const events = JSON.parse(await child.ended) as string[];
  const milliseconds = performance.now() - began;
  const after = await stateOf(place);
  place.remove();
  return { events, after, milliseconds };
}

/** Doctor names what is left, one repair brings it to an end, and then the change itself can be made. */
async function mended(
  change: Change,
  place: Place,
  before: Record<string, string>,
  after: Record<string, string>,
  when: string,
): Promise<'before' | 'after'> {
  await quiet(place);
  const { findings } = await asked(place, ['doctor']);
  if (findings.some((f) => f.rule === 'interrupted-plan')) await asked(place, ['repair', 'interrupted-plan', '--yes'], 0);
  const left = existsSync(join(place.project, '.tidemark/receipts'))
    ? readdirSync(join(place.project, '.tidemark/receipts'))
    : [];
  expect(
    left.filter((name) => name.endsWith('.started.json')),
    `nothing is left half done, ${when}`,
  ).toEqual([]);
  const now = await stateOf(place);
  const same = (a: Record<string, string>): boolean => JSON.stringify(a) === JSON.stringify(now);
  const end = same(before) ? 'before' : same(after) ? 'after' : null;
  if (end === null) expect(now, `neither as before nor as after, ${when}`).toEqual(before);
  if (end === 'before' && change.command !== 'undo') await asked(place, [change.command, ...change.args, '--yes'], 0);
  if (end === 'before' && change.command === 'undo') await asked(place, ['undo', undoable(place), '--yes'], 0);
  expect(await stateOf(place), `the change works afterwards, ${when}`).toEqual(after);
  return end ?? 'before';
}

/** A backend may still work on the message of a client that is gone. */
async function quiet(place: Place): Promise<void> {
  const [database] = place.databases.values();
  for (;;) {
    const rows = await database?.query(
      `select pid::text as pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'tidemark%'`,
    );
    if (!rows || rows.length === 0) return;
    await new Promise((done) => setTimeout(done, 10));
  }
}
