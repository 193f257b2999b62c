/** How far one environment has really come in one folder: its catalog and rows against the replay, and the judgement put to the test. */
import { kinds } from '../../catalog/kinds.ts';
import { factReader } from '../../compare/audit/effect-facts.ts';
import { expectedAfter, withoutGiven } from '../../compare/audit/expected.ts';
import { isThere, judgeMigration, standsBy, type Told } from '../../compare/audit/judge-migrations.ts';
import type { SeedsFound } from '../../compare/audit/judge-rows.ts';
import { judgeStatements } from '../../compare/audit/judge-statements.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import type { Audit, Catalog, Effect, JudgedMigration, Migration, MigrationSystem, Replay } from '../../model/index.ts';
import type { AskRows, AskSeeds, TryOut } from './asking.ts';
import { impossibleAlone } from './run-alone.ts';

export interface Audited {
  environment: string;
  system: MigrationSystem;
  live: Catalog;
  replay: Replay;
  migrations: readonly Migration[];
  /** Names of those that the system's own history holds. */
  recorded: ReadonlySet<string>;
  askSeeds: AskSeeds;
  askRows: AskRows;
  tryOut: TryOut;
}

/** With the catalog that what was judged executed makes. */
export async function auditOf(audited: Audited): Promise<{ audit: Audit; expected: Catalog }> {
  const { environment, system, live: whole, replay, migrations, recorded, askSeeds, tryOut } = audited;
  const live = withoutGiven(whole, replay);
  const reader = factReader(
    kinds,
    [live, replay.final].map((c) => Math.floor(c.versionNumber / 10_000)),
    { alike: live.spelledBy === replay.final.spelledBy, otherwise: live.spelledOtherwise },
  );
  const texts = textsOf(replay, migrations);
  const judgements = judgeStatements(replay, texts, live, reader);
  const textOfStatement = new Map(replay.migrations.flatMap((m, i) => m.statements.map((s, j) => [s, texts[i]?.[j] ?? ''])));
  const found = await seedsFound(replay, live, askSeeds);
  const told = replay.migrations.map((replayed, i) =>
    judgeMigration(
      { replayed, judgements: judgements[i] ?? [], seeds: found.get(replayed.migration) ?? new Map() },
      { live, replay, texts: textOfStatement },
      { file: migrations.find((m) => m.name === replayed.migration)?.file ?? null },
      recorded.has(replayed.migration),
    ),
  );
  const judged = told.map((t) => t.judged);
  await withoutTheirOwn(told, texts, migrations, tryOut);
  await addLosses(judged, replay, live, audited.askRows);
  const taken = hypothesis(judged);
  const tried = await proofOf(taken, replay, judged, migrations, tryOut);
  const { differences, notCompared } = compareCatalogs(live, tried.catalog, kinds);
  const stands = standsBy(judged);
  const telling = differences.filter((d) => d.class === 'structural' && !d.within);
  const audit: Audit = {
    environment,
    system,
    migrations: judged,
    stands: stands ?? { is: 'near', migration: taken.at(-1) ?? null, differences: telling.length },
    drift: differences,
    notCompared,
    proof: tried.engine === null ? null : { engine: tried.engine, replayed: taken },
    ...(tried.unproven === undefined ? {} : { unproven: tried.unproven }),
  };
  return { audit, expected: tried.catalog };
}

/** Rows that could not have been written without the rest of their migration were not written either. */
async function withoutTheirOwn(
  told: readonly Told[],
  texts: readonly (readonly string[])[],
  migrations: readonly Migration[],
  tryOut: TryOut,
): Promise<void> {
  const judged = told.map((t) => t.judged);
  // Whatever may have run is taken to have run.
  const alone = told.flatMap(({ waits }, migration) =>
    waits.map((statement) => ({ migration, statement, text: texts[migration]?.[statement] ?? '' })),
  );
  const ran = judged.flatMap((m, place) =>
    m.verdict !== 'not-executed' && told[place]?.waits.length === 0
      ? [{ place, name: m.migration, text: textOf(m.migration, migrations, m.verdict === 'partly' ? m : undefined) }]
      : [],
  );
  const impossible = await impossibleAlone(alone, ran, tryOut);
  for (const [place, { judged: m, waits }] of told.entries()) {
    const denied = waits.filter((statement) => impossible.has(`${place} ${statement}`));
    for (const statement of m.statements.filter((_, i) => denied.includes(i))) {
      statement.verdict = 'not-executed';
      statement.speaksAgainst.push('it cannot run without what its migration makes');
    }
    if (waits.length > 0 && denied.length === waits.length) m.verdict = 'not-executed';
  }
}

/** Statement by statement, as they stand in the files. */
const textsOf = (replay: Replay, migrations: readonly Migration[]): string[][] =>
  replay.migrations.map(({ migration, statements }) => {
    const sql = migrations.find((m) => m.name === migration)?.sql;
    return statements.map((s) => (sql?.ok ? sql.value.text.slice(s.offset, s.offset + s.length) : ''));
  });

/** Whoever runs a migration late should know what it takes away by now. */
async function addLosses(judged: readonly JudgedMigration[], replay: Replay, live: Catalog, askRows: AskRows): Promise<void> {
  const found = judged.flatMap((m, i) =>
    m.statements.flatMap((statement, j) => {
      const dropped =
        statement.verdict === 'not-executed' ? lostBy(replay.migrations[i]?.statements[j]?.effects ?? [], live) : [];
      return dropped.length > 0 ? [{ statement, dropped }] : [];
    }),
  );
  const relations = [...new Set(found.flatMap((f) => f.dropped.map((d) => d.relation)))];
  if (relations.length === 0) return;
  const counts = new Map((await askRows(relations)).map((count, i) => [relations[i], count]));
  for (const { statement, dropped } of found) {
    const loses = dropped.map(({ what, relation }) => ({ what, rows: counts.get(relation) ?? null })).filter((l) => l.rows !== 0);
    if (loses.length > 0) statement.loses = loses;
  }
}

function lostBy(effects: readonly Effect[], live: Catalog): { what: string; relation: string }[] {
  const gone = effects.filter((e) => e.after === null && live.objects.has(e.key));
  const tables = gone.flatMap(({ before }) => (before?.kind === 'table' ? [before.id] : []));
  const columns = gone.flatMap(({ before }) =>
    before?.kind === 'column' && before.parent !== null && !tables.includes(before.parent)
      ? [{ what: `column ${before.id}`, relation: before.parent }]
      : [],
  );
  return [...tables.map((id) => ({ what: `table ${id}`, relation: id })), ...columns];
}

/** What must have run for the schema to be as it is. What is silent before the last that is there changes nothing by being among them. */
function hypothesis(judged: readonly JudgedMigration[]): string[] {
  const last = judged.findLastIndex((m) => isThere(m) || m.verdict === 'partly');
  return judged
    .slice(0, last + 1)
    .filter((m) => m.verdict !== 'not-executed')
    .map((m) => m.migration);
}

interface Tried {
  catalog: Catalog;
  engine: string | null;
  unproven?: string;
}

/** A prefix of the folder has been executed by the replay itself; anything else is executed now. */
async function proofOf(
  taken: readonly string[],
  replay: Replay,
  judged: readonly JudgedMigration[],
  migrations: readonly Migration[],
  tryOut: TryOut,
): Promise<Tried> {
  const folded = expectedAfter(replay, new Set(taken)).catalog;
  const partly = new Map(judged.filter((m) => m.verdict === 'partly').map((m) => [m.migration, m]));
  const isPrefix = taken.every((name, i) => replay.migrations[i]?.migration === name);
  if (isPrefix && partly.size === 0) return { catalog: folded, engine: replay.engine };
  const texts = taken.map((name) => ({ name, text: textOf(name, migrations, partly.get(name)) }));
  const tried = await tryOut(texts);
  if (!tried.ok) return { catalog: folded, engine: null, unproven: tried.why };
  return { catalog: withoutGiven(tried.value.catalog, replay), engine: tried.value.engine };
}

/** Of one that ran partly, the statements that are not known to be missing. */
function textOf(name: string, migrations: readonly Migration[], partly: JudgedMigration | undefined): string {
  const sql = migrations.find((m) => m.name === name)?.sql;
  const text = sql?.ok ? sql.value.text : '';
  if (!partly) return text;
  return partly.statements
    .filter((s) => s.verdict !== 'not-executed')
    .map((s) => text.slice(s.offset, s.offset + s.length))
    .join(';\n--> statement-breakpoint\n');
}

/** Seeds are asked for where the table is there with those columns, and PostgreSQL did not make up their keys. */
async function seedsFound(replay: Replay, live: Catalog, askSeeds: AskSeeds): Promise<Map<string, SeedsFound>> {
  const asked = replay.migrations.flatMap(({ migration, seeds }) =>
    seeds
      .filter((s) => s.generated.length === 0 && !s.cut && s.columns.every((c) => live.objects.has(`column ${s.table}.${c}`)))
      .map((seed) => ({
        migration,
        seed,
        comparable: seed.content.every((c) => live.objects.has(`column ${seed.table}.${c}`)),
      })),
  );
  const counts = asked.length > 0 ? await askSeeds(asked) : [];
  const found = new Map<string, Map<string, { brought: number; found: number; same: number }>>();
  asked.forEach(({ migration, seed }, i) => {
    const count = counts[i];
    if (count === null || count === undefined) return;
    const tables = found.get(migration) ?? new Map();
    tables.set(seed.table, { brought: seed.keys.length, ...count });
    found.set(migration, tables);
  });
  return found;
}
