/** Fail at every message of a run, in every way a network and a server can; then run again. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { everyPoint } from './every-point.ts';
import { type History, makeHistory, nameOf } from './histories.ts';
import { fault } from './known.ts';
import { makePlace, type Place, type Point } from './point.ts';
import { inProcess } from './runner.ts';
import { sql, until } from './sql.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: faults were not tried', () => undefined);

/** FAULT_SEED plays another one. */
const SEEDS = process.env['FAULT_SEED'] ? [Number(process.env['FAULT_SEED'])] : FULL ? [1, 2, 3] : [1];
const length = FULL ? 8 : 6;
const HISTORIES: History[] = [
  ...SEEDS.flatMap((seed) => (['0.x', '1.0'] as const).map((line) => makeHistory({ line, seed, length }))),
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

const run = inProcess;
const POINTS: Record<string, Point> = {
  'cut with RST': { fault: { kind: 'rst' }, run, lost: true },
  'cut with FIN': { fault: { kind: 'fin' }, run, lost: true },
  'reply lost': { fault: { kind: 'lost' }, run, lost: true },
  'backend terminated before': { fault: { kind: 'before', act: terminate }, run, lost: true },
  'backend terminated during': { fault: { kind: 'after', act: terminateNow }, run, lost: true },
  'black hole': { fault: { kind: 'hole' }, run, lost: true, patience: 15_000 },
};

describe.skipIf(server === null).each(HISTORIES.map((history) => ({ name: nameOf(history), history })))(
  '$name',
  ({ name, history }) => {
    let place: Place;
    beforeAll(async () => {
      if (server) place = await makePlace(history, server);
    });
    afterAll(() => place?.remove());

    const stepped = history.migrations.some((made) => made.alone) ? 'stepped: ' : '';
    for (const [kind, point] of Object.entries(POINTS)) {
      const title = `${stepped}${kind}: ${name}`;
      fault(title, async () => void (await everyPoint(place, title, point)), 1_200_000);
    }
  },
);
