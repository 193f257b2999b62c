/** A replay as a text to keep: what a folder's statements did, each object once. */
import type { Catalog, CatalogObject, Effect, Replay, ReplayedMigration, ReplayedStatement } from '../../model/index.ts';
import { catalogAt, keyOf } from '../../model/index.ts';
import { keep, kept } from '../kept-file.ts';

const MOST = 100;

export function keptReplay(folder: string, key: string): Replay | null {
  const body = kept(folder, 'replay', key);
  return body === null ? null : decode(JSON.parse(body) as Kept);
}

export const keepReplay = (folder: string, key: string, replay: Replay): ReturnType<typeof keep> =>
  keep(folder, 'replay', key, JSON.stringify(encode(replay)), MOST);

/** Objects once each, and numbers in their place; facts without their names. */
interface Kept {
  replay: Omit<Replay, 'migrations' | 'empty' | 'final'>;
  empty: Omit<Catalog, 'objects'>;
  final: Omit<Catalog, 'objects'>;
  facts: Record<string, string[]>;
  objects: [
    kind: string,
    id: string,
    parent: string | null,
    inside: 0 | 1,
    name: string,
    platform: 0 | 1,
    values: (string | null)[],
  ][];
  before: number[];
  migrations: (Omit<ReplayedMigration, 'statements' | 'effects'> & {
    statements: (Omit<ReplayedStatement, 'effects'> & { effects: number[] })[];
    effects: number[];
  })[];
}

const NONE = -1;

function encode({ migrations, empty, final, ...replay }: Replay): Kept {
  const numbers = new Map<CatalogObject, number>();
  const objects: Kept['objects'] = [];
  const facts: Record<string, string[]> = {};
  const number = (o: CatalogObject | null): number => {
    if (!o) return NONE;
    const had = numbers.get(o);
    if (had !== undefined) return had;
    const names = facts[o.kind] ?? Object.keys(o.facts);
    facts[o.kind] = names;
    objects.push([o.kind, o.id, o.parent, o.inside ? 1 : 0, o.name, o.platform ? 1 : 0, names.map((f) => o.facts[f] ?? null)]);
    numbers.set(o, objects.length - 1);
    return objects.length - 1;
  };
  const pairs = (effects: readonly Effect[]): number[] => effects.flatMap((e) => [number(e.before), number(e.after)]);
  const { objects: _, ...emptyRest } = empty;
  const { objects: __, ...finalRest } = final;
  return {
    replay,
    empty: emptyRest,
    final: finalRest,
    facts,
    objects,
    before: [...empty.objects.values()].map(number),
    migrations: migrations.map((m) => ({
      ...m,
      statements: m.statements.map((s) => ({ ...s, effects: pairs(s.effects) })),
      effects: pairs(m.effects),
    })),
  };
}

function decode(kept: Kept): Replay {
  const objects = kept.objects.map(([kind, id, parent, inside, name, platform, values]): CatalogObject => {
    const facts: Record<string, string | null> = {};
    const names = kept.facts[kind] ?? [];
    for (let i = 0; i < names.length; i += 1) facts[names[i] ?? ''] = values[i] ?? null;
    return { kind, id, parent, inside: inside === 1, name, platform: platform === 1, facts };
  });
  const effects = (pairs: readonly number[]): Effect[] => {
    const out: Effect[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const before = objects[pairs[i] ?? NONE] ?? null;
      const after = objects[pairs[i + 1] ?? NONE] ?? null;
      const one = after ?? before;
      if (one) out.push({ key: keyOf(one.kind, one.id), before, after });
    }
    return out;
  };
  const empty = new Map(
    kept.before.flatMap((n) => (objects[n] ? [[keyOf(objects[n].kind, objects[n].id), objects[n]] as const] : [])),
  );
  const migrations = kept.migrations.map((m) => ({
    ...m,
    statements: m.statements.map((s) => ({ ...s, effects: effects(s.effects) })),
    effects: effects(m.effects),
  }));
  const replay = {
    ...kept.replay,
    migrations,
    empty: { ...kept.empty, objects: empty },
    final: { ...kept.final, objects: empty },
  };
  return { ...replay, final: { ...kept.final, objects: catalogAt(replay).objects } };
}
