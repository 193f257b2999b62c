/** How far has each environment come in each folder of migrations, and what does none of them explain? */
import { kinds } from '../../catalog/kinds.ts';
import { UNLISTED } from '../../compare/audit/unlisted-courses.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import type { Audit, Audits, Catalog, LegacyHistory, Migration, Project, Read, Replay } from '../../model/index.ts';
import { failureText, got, keyOf } from '../../model/index.ts';
import type { Looking } from '../looking.ts';
import { folderReplay, madeBy } from '../replay/folder-replay.ts';
import type { Seen } from '../seen.ts';
import { groundOf } from '../shadow/ground.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import { likeHistory } from '../spelling/spelling.ts';
import { auditOf } from './audit.ts';
import { legacyMigrations, legacyName } from './legacy-migrations.ts';
import { countRows, countSeeds } from './seed-rows.ts';
import { replayUnlisted, unlistedIn } from './unlisted.ts';

/** A folder with what PostgreSQL makes of it. */
interface Replayed {
  tool: string;
  folder: string;
  own: boolean;
  migrations: readonly Migration[];
  replay: Replay;
  /** Of these alone something is told; absent: of all. */
  only?: ReadonlySet<string>;
}

/** A folder, or why nothing is told of it. */
type Found = Replayed | Audits['untold'][number];

const isReplayed = (found: Found): found is Replayed => 'replay' in found;
const whyNot = (read: Read<unknown>): string => (read.ok ? '' : read.why);

/** By environment. */
export async function readAudits(
  seen: Seen,
  looking: Looking,
  catalogs: ReadonlyMap<string, Read<Catalog>>,
  own: Read<Replay>,
): Promise<Map<string, Read<Audits>>> {
  const { project, migrations } = seen;
  const folder = `${project.out}/`;
  const found: Found[] = [
    own.ok && migrations.ok
      ? { tool: 'Drizzle', folder, own: true, migrations: migrations.value, replay: own.value }
      : { what: `the migrations in ${folder}`, why: own.ok ? whyNot(migrations) : own.why, own: true },
    ...(await unlisted(seen, looking)),
    ...(await others(seen, looking)),
  ];
  const systems = found.filter(isReplayed);
  const one = async (name: string, live: Read<Catalog>): Promise<Read<Audits>> => {
    if (!live.ok) return live;
    const told: Told[] = [];
    try {
      // One session answers one question after the other.
      for (const system of systems) told.push(await ofSystem(name, live.value, system, seen, looking));
    } catch (error) {
      // What is wrong with one environment leaves the others as they are.
      return unshadowed(error);
    }
    const audits = explained(told, live.value);
    const legacies = seen.legacies?.ok ? seen.legacies.value.get(name) : seen.legacies;
    const untold: Audits['untold'] = found.flatMap((f) => (isReplayed(f) ? [] : [f]));
    if (legacies?.ok === false) untold.push({ what: `the histories of other tools in ${name}`, why: legacies.why, own: false });
    return got({
      own: audits.find((a) => a.system.own) ?? null,
      others: audits.filter((a) => !a.system.own),
      untold,
    });
  };
  return new Map(await Promise.all([...catalogs].map(async ([name, live]) => [name, await one(name, live)] as const)));
}

/** Files in the project's own folder that no journal entry lists: their effects may be there as well. */
async function unlisted({ project, folder, migrations }: Seen, looking: Looking): Promise<Found[]> {
  const files = migrations.ok ? unlistedIn(folder, migrations.value) : [];
  if (!migrations.ok || files.length === 0) return [];
  const made = await replayUnlisted(migrations.value, files, (all) => replayOf(project, looking, all));
  if (!made.ok)
    return [{ what: `${files.length} SQL files in ${project.out}/ that no journal entry lists`, why: made.why, own: false }];
  const system = { tool: UNLISTED, folder: `${project.out}/`, own: false };
  return [{ ...system, ...made.value, only: new Set(files.map((f) => f.name)) }];
}

/** Folders of other systems, each replayed once whatever the number of environments. A second table of this very folder has none of its own. */
async function others({ project, legacies }: Seen, looking: Looking): Promise<Found[]> {
  const folders = new Map<string, LegacyHistory>();
  for (const read of legacies?.ok ? legacies.value.values() : [])
    for (const h of read.ok ? read.value : [])
      if (h.folder !== null && h.folder !== project.out && h.files.some((f) => f.up)) folders.set(h.folder, h);
  const systems: Found[] = [];
  // One shadow after the other: each may be a PGlite of several hundred megabytes.
  for (const [folder, { tool, files }] of folders) {
    const migrations = legacyMigrations(files);
    const replay = await replayOf(project, looking, migrations);
    systems.push(
      replay.ok
        ? { tool, folder, own: false, migrations, replay: replay.value }
        : { what: `the migrations in ${folder}/`, why: replay.why, own: false },
    );
  }
  return systems;
}

const replayOf = (project: Project, looking: Looking, migrations: readonly Migration[]): Promise<Read<Replay>> =>
  folderReplay(
    groundOf(looking, project),
    migrations.filter((m) => m.sql.ok),
  );

interface Told {
  audit: Audit;
  expected: Catalog;
}

async function ofSystem(name: string, live: Catalog, system: Replayed, seen: Seen, looking: Looking): Promise<Told> {
  const { only, tool, folder, own, migrations, replay } = system;
  const environment = looking.environments.find((e) => e.name === name);
  if (!environment) throw new Error(`${name} was read and is not configured`);
  const session = await looking.open(environment);
  const ground = groundOf(looking, seen.project);
  const told = await auditOf({
    environment: name,
    system: { tool, folder, own },
    live: live.spelledBy === replay.final.spelledBy ? live : await likeHistory(live, replay, migrations, ground),
    replay,
    migrations,
    recorded: recordedIn(name, system, seen),
    askSeeds: (asked) => countSeeds(session, asked),
    askRows: (tables) => countRows(session, tables),
    tryOut: (texts) => madeBy(ground, texts),
  });
  const stops = replay.failure ? { stops: { migration: replay.failure.migration, why: failureText(replay.failure) } } : {};
  const audit: Audit = { ...told.audit, ...stops };
  if (!only) return { ...told, audit };
  return { ...told, audit: { ...audit, migrations: audit.migrations.filter((m) => only.has(m.migration)) } };
}

/** By hash: Drizzle ran it while it was listed. */
function recordedUnlisted(name: string, { migrations, only }: Replayed, { standings }: Seen): Set<string> {
  const standing = standings?.ok ? standings.value.get(name) : undefined;
  const hashes = new Set(standing?.ok ? standing.value.orphans.map((o) => o.hash) : []);
  const held = ({ sql }: Migration): boolean => sql.ok && hashes.has(sql.value.hash);
  return new Set(migrations.filter((m) => only?.has(m.name) && held(m)).map((m) => m.name));
}

function recordedIn(name: string, system: Replayed, seen: Seen): Set<string> {
  const { own, folder, only } = system;
  const { standings, legacies } = seen;
  if (only) return recordedUnlisted(name, system, seen);
  if (own) {
    const standing = standings?.ok ? standings.value.get(name) : undefined;
    return new Set(
      standing?.ok ? standing.value.migrations.flatMap((m) => (m.state === 'applied' ? [m.migration.name] : [])) : [],
    );
  }
  const read = legacies?.ok ? legacies.value.get(name) : undefined;
  const history = read?.ok ? read.value.find((h) => h.folder === folder) : undefined;
  return new Set(history?.standings.flatMap((s) => (s.state === 'recorded' ? [legacyName(s.file.path)] : [])) ?? []);
}

/** What another system has made is not unexplained; what one system expects, another may have taken away. */
function explained(told: readonly Told[], live: Catalog): Audit[] {
  return told.map(({ audit }) => {
    const others = told.filter((t) => t.audit !== audit);
    const drift = audit.drift.filter((d) => {
      const key = keyOf(d.kind, d.id);
      return !others.some((o) => isAs(o.expected, live, key, d.left === null));
    });
    return { ...audit, drift };
  });
}

/** That system leaves the object as it is: alike on both sides, or on neither and once made by it. */
function isAs(expected: Catalog, live: Catalog, key: string, absent: boolean): boolean {
  const [made, there] = [expected.objects.get(key), live.objects.get(key)];
  if (absent || !made || !there) return false;
  const only = (c: Catalog, object: typeof made): Catalog => ({ ...c, notCompared: [], objects: new Map([[key, object]]) });
  return compareCatalogs(only(live, there), only(expected, made), kinds).differences.every((d) => d.class !== 'structural');
}
