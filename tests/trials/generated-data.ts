/** Rows that a made-up history brings, mends and takes away. */
import type { Random } from '../compare/random.ts';
import type { Act } from './generated-acts.ts';
import type { State, Table } from './generated-state.ts';

const q = (name: string): string => `"${name}"`;
const texts = (s: State): Table[] => s.tables.filter((t) => t.key === 'text');

function seed(r: Random, s: State): string[] | null {
  const fitting = texts(s).filter((t) => t.columns.every((c) => !c.notNull || c.default !== null));
  if (fitting.length === 0) return null;
  const t = r.pick(fitting);
  const from = r.chance(0.2) && s.seeded > 0 ? s.seeded - 1 : s.seeded++;
  const keys = [0, 1, 2].slice(0, 1 + r.below(3)).map((n) => `('seed-${from}-${n}')`);
  const tolerant = from !== s.seeded - 1 || r.chance(0.4) ? ' ON CONFLICT DO NOTHING' : '';
  return [`INSERT INTO ${q(t.name)} ("id") VALUES ${keys.join(', ')}${tolerant}`];
}

function backfill(r: Random, s: State): string[] | null {
  const t = r.pick(s.tables);
  const c = t.columns.find((x) => x.type === 'text' || x.type.startsWith('varchar'));
  return c ? [`UPDATE ${q(t.name)} SET ${q(c.name)} = 'filled' WHERE ${q(c.name)} IS NULL`] : null;
}

function cleanUp(r: Random, s: State): string[] | null {
  const [t] = texts(s);
  return t ? [`DELETE FROM ${q(t.name)} WHERE "id" LIKE 'seed-${r.below(Math.max(1, s.seeded))}-%'`] : null;
}

export const DATA: readonly Act[] = [
  { weight: 5, act: seed },
  { weight: 4, act: backfill },
  { weight: 1, act: cleanUp },
];
