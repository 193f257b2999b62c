/** What brings the folder and one environment together: both made again on a shadow, tried there, and taken back. */
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import { kinds } from '../../catalog/kinds.ts';
import { withoutGiven } from '../../compare/audit/expected.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { declaredDifferences, objectWords } from '../../compare/catalogs/declared.ts';
import { DatabaseError } from '../../drivers/session.ts';
import type { Audit, Catalog, Read, Readings, Reconciliation, Replay, TableName } from '../../model/index.ts';
import { got, keyOf } from '../../model/index.ts';
import type { Looking } from '../evidence.ts';
import { schemaSql } from '../kit/drizzle-states.ts';
import { nextSnapshot } from '../kit/next-snapshot.ts';
import { openShadow, ShadowStopped } from '../shadow/shadow.ts';
import type { Seen } from '../states/schemas.ts';
import { tryOut } from './reconciliation-trial.ts';
import { overSession } from './state-way.ts';
import { statementsOn } from './statements-on.ts';

/** Of the only environment that is looked at. */
export async function readReconciliation(looking: Looking, seen: Seen, read: Readings): Promise<Read<Reconciliation>> {
  const [environment] = looking.environments;
  if (!environment) return { ok: false, why: 'no environment was chosen' };
  const { name } = environment;
  const ground = groundOf(name, seen, read);
  if (!ground.ok) return ground;
  const { live, replay, histories } = ground.value;
  const extensions = [live, replay.final].flatMap((c) =>
    [...c.objects.values()].flatMap((o) => (o.kind === 'extension' ? [o.name] : [])),
  );
  const { url, ...surroundings } = looking.project.shadow ?? {};
  const kept = withoutGiven(live, replay).objects;
  const { differences } = compareCatalogs(replay.final, { ...live, objects: kept }, kinds);
  try {
    const snapshot = await nextSnapshot(seen.project, seen.folder);
    const said = await schemaSql(seen.project);
    const facts = await overSession(await looking.open(environment));
    const shadow = await openShadow({
      major: null,
      extensions: [...new Set(extensions)],
      root: seen.project.root,
      environments: looking.environments,
      ...(url ? { shadowUrl: new Secret(url) } : {}),
    });
    try {
      const { folder, ...tried } = await tryOut({
        shadow,
        live: { facts, catalog: live },
        migrations: seen.migrations.ok ? seen.migrations.value : [],
        replaying: { history: { table: seen.project.table, line: seen.project.line }, histories, surroundings, cache: null },
        replay,
        histories,
        drop: looking.objects ?? [],
        differing: new Set(differences.map((d) => keyOf(d.kind, d.id))),
        leftAlone: new Set([...live.objects.keys()].filter((key) => !kept.has(key))),
        audit: auditOf(name, read),
      });
      const made = !said.ok ? said : folder ? await statementsOn(shadow, said.value, folder, histories, tried.roles) : null;
      return got({ environment: name, ...tried, snapshot, ...besideSchema(made, replay.final, folder) });
    } finally {
      await shadow.end();
    }
  } catch (error) {
    if (error instanceof ShadowStopped) return { ok: false, why: error.message };
    if (error instanceof DatabaseError) return { ok: false, why: `${error.message} (${error.sqlstate})` };
    if (!(error instanceof Problem)) throw error;
    return { ok: false, why: `${error.message} ${error.why}`, because: error.code };
  }
}

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
}

function groundOf(name: string, seen: Seen, read: Readings): Read<Ground> {
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
  const all = [
    { schema: 'drizzle', name: '__drizzle_migrations' },
    seen.project.table,
    ...(history ? [history.configured, ...history.others] : []),
  ];
  return got({ live: live.value, replay: read.replay.value, histories: all.map((t) => ({ schema: t.schema, name: t.name })) });
}

function auditOf(name: string, { audits }: Readings): Audit | null {
  const read = audits?.ok ? audits.value.get(name) : undefined;
  return read?.ok ? (read.value.find((a) => a.system.own) ?? null) : null;
}
