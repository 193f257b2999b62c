/** What do a history row and a migration have in common: its name, a hash of its text, its tag, its stamp? */
import type { Migration } from '../../model/folder.ts';
import type { GitText } from '../../model/git.ts';
import type { HistoryRow } from '../../model/history.ts';
import { meantStamp, readStamp, type StampKeys, type StampSign, secondKey, stampKeys, stampSign } from './stamp.ts';

/** What a row's `hash` is for a migration, strongest first. */
export type HashSign = 'hash' | 'plain' | 'git' | 'tag';

/** Migrations are named by their position in the list that was given. */
export interface Signs {
  /** Whether the folder is 1.0's, where the name identifies. */
  dated: boolean;
  byName(row: HistoryRow): readonly number[];
  byHash(row: HistoryRow, sign: HashSign): readonly number[];
  byStamp(row: HistoryRow, sign: StampSign): readonly number[];
  hashSign(row: HistoryRow, migration: number): HashSign | null;
  stampSign(row: HistoryRow, migration: number): StampSign | null;
}

const NONE: readonly number[] = [];

/** Ten thousand files may share one hash: positions come in order, so the last one is all there is to compare with. */
function add<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list.at(-1) !== value) list.push(value);
}

const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text);

/** The migration that a path, a file name or a tag speaks of; null for a real hash. */
function labelOf(text: string): string | null {
  const parts = text.trim().split(/[\\/]/);
  if (parts.at(-1) === 'migration.sql') parts.pop();
  const last = parts.at(-1) ?? '';
  const label = last.endsWith('.sql') ? last.slice(0, -4) : last;
  return label === '' || isSha256(label) ? null : label;
}

/** Everything a migration may be called in a hand-made row or entry. */
function labelsOf({ name, file, entry }: Migration): Set<string> {
  const texts: unknown[] = [entry && name.startsWith('#') ? null : name, file];
  for (const key of ['tag', 'name', 'hash', 'file']) texts.push(entry?.fields.get(key)?.value);
  const labels = new Set<string>();
  for (const text of texts) {
    const label = typeof text === 'string' ? labelOf(text) : null;
    if (label !== null) labels.add(label);
  }
  return labels;
}

/** `0003_brave_lion` and `20240101000000_brave_lion`: renumbering and `up` keep what follows the first `_`. */
function tailOf(name: string): string | null {
  const at = name.indexOf('_');
  return at === -1 || at === name.length - 1 ? null : name.slice(at + 1);
}

/** Migrations whose file an earlier text belonged to: by exact name, else by what a renumbering keeps. */
function ownersOf(migrations: readonly Migration[], texts: ReadonlyMap<string, GitText>): (hash: string) => readonly number[] {
  const byLabel = new Map<string, number[]>();
  const byTail = new Map<string, number[]>();
  migrations.forEach((migration, i) => {
    for (const label of labelsOf(migration)) {
      add(byLabel, label, i);
      const tail = tailOf(label);
      if (tail !== null) add(byTail, tail, i);
    }
  });
  return (hash) => {
    const text = texts.get(hash);
    const label = text ? labelOf(text.path) : null;
    if (label === null) return NONE;
    return byLabel.get(label) ?? byTail.get(tailOf(label) ?? '') ?? NONE;
  };
}

function plainHashes(migrations: readonly Migration[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  migrations.forEach(({ sql }, i) => {
    if (!sql.ok) return;
    add(found, sql.value.plainHash, i);
    add(found, sql.value.crlfHash, i);
  });
  return found;
}

export function signsOf(migrations: readonly Migration[], texts: ReadonlyMap<string, GitText>): Signs {
  const dated = !migrations.some((m) => m.entry);
  const byName = new Map<string, number[]>();
  const byHash = new Map<string, number[]>();
  const byLabel = new Map<string, number[]>();
  const byExact = new Map<number, number[]>();
  const bySecond = new Map<number, number[]>();
  const byEntrySecond = new Map<number, number[]>();
  const meant = migrations.map(meantStamp);
  migrations.forEach((migration, i) => {
    if (dated) add(byName, migration.name, i);
    if (migration.sql.ok) add(byHash, migration.sql.value.hash, i);
    for (const label of labelsOf(migration)) add(byLabel, label, i);
    const when = meant[i] ?? null;
    if (when === null) return;
    add(byExact, when, i);
    const key = secondKey(when);
    if (key && 'second' in key) add(bySecond, key.second, i);
    else if (key) add(byEntrySecond, key.entrySecond, i);
  });
  const owners = ownersOf(migrations, texts);
  let byPlain: Map<string, number[]> | undefined;
  const cache = new Map<HistoryRow, StampKeys>();
  const keysOf = (row: HistoryRow): StampKeys => {
    let keys = cache.get(row);
    if (!keys) {
      keys = stampKeys(readStamp(row.createdAt), dated);
      cache.set(row, keys);
    }
    return keys;
  };
  const hashSign = (row: HistoryRow, i: number): HashSign | null => {
    const { hash } = row;
    const migration = migrations[i];
    if (hash === null || !migration) return null;
    if (migration.sql.ok) {
      const { value } = migration.sql;
      if (hash === value.hash) return 'hash';
      if (hash === value.plainHash || hash === value.crlfHash) return 'plain';
    }
    if (owners(hash).includes(i)) return 'git';
    return (byLabel.get(labelOf(hash) ?? '') ?? NONE).includes(i) ? 'tag' : null;
  };
  return {
    dated,
    byName: (row) => (row.name === null ? NONE : (byName.get(row.name) ?? NONE)),
    byHash(row, sign) {
      const { hash } = row;
      if (hash === null) return NONE;
      if (sign === 'hash') return byHash.get(hash) ?? NONE;
      if (sign === 'plain') {
        byPlain ??= plainHashes(migrations);
        return (byPlain.get(hash) ?? NONE).filter((i) => hashSign(row, i) === 'plain');
      }
      if (sign === 'git') return owners(hash).filter((i) => hashSign(row, i) === 'git');
      return (byLabel.get(labelOf(hash) ?? '') ?? NONE).filter((i) => hashSign(row, i) === 'tag');
    },
    byStamp(row, sign) {
      const keys = keysOf(row);
      if (sign === 'exact') return keys.exact === null ? NONE : (byExact.get(keys.exact) ?? NONE);
      const near = keys.second === null ? NONE : (bySecond.get(keys.second) ?? NONE);
      const nearEntry = keys.entrySecond === null ? NONE : (byEntrySecond.get(keys.entrySecond) ?? NONE);
      return [...near, ...nearEntry].filter((i) => meant[i] !== keys.exact);
    },
    hashSign,
    stampSign: (row, i) => stampSign(keysOf(row), meant[i] ?? null),
  };
}
