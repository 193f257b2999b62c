/** Histories as teams write them, made up from a seed: tables grow, change, are renamed and dropped, rows are brought and mended. */
import { type Random, random } from '../compare/random.ts';
import { ACTS, type Act } from './generated-acts.ts';
import { type Column, type State, start } from './generated-state.ts';
import type { Written } from './history.ts';

export function generated(seed: number): Written[] {
  const r = random(seed);
  const s = start();
  const count = 14 + r.below(12);
  return Array.from({ length: count }, (_, at): Written => {
    s.at = at;
    const statements: string[] = [];
    const most = at === 0 ? 3 : 1 + r.below(4);
    for (let tries = 0; statements.length < most && tries < 40; tries += 1) {
      const act = at === 0 ? ACTS[0] : weighted(r);
      statements.push(...(act?.act(r, s) ?? []));
    }
    const rows = s.fresh.splice(0);
    return {
      name: `${String(at).padStart(4, '0')}_${r.pick(WORDS)}_${r.pick(WORDS)}`,
      text: statements.join(';\n--> statement-breakpoint\n'),
      rows,
    };
  });
}

const WORDS = ['brave', 'odd', 'quiet', 'amber', 'swift', 'lunar', 'plain', 'bold', 'misty', 'north'];

function weighted(r: Random): Act | undefined {
  const whole = ACTS.reduce((sum, a) => sum + a.weight, 0);
  let left = r.below(whole);
  return ACTS.find((a) => {
    left -= a.weight;
    return left < 0;
  });
}

export type { Column, State };
