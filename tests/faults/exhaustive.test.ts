/** Fail at every message of a run, in every way a network and a server can; then run again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FULL, sampled } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { everyPoint } from './every-point.ts';
import { type History, makeHistory, nameOf } from './histories.ts';
import { makePlace, type Place, type Point, playPoint } from './point.ts';
import { inProcess } from './runner.ts';
import { type Link, link, sql, until } from './sql.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: faults were not tried', () => undefined);

/** FAULT_SEED plays another one. */
const SEEDS = process.env['FAULT_SEED'] ? [Number(process.env['FAULT_SEED'])] : FULL ? [1, 2, 3] : [1];
const LINES = ['0.x', '1.0'] as const;
const length = FULL ? 8 : 5;
const HISTORIES: History[] = [
  ...SEEDS.flatMap((seed) => (FULL ? LINES : LINES.slice(1)).map((line) => makeHistory({ line, seed, length }))),
  ...SEEDS.map((seed) => makeHistory({ line: seed % 2 === 0 ? '1.0' : '0.x', seed, length, stepped: true })),
];

/** Resolves when the backend is gone, so that the next message finds nobody. */
const terminate = async (pid: number | null): Promise<void> => {
  if (pid === null || server === null) return;
  await sql(server.url(), `select pg_terminate_backend(${pid})`);
  await until(`backend ${pid} is gone`, 10_000, async () => {
    return (await sql(server.url(), `select from pg_stat_activity where pid = ${pid}`)).length === 0;
  });
};
const terminateNow = async (pid: number | null): Promise<void> => {
  if (pid !== null && server !== null) await sql(server.url(), `select pg_terminate_backend(${pid})`);
};

/** Somebody takes a table that each migration writes, and keeps it for longer than the run has patience. */
let holder: Link | null = null;
const take = async (): Promise<void> => {
  const [there] = (await holder?.query(`select to_regclass('counted') is not null as is`)) ?? [];
  if (there?.['is'] === 't') await holder?.query('begin; lock table counted');
};
const release = async (): Promise<void> => void (await holder?.query('rollback'));

const run = inProcess;
const BRIEF = { lockBudget: 5_000 };
const POINTS: Record<string, Point> = {
  'cut with RST': { fault: { kind: 'rst' }, run, lost: true },
  'cut with FIN': { fault: { kind: 'fin' }, run, lost: true },
  'reply lost': { fault: { kind: 'lost' }, run, lost: true },
  'backend terminated before': { fault: { kind: 'before', act: terminate }, run, lost: true },
  'backend terminated during': { fault: { kind: 'after', act: terminateNow }, run, lost: true },
  'lock timeout': {
    fault: { kind: 'before', act: take },
    run,
    after: release,
    lost: false,
    timeouts: { lock: 50, lockBudget: 300 },
  },
  // Nobody learns it from the connection: a time has to run out. The message is lost, or only its answer.
  'black hole': { fault: { kind: 'hole' }, run, lost: true, timeouts: BRIEF },
  'black hole behind': { fault: { kind: 'mute' }, run, lost: true, timeouts: BRIEF },
};
/** These wait more than they work: in `npm test` the messages that matter, in silence.test.ts. */
const WAITS = ['black hole', 'black hole behind'];

describe.skipIf(server === null).each(HISTORIES.map((history) => ({ name: nameOf(history), history })))(
  '$name',
  ({ name, history }) => {
    let place: Place;
    beforeAll(async () => {
      if (!server) return;
      place = await makePlace(history, server);
      holder = link(place.at.url);
    });
    afterAll(async () => {
      await holder?.end();
      await place?.remove();
    });

    const stepped = history.migrations.some((made) => made.alone) ? 'stepped: ' : '';
    for (const [kind, point] of Object.entries(POINTS)) {
      const title = `${stepped}${kind}: ${name}`;
      if (WAITS.includes(kind) && !FULL) continue;
      // Of the stepped ones some kinds in `npm test`, always the same ones.
      if (stepped !== '' && !sampled(title, 3)) continue;
      test(title, () => everyPoint(place, title, point, WAITS.includes(kind) ? { lanes: 10 } : {}), 1_200_000);
    }
  },
);

// Half a minute of nobody answering, so only in the whole suite.
describe.skipIf(server === null || !FULL)('the server does not come back', () => {
  test('the reply to COMMIT is lost and nobody answers any more: exit 3, and it says that it does not know', async () => {
    if (!server) return;
    const place = await makePlace(makeHistory({ line: '1.0', seed: 5, length: 4 }), server);
    try {
      const at = (text: string): boolean =>
        text.includes('begin') && text.includes('_step_2') && text.trimEnd().endsWith('commit');
      const { said, wrong } = await playPoint(place, at, { fault: { kind: 'lost', away: true }, run, lost: true });
      expect([said?.exit, said?.code]).toEqual([3, 'outcome-unknown']);
      expect(wrong).toEqual([]);
    } finally {
      await place.remove();
    }
  });
});
