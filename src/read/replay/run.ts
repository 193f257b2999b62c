/** Runs the migrations in a shadow, one transaction each, and writes down what every statement did. */
import type { Kind } from '../../catalog/kind.ts';
import type { Result } from '../../drivers/session.ts';
import type {
  CatalogObject,
  Effect,
  Migration,
  NotCompared,
  ReplayedMigration,
  ReplayedStatement,
  ReplayFailure,
  SqlFacts,
  TableName,
  Wrote,
} from '../../model/index.ts';
import { fold } from '../../model/index.ts';
import { createHistoryTable } from '../../sql/history.ts';
import { identifier, literal, qualified } from '../../sql/quote.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { ShadowStopped } from '../shadow/stopped.ts';
import { failureOf, nowhere } from './failure.ts';
import { type SeenRows, seedsOf } from './seeds.ts';
import { type Portion, portionsOf } from './sendable.ts';
import { startWatch, type Watch } from './watch.ts';
import { wrapped, writes } from './wrapped.ts';

export interface Ran {
  migrations: ReplayedMigration[];
  failure?: ReplayFailure;
  /** The whole statement that failed. */
  stuck?: string;
  /** Before the first. */
  empty: ReadonlyMap<string, CatalogObject>;
  /** Read as a whole at the end, everything that the statements moved was seen. */
  whole: boolean;
  notCompared: NotCompared[];
}

export interface Running {
  shadow: Shadow;
  migrations: readonly Migration[];
  facts: (migration: Migration) => Promise<SqlFacts>;
  kinds: readonly Kind[];
  /** Where Drizzle's table is made before anything else, as its migrator does: files may speak of it. */
  history: { table: TableName; line: '0.x' | '1.0' };
  histories: readonly TableName[];
  /** Everything is read again behind each statement: slow, and what the other way is measured by. */
  whole?: boolean;
}

export async function runAll(running: Running): Promise<Ran> {
  const { shadow, migrations, kinds, history } = running;
  const { schema } = history.table;
  if (schema !== 'public') await shadow.send(`create schema if not exists ${identifier(schema)}`);
  await shadow.send(createHistoryTable(history.table, history.line));
  const asked = { major: Math.floor(shadow.versionNumber / 10_000), histories: running.histories };
  const watch = await startWatch((text) => shadow.send(text), asked, kinds);
  const empty = new Map(watch.held.objects);
  const done: ReplayedMigration[] = [];
  const seen: SeenRows = new Map();
  for (const migration of migrations) {
    const ran = await runOne(running, watch, migration, seen);
    if (!ran.ok) {
      const { failure, stuck } = ran;
      return { migrations: done, failure, empty, whole: true, notCompared: [], ...(stuck === undefined ? {} : { stuck }) };
    }
    done.push(ran.value);
  }
  const left = await watch.all(false);
  return { migrations: done, empty, whole: left.length === 0, notCompared: await watch.notCompared() };
}

type Stop = { failure: ReplayFailure; stuck?: string };
type One = { ok: true; value: ReplayedMigration } | ({ ok: false } & Stop);

async function runOne(running: Running, watch: Watch, migration: Migration, seen: SeenRows): Promise<One> {
  const { shadow, history } = running;
  if (!migration.sql.ok) return { ok: false, failure: nowhere(migration, migration.sql.why) };
  const portions = portionsOf(migration.sql.value.text, await running.facts(migration));
  if (!portions.ok) return { ok: false, failure: nowhere(migration, portions.why, portions.line) };
  const statements: ReplayedStatement[] = [];
  const written = new Set<string>();
  const last = portions.value.at(-1);
  const recorded = record(history, migration);
  for (const portion of portions.value) {
    const ending = portion === last ? recorded : null;
    const stop = await runPortion(running, watch, migration, portion, ending, statements, written);
    if (stop) return { ok: false, ...stop };
  }
  if (!last) await shadow.send(recorded);
  return {
    ok: true,
    value: {
      migration: migration.name,
      statements,
      effects: net(statements.map((s) => s.effects)),
      seeds: await seedsOf((text) => shadow.send(`begin; set local role none;\n${text};\nrollback`).then(answers), seen, [
        ...written,
      ]),
    },
  };
}

async function runPortion(
  running: Running,
  watch: Watch,
  migration: Migration,
  { statements, alone }: Portion,
  ending: string | null,
  done: ReplayedStatement[],
  written: Set<string>,
): Promise<Stop | null> {
  const { shadow } = running;
  const [begun] = answers(await shadow.send(alone ? watch.probe : `begin;\n${watch.probe}`));
  watch.begun(begun?.rows ?? []);
  for (const statement of statements) {
    const mayWrite = writes(statement);
    const sends = wrapped(statement, watch, alone, mayWrite);
    let results: Result[];
    try {
      results = await sends.send(shadow);
    } catch (error) {
      const failure = failureOf(migration, statement, error, sends.lead);
      if (!(error instanceof ShadowStopped)) await shadow.send('rollback');
      return { failure, stuck: statement.text };
    }
    const { tag, wrote, oids, moved } = sends.read(results);
    for (const oid of oids) written.add(oid);
    const effects = running.whole ? await watch.all(!alone) : await watch.moved(moved, !alone);
    const { chunk, offset, length, line } = statement;
    done.push({ chunk, offset, length, line, tag, effects, wrote, touches: touches(effects, wrote, mayWrite, running.kinds) });
  }
  const texts = [...(ending === null ? [] : [ending]), ...(alone ? [] : ['commit'])];
  if (texts.length === 0) return null;
  const [last] = statements.slice(-1);
  try {
    await shadow.send(texts.join(';\n'));
    return null;
  } catch (error) {
    if (!last) throw error;
    // A deferred constraint speaks at the end: no statement is to blame by its place.
    return { failure: { ...failureOf(migration, last, error, 0), statement: null } };
  }
}

const answers = (results: readonly Result[]): Result[] => results.filter((r) => r.tag.startsWith('SELECT'));

function touches(
  effects: readonly Effect[],
  wrote: readonly Wrote[],
  mayWrite: boolean,
  kinds: readonly Kind[],
): ReplayedStatement['touches'] {
  const schema = effects.some((e) => !movesOnly(e, kinds));
  const data = wrote.length > 0 || mayWrite;
  return schema ? (data ? 'both' : 'schema') : data ? 'data' : 'nothing';
}

/** Only how far a sequence has come, or whether a view is filled. */
function movesOnly({ before, after }: Effect, kinds: readonly Kind[]): boolean {
  if (!before || !after) return false;
  const facts = kinds.find((k) => k.name === after.kind)?.facts ?? {};
  return Object.keys(after.facts).every((f) => after.facts[f] === before.facts[f] || facts[f]?.class === 'position');
}

/** What is left of them all. */
export function net(steps: readonly (readonly Effect[])[]): Effect[] {
  const first = new Map<string, CatalogObject | null>();
  const objects = new Map<string, CatalogObject>();
  for (const effects of steps) {
    for (const { key, before } of effects) if (!first.has(key)) first.set(key, before);
    fold(objects, effects);
  }
  return [...first].flatMap(([key, before]): Effect[] => {
    const after = objects.get(key) ?? null;
    if (before === null && after === null) return [];
    if (before && after && JSON.stringify(before) === JSON.stringify(after)) return [];
    return [{ key, before, after }];
  });
}

function record({ table, line }: Running['history'], migration: Migration): string {
  const hash = migration.sql.ok ? migration.sql.value.hash : '';
  const columns = line === '1.0' ? 'hash, created_at, name' : 'hash, created_at';
  const name = line === '1.0' ? `, ${literal(migration.name)}` : '';
  return `insert into ${qualified(table)} (${columns}) values (${literal(hash)}, ${migration.when ?? 'null'}${name})`;
}
