/** A replay on disk, so that the next one costs milliseconds: by a hash of all that it depends on. Deleting it costs time only. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../base/fingerprint.ts';
import type { Catalog, CatalogObject, Effect, Replay, ReplayedMigration, ReplayedStatement } from '../../model/index.ts';
import { catalogAfter, keyOf } from '../../model/index.ts';
import { errnoOf } from '../errno.ts';

/** The oldest go when there are more. */
const MOST = 100;

const fileOf = (folder: string, key: string): string => join(folder, `replay-${key.slice(0, 32)}.json`);

/** null: there is none, or it is not whole, or something else lies there. */
export function keptReplay(folder: string, key: string): Replay | null {
  let text: string;
  try {
    text = readFileSync(fileOf(folder, key), 'utf8');
  } catch (error) {
    return unreadable(errnoOf(error));
  }
  const [sum = '', own = ''] = text.slice(0, 129).split('\n');
  const body = text.slice(sum.length + own.length + 2);
  return own === key.slice(0, 64) && sum === sha256(body) ? decode(JSON.parse(body) as Kept) : null;
}

/** Whatever the reason is, it is made anew. */
const unreadable = (_why: string): null => null;

/** Where it cannot be written the next run is as slow as this one, and no less right. */
export function keepReplay(folder: string, key: string, replay: Replay): { kept: true } | { kept: false; why: string } {
  const body = JSON.stringify(encode(replay));
  const path = fileOf(folder, key);
  const making = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.gitignore'), '*\n');
    writeFileSync(making, `${sha256(body)}\n${key.slice(0, 64)}\n${body}`, { mode: 0o600 });
    renameSync(making, path);
    forget(folder);
    return { kept: true };
  } catch (error) {
    rmSync(making, { force: true });
    return { kept: false, why: errnoOf(error) };
  }
}

function forget(folder: string): void {
  const all = readdirSync(folder).filter((name) => name.startsWith('replay-') && name.endsWith('.json'));
  if (all.length <= MOST) return;
  const times = all.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs })).sort((a, b) => a.at - b.at);
  for (const { name } of times.slice(0, all.length - MOST)) rmSync(join(folder, name), { force: true });
}

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
  const final = catalogAfter(replay, migrations.at(-1)?.migration ?? null);
  return { ...replay, final: { ...kept.final, objects: final.objects } };
}
