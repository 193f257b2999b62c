/** Is `audit` ever wrong? Databases with a known past, of which the audit knows nothing; `npm run trials` for many. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { many } from './many.ts';
import { WAYS, type Way } from './ways.ts';

const setting = (name: string): string | undefined => process.env[`TIDEMARK_TRIALS_${name}`];
const COUNT = Number(setting('COUNT') ?? 200);
const FEW = setting('MANY') === undefined;
const servers = [15, 18].flatMap((major) => sharedServer(major) ?? []);
const only = setting('ONLY') as Way | undefined;

test.skipIf(servers.length === 0)(`${COUNT} trials: nothing that audit says is wrong`, { timeout: 0 }, async () => {
  expect(only === undefined || WAYS.includes(only)).toBe(true);
  const { figures, histories } = await many({
    count: COUNT,
    seed: Number(setting('SEED') ?? 1),
    only: only ?? null,
    histories: Number(setting('HISTORIES') ?? (FEW ? 5 : 40)),
    corpus: Number(setting('CORPUS') ?? (FEW ? 2 : 9)),
    history: setting('HISTORY') ?? null,
    servers,
    pglite: FEW ? 40 : 100,
    told: (line) => process.stderr.write(`${line}\n`),
  });
  const into = setting('INTO');
  if (into) writeFileSync(into, JSON.stringify({ count: COUNT, histories, majors: servers.map((s) => s.major), figures }));
  expect(figures.flatMap((f) => f.wrong)).toEqual([]);
  if (COUNT < 200 || only) return;
  const sum = (of: 'absent' | 'absentFound'): number => figures.reduce((n, f) => n + f.count[of], 0);
  expect(sum('absentFound') / sum('absent')).toBeGreaterThan(0.85);
});
