/** What brings the folder and one environment together: both made again on a shadow, tried there, and taken back. */
import { Problem } from '../../base/problem.ts';
import { kinds } from '../../catalog/kinds.ts';
import { withoutGiven } from '../../compare/audit/expected.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { declaredDifferences, objectWords } from '../../compare/catalogs/declared.ts';
import { systemNamed } from '../../legacy/system-named.ts';
import type { Audit, Catalog, LegacyHistory, Read, Readings, Reconciliation, Replay, TableName } from '../../model/index.ts';
import { got, keyOf, STOCK_TABLE } from '../../model/index.ts';
import { namesIn } from '../../sql/names.ts';
import { legacyMigrations } from '../audit/legacy-migrations.ts';
import { schemaSql } from '../kit/drizzle-states.ts';
import { nextSnapshot } from '../kit/next-snapshot.ts';
import type { Looking } from '../looking.ts';
import { extensionsDeclared } from '../replay/surroundings.ts';
import type { Seen } from '../seen.ts';
import { onShadow } from '../shadow/on-shadow.ts';
import { withoutTables } from './beside-system.ts';
import { extensionsIn } from './differ.ts';
import { assumedBy, grantedOn } from './granted.ts';
import { factsIn } from './live-facts.ts';
import { placeOn } from './place.ts';
import { type Trying, tryOut } from './reconciliation-trial.ts';
import { schemaLines } from './schema-lines.ts';
import { statementsOn } from './statements-on.ts';

/** Of the only environment that is looked at. */
export async function readReconciliation(looking: Looking, seen: Seen, read: Readings): Promise<Read<Reconciliation>> {
  const [environment] = looking.environments;
  if (!environment) return { ok: false, why: 'no environment was chosen' };
  const { name } = environment;
  const ground = groundOf(name, looking, seen, read);
  if (!ground.ok) return ground;
  const { live, replay, histories } = ground.value;
  const { url: _, ...surroundings } = looking.project.shadow ?? {};
  const extracted = await factsIn(looking, environment);
  if (!extracted.ok) return extracted;
  const facts = extracted.value;
  const made = [...replay.final.objects.values()].flatMap((o) => (o.kind === 'extension' ? namesIn(o.name) : []));
  const extensions = [...made, ...(await extensionsIn(facts)), ...extensionsDeclared(surroundings)];
  const { system } = ground.value;
  const into = looking.aim === 'schema';
  const kept = withoutGiven(live, replay).objects;
  const { differences } = compareCatalogs(replay.final, { ...live, objects: kept }, kinds);
  return onShadow(looking, seen.project.root, [...new Set(extensions)], async (shadow) => {
    // Drizzle's folder stays as it is when the files are another system's.
    const snapshot = system ? ELSEWHERE : await nextSnapshot(seen.project, seen.folder);
    const said = system ? ELSEWHERE : await schemaSql(seen.project);
    const granted = await grantedOn(shadow, surroundings, [facts], histories);
    const { folder, ...tried } = await tryOut({
      shadow,
      live: { facts, catalog: live },
      migrations: seen.migrations.ok ? seen.migrations.value : [],
      replaying: {
        history: { table: seen.project.table, line: seen.project.line },
        ...{ histories, surroundings, brought: granted.brought, cache: null },
      },
      replay,
      histories,
      granted,
      drop: looking.objects ?? [],
      differing: new Set(differences.map((d) => keyOf(d.kind, d.id))),
      leftAlone: new Set([...live.objects.keys()].filter((key) => !kept.has(key))),
      audit: auditOf(name, read),
      ...(system ? { system } : {}),
    });
    const like = folder?.catalog ?? null;
    const made = !said.ok ? said : like ? await statementsOn(shadow, said.value, like, histories, granted, tried.roles) : null;
    const beside = besideSchema(made, replay.final, like);
    const { unsaid } = beside;
    const lines =
      into && said.ok && made?.ok && folder && unsaid.ok
        ? await schemaLines({
            ...{
              project: seen.project,
              shadow,
              histories,
              granted,
              said: said.value,
              folder,
              found: tried,
              unsaid: unsaid.value,
            },
            schema: await placeOn(shadow, histories),
          })
        : null;
    const assumed = assumedBy(granted);
    return got({
      environment: name,
      ...tried,
      snapshot,
      ...beside,
      ...(lines ? { lines } : {}),
      ...(assumed.length > 0 ? { assumed } : {}),
    });
  });
}

const ELSEWHERE = { ok: false, why: 'the files are another system’s' } as const;

/**
 * `made`: what schema.ts makes, or why that is not known. `was`, `folder`: what the folder makes without and with the new migration.
 * A schema.ts that says what the folder said before it took something over from the database is not ahead of it.
 */
function besideSchema(
  made: Read<Catalog> | null,
  was: Catalog,
  folder: Catalog | null,
): Pick<Reconciliation, 'unsaid' | 'unmade'> {
  if (!made || !folder) return { unsaid: { ok: false, why: 'the migration was not tried' }, unmade: [] };
  if (!made.ok) return { unsaid: made, unmade: [] };
  const found = declaredDifferences(made.value, folder).filter((d) => d.is !== 'renamed');
  const before = new Set(declaredDifferences(made.value, was).map(objectWords));
  const unmade = found.filter((d) => d.is === 'left-only' || (d.is === 'changed' && before.has(objectWords(d))));
  return {
    unsaid: got(found.filter((d) => d.is === 'right-only' || d.is === 'changed').map(objectWords)),
    unmade: unmade.map(objectWords),
  };
}

interface Ground {
  live: Catalog;
  replay: Replay;
  histories: TableName[];
  system: Trying['system'];
}

function groundOf(name: string, { aim }: Looking, seen: Seen, read: Readings): Read<Ground> {
  const live = read.catalogs?.ok ? read.catalogs.value.get(name) : undefined;
  if (!live?.ok) return live ?? { ok: false, why: 'it was not read' };
  if (!read.replay?.ok) return read.replay ?? { ok: false, why: 'the folder was not replayed' };
  const { failure } = read.replay.value;
  if (failure)
    return {
      ok: false,
      why: `the folder replays up to ${failure.migration} only: ${failure.message}${failure.file ? ` (${failure.file}:${failure.line ?? 1})` : ''}`,
    };
  const standing = read.standings?.ok ? read.standings.value.get(name) : undefined;
  if (!standing?.ok) return standing ?? { ok: false, why: 'its history could not be read' };
  if (standing.value.migrations.some((m) => m.state !== 'applied')) return { ok: false, why: 'migrations are pending there' };
  const database = seen.databases.get(name);
  const history = database?.ok ? database.value.history : undefined;
  const all = [STOCK_TABLE, seen.project.table, ...(history ? [history.configured, ...history.others] : [])].map((t) => ({
    schema: t.schema,
    name: t.name,
  }));
  if (aim === undefined || aim === 'schema')
    return got({ live: live.value, replay: read.replay.value, histories: all, system: undefined });
  const legacies = seen.legacies?.ok ? seen.legacies.value.get(name) : seen.legacies;
  if (!legacies?.ok) return legacies ?? { ok: false, why: 'the other systems were not read' };
  // A tool makes its own table before its first file.
  const tables = legacies.value.flatMap(({ table }) => (table ? [table] : []));
  const system = systemOf(legacies.value, aim);
  return system.ok
    ? got({
        live: withoutTables(live.value, tables),
        replay: read.replay.value,
        histories: [...all, ...tables],
        system: system.value,
      })
    : system;
}

function systemOf(legacies: readonly LegacyHistory[], typed: string): Read<NonNullable<Trying['system']>> {
  try {
    const { folder, files } = systemNamed(legacies, typed, '').history;
    return got({ folder, migrations: legacyMigrations(files).filter((m) => m.sql.ok) });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, why: error.message, because: error.code };
  }
}

function auditOf(name: string, { audits }: Readings): Audit | null {
  const read = audits?.ok ? audits.value.get(name) : undefined;
  return read?.ok ? read.value.own : null;
}
