/** What does PostgreSQL make of the folder, statement by statement? Runs it in a shadow, or finds an earlier run of the same texts. */
import { fingerprint } from '../../base/fingerprint.ts';
import type { Kind } from '../../catalog/kind.ts';
import { kinds as every } from '../../catalog/kinds.ts';
import type { Catalog, Migration, Replay, ReplayFailure, SqlFacts, TableName } from '../../model/index.ts';
import { catalogAt } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { factsOf } from '../../sql/facts.ts';
import { split } from '../../sql/split.ts';
import { build } from '../build.ts';
import { sqlParser } from '../folder/sql-parser.ts';
import type { PlannedShadow, Shadow } from '../shadow/shadow.ts';
import { keepReplay, keptReplay } from './kept.ts';
import { type Names, namesIn } from './names.ts';
import { type Ran, type Running, runAll } from './run.ts';
import { surround } from './surround.ts';
import { type Declared, declared, guessed, type Surrounding } from './surroundings.ts';

export interface ReplayOptions {
  /** The table that Drizzle's migrator makes before the first file. */
  history: { table: TableName; line: '0.x' | '1.0' };
  /** History tables that are left out of the catalogs; default: that one. */
  histories?: readonly TableName[];
  /** By path, as far as they are known already. */
  sql?: ReadonlyMap<string, SqlFacts>;
  kinds?: readonly Kind[];
  /** What is there before the first file. */
  surroundings?: Declared;
  /** Besides: what the place of a database brings along. */
  brought?: readonly Surrounding[];
  /** An absolute folder where replays are kept; null: nowhere. */
  cache?: string | null;
}

/** Each makes the folder be replayed from its beginning. */
const GUESSES = 8;

/** A planned shadow is opened only when nothing was kept, and ended; an open one is left as it is after the last migration. */
export async function replayOf(
  shadow: Shadow | PlannedShadow,
  migrations: readonly Migration[],
  options: ReplayOptions,
): Promise<Replay> {
  const { cache = null } = options;
  const key = cache === null ? null : keyOf('identity' in shadow ? shadow.identity : shadow.engine, migrations, options);
  const kept = cache !== null && key !== null ? keptReplay(cache, key) : null;
  if (kept) return kept;
  const open = 'identity' in shadow ? await shadow.open() : shadow;
  try {
    const replay = await replayed(open, migrations, options);
    const settled = !replay.failure || ('identity' in shadow && shadow.closed && refused(replay.failure));
    if (cache !== null && key !== null && settled) keepReplay(cache, key, replay);
    return replay;
  } finally {
    if ('identity' in shadow) await open.end();
  }
}

/** What stopped a folder on a server may be mended without a word in it: an extension is installed, a role may do more; and memory, time and disk are others the next time. */
const refused = ({ sqlstate }: ReplayFailure): boolean => sqlstate !== null && !/^(53|57|58|XX)/.test(sqlstate);

/** The extensions that the files create: what a shadow has to have. */
export async function extensionsOf(
  migrations: readonly Migration[],
  surroundings: ReplayOptions['surroundings'] = {},
): Promise<string[]> {
  const speaking = migrations.filter((m) => m.sql.ok && m.sql.value.text.toLowerCase().includes('extension'));
  // Without one the parser need not be loaded, which takes longer than everything else that finds a kept replay.
  const created = speaking.length === 0 ? [] : (await namesOf(speaking)).extensions;
  return [...new Set([...created, ...declared(surroundings).flatMap((s) => s.extensions ?? [])])];
}

async function replayed(shadow: Shadow, migrations: readonly Migration[], options: ReplayOptions): Promise<Replay> {
  const { history, histories = [history.table], kinds = every, surroundings = {}, brought = [] } = options;
  const known = new Map<Migration, SqlFacts>();
  const facts = async (m: Migration): Promise<SqlFacts> => {
    const had = known.get(m) ?? options.sql?.get(m.file ?? '') ?? factsOf(m.sql.ok ? m.sql.value.text : '', await sqlParser());
    known.set(m, had);
    return had;
  };
  const before = [...declared(surroundings), ...brought];
  const wanted = await extensionsOf(migrations);
  const running: Running = { shadow, migrations, facts, kinds, history, histories };
  let folder: Names | null = null;
  for (let guesses = 0; ; guesses += 1) {
    const missing = await shadow.reset([...wanted, ...before.flatMap((s) => s.extensions ?? [])]);
    for (const one of before) await surround(shadow, one);
    const ran = await runAll(running);
    const assumed = before.flatMap((s) => s.says ?? []);
    const finished = (): Promise<Replay> => finish(running, ran, assumed, missing, before);
    if (!ran.failure || ran.stuck === undefined || guesses === GUESSES) return finished();
    folder ??= await namesOf(migrations);
    const more = guessed(ran.failure, namesIn([ran.stuck], await sqlParser()), folder).filter(
      (s) => !before.some((b) => b.name === s.name) && !(s.extensions ?? []).some((e) => missing.includes(e)),
    );
    const able = await creatable(shadow, more);
    if (able.length === 0) return finished();
    before.push(...able);
  }
}

/** Without a shadow that has it, a guessed extension would only fail earlier and elsewhere. */
async function creatable(shadow: Shadow, more: readonly Surrounding[]): Promise<Surrounding[]> {
  const extensions = more.flatMap((s) => s.extensions ?? []);
  if (extensions.length === 0) return [...more];
  const missing = await shadow.reset(extensions);
  return more.filter((s) => !(s.extensions ?? []).some((e) => missing.includes(e)));
}

async function finish(
  running: Running,
  ran: Ran,
  assumed: string[],
  missing: readonly string[],
  before: readonly Surrounding[],
): Promise<Replay> {
  const { shadow } = running;
  if (!ran.whole && !running.whole) {
    // Something moved that leaves no trace where we look. Reading everything behind each statement is slow and always right.
    await shadow.reset(before.flatMap((s) => s.extensions ?? []));
    for (const one of before) await surround(shadow, one);
    return finish(running, await runAll({ ...running, whole: true }), assumed, missing, before);
  }
  const { engine, versionNumber } = shadow;
  const { migrations, notCompared } = ran;
  const empty: Catalog = {
    versionNumber,
    engine,
    spelledBy: Math.floor(versionNumber / 10_000),
    notCompared,
    objects: ran.empty,
  };
  const failure = ran.failure && missing.length > 0 ? { ...ran.failure, hint: without(engine, missing) } : ran.failure;
  const replay = { engine, versionNumber, migrations, ...(failure ? { failure } : {}), assumed, empty, final: empty };
  return { ...replay, final: catalogAt(replay) };
}

const without = (engine: string, missing: readonly string[]): string =>
  `${engine} does not have ${missing.join(', ')}. A server that has it would do: shadow: { url: 'postgres://…' } in tidemark.config.`;

async function namesOf(migrations: readonly Migration[]): Promise<Names> {
  const texts = migrations.flatMap((m) =>
    m.sql.ok
      ? piecesOf(m.sql.value.text).flatMap((p) =>
          split(p.text).statements.map((s) => p.text.slice(s.offset, s.offset + s.length)),
        )
      : [],
  );
  return namesIn(texts, await sqlParser());
}

function keyOf(identity: string, migrations: readonly Migration[], options: ReplayOptions): string {
  const { history, histories = [history.table], kinds = every, surroundings = {}, brought = [] } = options;
  return fingerprint({
    build: build(),
    identity,
    kinds: kinds.map((k) => k.name),
    history,
    histories,
    surroundings,
    brought,
    migrations: migrations.map((m) => [m.name, m.file, m.when, m.sql.ok ? m.sql.value.hash : m.sql.why]),
  });
}
