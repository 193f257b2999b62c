/** How far one environment has really come: its catalog and rows against the replay, and the judgement put to the test. */
import { kinds } from '../catalog/kinds.ts';
import { compareCatalogs } from '../compare/catalogs.ts';
import { factReader } from '../compare/effect-facts.ts';
import { expectedAfter, withoutGiven } from '../compare/expected.ts';
import { isSilent, isThere, judgeMigration, type SeedsFound, standsBy } from '../compare/judge-migrations.ts';
import { judgeStatements } from '../compare/judge-statements.ts';
import type { Audit, Catalog, JudgedMigration, Migration, Read, Replay, Seed, Standing } from '../model/index.ts';

/** Asks for the rows that a migration brings: how many of those keys are there. null: it may not be asked. */
export type AskSeeds = (seeds: readonly { migration: string; seed: Seed }[]) => Promise<(number | null)[]>;

/** Runs these texts on an empty shadow, and reads what is there then. */
export type TryOut = (texts: readonly { name: string; text: string }[]) => Promise<Read<{ engine: string; catalog: Catalog }>>;

export interface Audited {
  environment: string;
  live: Catalog;
  replay: Replay;
  migrations: readonly Migration[];
  standing: Standing | null;
  askSeeds: AskSeeds;
  tryOut: TryOut;
}

export async function auditOf({
  environment,
  live: whole,
  replay,
  migrations,
  standing,
  askSeeds,
  tryOut,
}: Audited): Promise<Audit> {
  const live = withoutGiven(whole, replay);
  const reader = factReader(kinds, [live.spelledBy, replay.final.spelledBy]);
  const judgements = judgeStatements(replay, live, reader);
  const found = await seedsFound(replay, live, askSeeds);
  const recorded = new Set(standing?.migrations.flatMap((m) => (m.state === 'applied' ? [m.migration.name] : [])));
  const judged = replay.migrations.map((replayed, i) =>
    judgeMigration(
      { replayed, judgements: judgements[i] ?? [], seeds: found.get(replayed.migration) ?? new Map() },
      live,
      replay.final,
      { file: migrations.find((m) => m.name === replayed.migration)?.file ?? null },
      recorded.has(replayed.migration),
    ),
  );
  const taken = hypothesis(judged);
  const tried = await proofOf(taken, replay, judged, migrations, tryOut);
  const { differences, notCompared } = compareCatalogs(live, tried.catalog, kinds);
  const stands = standsBy(judged);
  const telling = differences.filter((d) => d.class === 'structural' && !d.within);
  return {
    environment,
    migrations: judged,
    stands: stands ?? { is: 'near', migration: taken.at(-1) ?? null, differences: telling.length },
    drift: differences,
    notCompared,
    proof: tried.engine === null ? null : { engine: tried.engine, replayed: taken },
    ...(tried.unproven === undefined ? {} : { unproven: tried.unproven }),
  };
}

/** What must have run for the schema to be as it is. What is silent before the last that is there changes nothing by being among them. */
function hypothesis(judged: readonly JudgedMigration[]): string[] {
  const last = judged.findLastIndex((m) => isThere(m) || m.verdict === 'partly');
  return judged
    .slice(0, last + 1)
    .filter((m) => isThere(m) || m.verdict === 'partly' || isSilent(m))
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
      .map((seed) => ({ migration, seed })),
  );
  const counts = asked.length > 0 ? await askSeeds(asked) : [];
  const found = new Map<string, Map<string, { brought: number; found: number }>>();
  asked.forEach(({ migration, seed }, i) => {
    const count = counts[i];
    if (count === null || count === undefined) return;
    const tables = found.get(migration) ?? new Map();
    tables.set(seed.table, { brought: seed.keys.length, found: count });
    found.set(migration, tables);
  });
  return found;
}
