/** Many runners at once, and runners that were paused: each migration once, and everybody told the truth. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { makeHistory } from './histories.ts';
import { judgeEnd, look, quiet, RESET } from './oracle.ts';
import { hasPgBouncer, startPgBouncer } from './pgbouncer.ts';
import { makePlace, type Place } from './point.ts';
import { startProxy } from './proxy.ts';
import { cli, inProcess, type Runner, type Said } from './runner.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: races were not run', () => undefined);
test.skipIf(hasPgBouncer)('PgBouncer is not here: races through it were not run', () => undefined);

const LINES = FULL ? (['0.x', '1.0'] as const) : (['1.0'] as const);

describe.skipIf(server === null).each(LINES)('%s', (line) => {
  let place: Place;
  beforeAll(async () => {
    if (!server) return;
    place = await makePlace(makeHistory({ line, seed: 21, length: FULL ? 8 : 5 }), server);
  });
  afterAll(() => place?.remove());

  // Each of fifty calls in one process listens to its signals.
  process.setMaxListeners(0);

  /** Processes, or, for fifty in the sample, this one fifty times: their connections are what races. */
  const runners = (n: number): Promise<Said[]> =>
    Promise.all(
      Array.from({ length: n }, () => (n <= 8 || FULL ? cli(place.project.folder).ended : inProcess(place.project.folder))),
    );

  const race = async (n: number, url: string): Promise<void> => {
    await place.at.query(RESET);
    place.project.aim(url, { timeouts: { connect: 20_000, lock: 300, lockBudget: 60_000 } });
    const began = performance.now();
    const said = await runners(n);
    const end = await look(place.at);
    const failed = said.filter(({ exit }) => exit !== 0).map(({ exit, text }) => `[${exit}] ${text}`);
    process.stdout.write(`${n} runners: ${n - failed.length} exit 0, ${Math.round(performance.now() - began)} ms\n`);
    expect([...failed, ...judgeEnd(place.at, end, place.expected)].join('\n')).toBe('');
  };

  const throughPgBouncer = async (n: number): Promise<void> => {
    const pooler = await startPgBouncer(place.server);
    try {
      await race(n, pooler.through(place.at.url));
    } finally {
      await pooler.stop();
    }
  };

  // Of the sample: eight directly are case d of the twelve.
  for (const n of [8, 50]) {
    if (n > 8 || FULL) test(`${n} runners at once, ${line}`, () => race(n, place.at.url));
    if (hasPgBouncer && (n === 8 || FULL)) test(`${n} runners at once through PgBouncer, ${line}`, () => throughPgBouncer(n));
  }

  /** Stopped at message n, woken when another one has done everything. */
  const paused = async (kind: 'before' | 'after', n: number): Promise<{ fired: string | null; wrong: string[] }> => {
    await place.at.query(RESET);
    let runner: Runner | null = null;
    let other: Said | null = null;
    const act = async (): Promise<void> => {
      runner?.signal('SIGSTOP');
      place.project.aim(place.at.url);
      other = await inProcess(place.project.folder);
      runner?.signal('SIGCONT');
    };
    const proxy = await startProxy(place.server.port, { fault: { at: n, kind, act } });
    place.project.aim(proxy.through(place.at.url));
    runner = cli(place.project.folder);
    const said = await runner.ended;
    await proxy.close();
    await quiet(place.at);
    const wrong = judgeEnd(place.at, await look(place.at), place.expected);
    // Paused while it connected, it finds its own time to connect run out, and has done nothing.
    const tooLate = ['startup', 'password'].includes(proxy.fired ?? '') && said.text.includes('(connect-timeout)');
    if (said.exit !== 0 && !tooLate) wrong.push(`the woken one: [${said.exit}] ${said.text}`);
    const ended = other as Said | null;
    if (ended !== null && ended.exit !== 0) wrong.push(`the other one: [${ended.exit}] ${ended.text}`);
    return { fired: proxy.fired, wrong: wrong.map((what) => `message ${n}: ${what}`) };
  };

  for (const kind of FULL ? (['before', 'after'] as const) : (['before'] as const))
    test(`paused ${kind} a message, woken when another one is done, ${line}`, async () => {
      const wrong: string[] = [];
      let played = 0;
      for (let n = 1; n < 100; n += FULL ? 1 : 6) {
        const outcome = await paused(kind, n);
        wrong.push(...outcome.wrong);
        if (outcome.fired === null) break;
        played += 1;
      }
      process.stdout.write(`paused ${kind}: ${played} points, ${wrong.length} wrong\n`);
      expect(wrong.join('\n')).toBe('');
      expect(played).toBeGreaterThan(1);
    }, 600_000);
});
