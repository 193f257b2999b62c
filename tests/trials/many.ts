/** Many trials over few histories: how often was the audit wrong, and how much did it know, by the way the databases came to be? */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TryOut } from '../../src/read/audit.ts';
import { got } from '../../src/model/index.ts';
import { readCatalog } from '../../src/read/catalog.ts';
import type { Shadow } from '../../src/read/shadow.ts';
import { DatabaseError } from '../../src/drivers/session.ts';
import { random } from '../compare/random.ts';
import type { Server } from '../servers.ts';
import { corpusHistories } from './corpus.ts';
import { generated } from './generated.ts';
import { type History, historyOf, shadowHere, TABLE } from './history.ts';
import { type Count, counted, nothingCounted } from './judge.ts';
import { tried } from './trial.ts';
import { WAYS, type Way } from './ways.ts';

export interface Figures {
  way: Way;
  trials: number;
  count: Count;
  wrong: string[];
}

export interface Asked {
  count: number;
  seed: number;
  only: Way | null;
  /** How many made-up histories, and how many real ones at most. */
  histories: number;
  corpus: number;
  servers: readonly Server[];
  /** One trial in so many is in PGlite; 0: none. */
  pglite: number;
  told?: (line: string) => void;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function many(asked: Asked): Promise<{ figures: Figures[]; histories: string[] }> {
  const { count, seed, only, servers, told = () => {} } = asked;
  const dumping = servers.find((s) => s.major <= 15) ?? null;
  const figures = new Map(WAYS.map((way) => [way, { way, trials: 0, count: nothingCounted(), wrong: [] as string[] }]));
  const shadow = await shadowHere(ROOT);
  try {
    const histories = await historiesOf(shadow, asked);
    const tryOut = tryingOn(shadow);
    for (let n = 0; n < count; n += 1) {
      const own = seed + n;
      const r = random(own * 7919);
      const way = only ?? WAYS[n % WAYS.length]!;
      const history = histories[Math.floor(n / WAYS.length) % histories.length]!;
      const server = asked.pglite > 0 && r.below(asked.pglite) === 0 ? null : (servers[r.below(servers.length)] ?? null);
      const { audit, truth, wrong } = await tried({ seed: own, way, history, server, dumping, tryOut });
      const f = figures.get(way)!;
      f.trials += 1;
      counted(audit, truth, f.count);
      for (const w of wrong) {
        const line = `--seed ${own} --only "${way}" (${history.name}, ${server ? `PostgreSQL ${server.major}` : 'PGlite'}): ${w.says}`;
        f.wrong.push(line);
        told(line);
      }
    }
    return { figures: [...figures.values()].filter((f) => f.trials > 0), histories: histories.map((h) => h.name) };
  } finally {
    await shadow.end();
  }
}

async function historiesOf(shadow: Shadow, { histories, corpus, seed, servers }: Asked): Promise<History[]> {
  const all: History[] = existsSync(ROOT) ? await corpusHistories(shadow, corpus, servers) : [];
  for (let n = 0; all.length < histories + corpus && n < histories; n += 1) {
    const one = await historyOf(shadow, `made up ${seed + n}`, generated(seed + n));
    if (one) all.push(one);
  }
  return all;
}

/** As `audit` does it, in one shadow for all. */
function tryingOn(shadow: Shadow): TryOut {
  return async (texts) => {
    await shadow.reset();
    const { engine, versionNumber } = shadow;
    try {
      for (const { text } of texts) await shadow.send(text);
      return got({ engine, catalog: await readCatalog((text) => shadow.send(text), { histories: [TABLE], versionNumber, engine }) });
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      await shadow.send('rollback');
      return { ok: false, why: error.message };
    }
  };
}
