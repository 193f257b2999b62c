/** The runner killed or interrupted, and the server stopped, at every message of a run; then run again. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { FULL } from '../sample.ts';
import { hasServer } from '../servers.ts';
import { everyPoint } from './every-point.ts';
import { makeHistory, nameOf } from './histories.ts';
import { makePlace, type Place, type Point } from './point.ts';
import { type Revivable, revivable } from './revivable.ts';
import { cli, inProcess, type Runner } from './runner.ts';
import { pause } from './sql.ts';

const here = hasServer(15);
test.skipIf(here)('PostgreSQL 15 is not here: faults were not tried', () => undefined);

const SEEDS = process.env['FAULT_SEED'] ? [Number(process.env['FAULT_SEED'])] : FULL ? [11, 12] : [11];
const HISTORIES = [
  ...SEEDS.map((seed, i) => makeHistory({ line: i % 2 === 0 ? '0.x' : '1.0', seed, length: FULL ? 6 : 4 })),
  ...(FULL ? [makeHistory({ line: '0.x', seed: 1, length: 6, stepped: true })] : []),
];

let server: Revivable;
let runner: Runner | null = null;

const typed = (folder: string) => {
  runner = cli(folder);
  return runner.ended;
};
const kill = async (): Promise<void> => {
  runner?.signal('SIGKILL');
  await runner?.ended;
};
/** The request to cancel reaches an idle backend; the message comes after it. */
const interruptBefore = async (): Promise<void> => {
  runner?.signal('SIGINT');
  await pause(150);
};
const interruptDuring = (): void => runner?.signal('SIGINT');
/** What was said to be in is in after it: without a checkpoint, and at once up again as under a supervisor. */
const crash = async (): Promise<void> => {
  await server.down('immediate');
  await server.up();
};

const POINTS: Record<string, Point> = {
  'kill -9 before': { fault: { kind: 'before', act: kill }, run: typed, lost: true },
  'kill -9 during': { fault: { kind: 'after', act: kill }, run: typed, lost: true },
  'interrupted before': { fault: { kind: 'before', act: interruptBefore }, run: typed, lost: false },
  'interrupted during': { fault: { kind: 'after', act: interruptDuring }, run: typed, lost: false },
  'server stopped before': { fault: { kind: 'before', act: crash }, run: inProcess, lost: true },
  'server stopped during': { fault: { kind: 'after', act: crash }, run: inProcess, lost: true },
};

describe.skipIf(!here).each(HISTORIES.map((history) => ({ name: nameOf(history), history })))('$name', ({ name, history }) => {
  let place: Place;
  beforeAll(async () => {
    server = await revivable(15);
    place = await makePlace(history, server);
  });
  afterAll(async () => {
    await place?.remove();
    await server.stop();
  });

  for (const [kind, point] of Object.entries(POINTS))
    test(`${kind}: ${name}`, () => everyPoint(place, `${kind}: ${name}`, point, { sample: 2 }), 1_200_000);
});
