/** The same faults over the other ways to a server: postgres.js, PgBouncer in transaction mode, Neon's HTTP; and runners of all kinds at once. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/dropin/node-postgres.ts';
import { Problem } from '../../src/index.ts';
import { drizzleOf } from '../dropin/lines.ts';
import { type NeonEndpoint, neonEndpoint, type Fault as Told } from '../neon-endpoint.ts';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { everyPoint } from './every-point.ts';
import { makeHistory } from './histories.ts';
import { judge, judgeEnd, look, quiet, RESET } from './oracle.ts';
import { hasPgBouncer, type Pooler, startPgBouncer } from './pgbouncer.ts';
import { makePlace, type Place, type Point } from './point.ts';
import { makeProject, type Project, TIMEOUTS } from './project.ts';
import { cli, inProcess, type Said } from './runner.ts';
import { sql } from './sql.ts';
import { Wrong } from './wrong.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: drivers were not tried', () => undefined);

const length = FULL ? 6 : 4;
const PLAIN = makeHistory({ line: '1.0', seed: 31, length });
const STEPPED = makeHistory({ line: '0.x', seed: 32, length, stepped: true });
const HISTORIES = [
  { history: PLAIN, stepped: '' },
  { history: STEPPED, stepped: 'stepped: ' },
];

/** The stepped one only in `npm run faults`. */
const PLAYED = FULL ? HISTORIES : HISTORIES.slice(0, 1);

const terminate = async (pid: number | null): Promise<void> => {
  if (pid !== null && server !== null) await sql(server.url(), `select pg_terminate_backend(${pid})`);
};
const run = inProcess;
const POINTS: Record<string, Point> = {
  'cut with RST': { fault: { kind: 'rst' }, run, lost: true },
  'reply lost': { fault: { kind: 'lost' }, run, lost: true },
  'backend terminated during': { fault: { kind: 'after', act: terminate }, run, lost: true },
  'black hole': { fault: { kind: 'hole' }, run, lost: true, timeouts: { lockBudget: 5_000 } },
  'black hole behind': { fault: { kind: 'mute' }, run, lost: true, timeouts: { lockBudget: 5_000 } },
};
const WAITS = ['black hole', 'black hole behind'];

describe.skipIf(server === null).each(PLAYED)('$stepped', ({ history, stepped }) => {
  let place: Place;
  /** A pooler keeps its connections, so it has a database of its own. */
  let pooled: Place | null = null;
  let pooler: Pooler | null = null;
  beforeAll(async () => {
    if (!server) return;
    place = await makePlace(history, server);
    if (!hasPgBouncer) return;
    pooler = await startPgBouncer(server);
    pooled = await place.another();
  });
  afterAll(async () => {
    await pooler?.stop();
    await pooled?.remove();
    await place?.remove();
  });

  for (const [kind, point] of Object.entries(POINTS)) {
    const ways = WAITS.includes(kind) ? { lanes: 10 } : { sample: 2 };
    if (!FULL && (WAITS.includes(kind) || stepped !== '')) continue;
    const named = `${stepped}${kind}`;
    test(
      `over postgres.js: ${named}`,
      () => everyPoint(place, `over postgres.js: ${named}`, { ...point, driver: 'postgres' }, ways),
      600_000,
    );
    // The backend's number that a pooler tells is its own.
    if (!hasPgBouncer || kind.startsWith('backend')) continue;
    const through = (): number => (pooler ? Number(new URL(pooler.through('postgres://h/d')).port) : 0);
    test(
      `through PgBouncer: ${named}`,
      () => everyPoint(pooled ?? place, `through PgBouncer: ${named}`, { ...point, pooler: through() }, ways),
      600_000,
    );
  }
});

describe.skipIf(server === null).each(PLAYED)('over HTTP: $stepped', ({ history, stepped }) => {
  let place: Place;
  beforeAll(async () => {
    if (server) place = await makePlace(history, server);
  });
  afterAll(() => place?.remove());

  /** Something goes wrong with request n; then the run after it. `said` null: there was no such request. */
  const playRequest = async (at: Place, n: number, kind: Told): Promise<{ said: Said | null; wrong: string[] }> => {
    await at.at.query(RESET);
    const endpoint = await neonEndpoint({ host: '127.0.0.1', port: at.server.port });
    const aim = (): void =>
      at.project.aim(endpoint.through(at.at.url), { driver: 'neon-http', timeouts: { ...TIMEOUTS, lockBudget: 5_000 } });
    try {
      endpoint.fail(...Array.from({ length: n - 1 }, () => null), kind);
      aim();
      const said = await inProcess(at.project.folder);
      const hit = endpoint.counts.requests >= n;
      await quiet(at.at);
      const seen = await look(at.at);
      const wrong = judge(said, seen, at.expected, { lost: true });
      // By another way: of this one the fault may still be to come.
      at.project.aim(at.at.url);
      const again = await inProcess(at.project.folder);
      const end = await look(at.at);
      if (again.exit !== 0) wrong.push(`the run after it: [${again.exit}] ${again.text}`);
      wrong.push(
        ...judge(again, end, at.expected, { before: seen.rows.length, lost: false }),
        ...judgeEnd(at.at, end, at.expected),
      );
      return { said: hit ? said : null, wrong: wrong.map((what) => `request ${n}: ${what}`) };
    } finally {
      await endpoint.stop();
    }
  };

  const KINDS: Told[] = ['lost before', 'lost after', 'cut after', 500, 503, 'silent before', 'silent after'];
  for (const kind of KINDS) {
    const waits = String(kind).startsWith('silent');
    if (!FULL && (waits || stepped !== '' || kind === 503)) continue;
    const title = `over HTTP: ${stepped}${kind}`;
    test(title, async () => {
      const places = [place, ...(await Promise.all(Array.from({ length: waits ? 8 : 0 }, () => place.another())))];
      const points = FULL ? Array.from({ length: 60 }, (_, i) => i + 1) : [5];
      const [wrong, exits]: [string[], number[]] = [[], []];
      let ended = false;
      await Promise.all(
        places.map(async (at) => {
          for (let n = points.shift(); n !== undefined && !ended; n = points.shift()) {
            const outcome = await playRequest(at, n, kind);
            wrong.push(...outcome.wrong);
            if (outcome.said === null) ended = true;
            else exits.push(outcome.said.exit);
          }
        }),
      );
      await Promise.all(places.slice(1).map((at) => at.remove()));
      process.stdout.write(`${title}: ${exits.length} points (exits ${exits.join(' ')}), ${wrong.length} wrong\n`);
      expect(exits.length).toBeGreaterThan(0);
      if (wrong.length > 0) throw new Wrong(`${wrong.length} wrong in ${exits.length} points`, wrong);
    }, 600_000);
  }
});

describe.skipIf(server === null)('runners of all kinds at once', () => {
  let place: Place;
  let overHttp: Project;
  let endpoint: NeonEndpoint;
  beforeAll(async () => {
    if (!server) return;
    place = await makePlace(PLAIN, server);
    overHttp = makeProject(PLAIN);
    endpoint = await neonEndpoint({ host: '127.0.0.1', port: server.port });
  });
  afterAll(async () => {
    await endpoint?.stop();
    overHttp?.remove();
    await place?.remove();
  });

  /** The function of tidemark/node-postgres on a pool of the caller's. */
  const dropIn = async (url: string): Promise<Said> => {
    const pool = new pg.Pool({ connectionString: url, ssl: false });
    pool.on('error', () => undefined);
    try {
      const { recorded, applied } = await migrate(drizzleOf('1.0', 'node-postgres')({ client: pool }) as never, {
        migrationsFolder: place.project.out,
      });
      return { exit: 0, code: null, text: `${applied.length} of ${recorded}` };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { exit: error.exit, code: error.code, text: `${error.message}\n${error.why}` };
    } finally {
      await pool.end();
    }
  };

  const race = async (url: string): Promise<void> => {
    const timeouts = { connect: 20_000, lock: 300, lockBudget: 60_000 };
    await place.at.query(RESET);
    place.project.aim(url, { timeouts });
    overHttp.aim(endpoint.through(place.at.url), { driver: 'neon-http', timeouts });
    const typed = (folder: string): Promise<Said> => cli(folder).ended;
    const said = await Promise.all([
      ...[1, 2, 3].map(() => typed(place.project.folder)),
      ...[1, 2].map(() => (FULL ? typed(overHttp.folder) : inProcess(overHttp.folder))),
      ...[1, 2, 3].map(() => dropIn(url)),
    ]);
    const end = await look(place.at);
    const failed = said.filter(({ exit }) => exit !== 0).map(({ exit, text }) => `[${exit}] ${text}`);
    process.stdout.write(`8 runners, mixed: ${8 - failed.length} exit 0\n`);
    expect([...failed, ...judgeEnd(place.at, end, place.expected)].join('\n')).toBe('');
  };

  for (let round = 1; round <= (FULL ? 3 : 1); round += 1) {
    test(`directly, over HTTP and as functions, round ${round}`, () => race(place.at.url));
    if (hasPgBouncer)
      test(`through PgBouncer, over HTTP and as functions, round ${round}`, async () => {
        if (!server) return;
        const pooler = await startPgBouncer(server);
        try {
          await race(pooler.through(place.at.url));
        } finally {
          await pooler.stop();
        }
      });
  }
});
