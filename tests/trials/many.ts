/** Many trials over few histories: how often was the audit wrong, and how much did it know, by the way the databases came to be? */
import { fileURLToPath } from 'node:url';
import { DatabaseError } from '../../src/drivers/session.ts';
import { got } from '../../src/model/index.ts';
import type { TryOut } from '../../src/read/audit/asking.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import { random } from '../compare/random.ts';
import type { Server } from '../servers.ts';
import { corpusHistory, corpusNames } from './corpus.ts';
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
  /** How many made-up histories, and how many real ones at most; or the only one. */
  histories: number;
  corpus: number;
  history: string | null;
  servers: readonly Server[];
  /** One trial in so many is in PGlite; 0: none. */
  pglite: number;
  told?: (line: string) => void;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A trial hangs of its seed, its way and its history, and of no other trial. */
export async function many(asked: Asked): Promise<{ figures: Figures[]; histories: string[] }> {
  const { count, seed, only, servers, told = () => {} } = asked;
  const dumping = servers.find((s) => s.major <= 15) ?? null;
  const figures = new Map(WAYS.map((way): [Way, Figures] => [way, { way, trials: 0, count: nothingCounted(), wrong: [] }]));
  const shadow = await shadowHere(ROOT);
  try {
    const pick = picking(shadow, asked);
    const tryOut = tryingOn(shadow);
    const used = new Set<string>();
    for (let own = seed; own < seed + count; own += 1) {
      const r = random(own * 7919);
      const way = only ?? WAYS[own % WAYS.length]!;
      const history = await pick(Math.floor(own / WAYS.length));
      const server = asked.pglite > 0 && r.below(asked.pglite) === 0 ? null : (servers[r.below(servers.length)] ?? null);
      const { audit, truth, wrong } = await tried({ seed: own, way, history, server, dumping, tryOut });
      used.add(history.name);
      const f = figures.get(way)!;
      f.trials += 1;
      counted(audit, truth, f.count);
      for (const w of wrong) {
        const line = `--seed ${own} --only "${way}" --history "${history.name}" (${server ? `PostgreSQL ${server.major}` : 'PGlite'}): ${w.says}`;
        f.wrong.push(line);
        told(line);
      }
      if ((own - seed) % 500 === 499) told(`${own - seed + 1} trials`);
    }
    return { figures: [...figures.values()].filter((f) => f.trials > 0), histories: [...used] };
  } finally {
    await shadow.end();
  }
}

/** Each is replayed once, when it is first needed. */
function picking(shadow: Shadow, { histories, corpus, history, servers }: Asked): (n: number) => Promise<History> {
  const made = Array.from({ length: histories }, (_, n) => `${MADE_UP}${n + 1}`);
  const names = history === null ? [...corpusNames().slice(0, corpus), ...made] : [history];
  const known = new Map<string, History | null>();
  const read = (name: string): Promise<History | null> =>
    name.startsWith(MADE_UP)
      ? historyOf(shadow, name, generated(Number(name.slice(MADE_UP.length))))
      : corpusHistory(shadow, name, servers);
  return async (n) => {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(n + i) % names.length]!;
      if (!known.has(name)) known.set(name, await read(name));
      const found = known.get(name);
      if (found) return found;
    }
    throw new Error(`none of ${names.join(', ')} replays`);
  };
}

const MADE_UP = 'made up ';

/** As `audit` does it, in one shadow for all. */
export function tryingOn(shadow: Shadow): TryOut {
  return async (texts) => {
    await shadow.reset();
    const { engine, versionNumber } = shadow;
    try {
      for (const { text } of texts) await shadow.send(text);
      return got({
        engine,
        catalog: await readCatalog((text) => shadow.send(text), { histories: [TABLE], versionNumber, engine }),
      });
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      await shadow.send('rollback');
      return { ok: false, why: error.message };
    }
  };
}
