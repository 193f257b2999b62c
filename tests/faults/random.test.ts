/** Random faults at random messages of random histories; FAULT_SEED replays what a failure prints. */
import { describe, expect, test } from 'vitest';
import { random } from '../compare/random.ts';
import { FULL } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { makeHistory, nameOf } from './histories.ts';
import { makePlace, type Point, playPoint } from './point.ts';
import type { FaultKind } from './proxy.ts';
import { cli, inProcess, type Runner } from './runner.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: random faults were not tried', () => undefined);

const SEED = Number(process.env['FAULT_SEED'] ?? 20_260_115);
const [HISTORIES, POINTS] = FULL ? [12, 8] : [1, 3];

describe.skipIf(server === null)('random faults', () => {
  for (let i = 0; i < HISTORIES; i += 1) {
    const seed = SEED + i;
    test(`FAULT_SEED=${seed}`, { timeout: 300_000 }, async () => {
      if (!server) return;
      const r = random(seed);
      const history = makeHistory({ line: r.pick(['0.x', '1.0']), seed, length: 4 + r.below(8) });
      const place = await makePlace(history, server);
      const wrong: string[] = [];
      try {
        for (let p = 0; p < POINTS; p += 1) {
          const n = 1 + r.below(history.migrations.length + 9);
          const point = r.chance(0.3) ? killed(r.pick(['before', 'after'])) : cut(r.pick(['rst', 'fin', 'lost']));
          wrong.push(...(await playPoint(place, n, point)).wrong.map((what) => `${point.fault.kind}, ${what}`));
        }
      } finally {
        await place.remove();
      }
      expect(wrong.join('\n'), `FAULT_SEED=${seed}: ${nameOf(history)}`).toBe('');
    });
  }
});

const cut = (kind: FaultKind): Point => ({ fault: { kind }, run: inProcess, lost: true });

function killed(kind: 'before' | 'after'): Point {
  let runner: Runner | null = null;
  const act = async (): Promise<void> => {
    runner?.signal('SIGKILL');
    await runner?.ended;
  };
  const run = (folder: string) => {
    runner = cli(folder);
    return runner.ended;
  };
  return { fault: { kind, act }, run, lost: true };
}
