/** What exists: in the environments, in saved files, and what the project's own files make. */
import { Problem } from '../../base/problem.ts';
import type { Baseline, Catalog, Evidence, EvidenceKey, Read, Replay, SchemaState } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import type { DatabaseReading } from '../database/database.ts';
import type { Looking } from '../looking.ts';
import type { Seen } from '../seen.ts';
import { groundOf } from '../shadow/ground.ts';
import { environmentCatalog } from './environment-catalog.ts';
import { readStates } from './states.ts';

type Schemas = { [K in 'catalogs' | 'prints' | 'states' | 'replay' | 'audits' | 'way' | 'baseline']?: Read<Evidence[K]> };

export async function readSchemas(keys: readonly EvidenceKey[], looking: Looking, seen: Seen | null): Promise<Schemas> {
  const { environments, hopeless = [], open } = looking;
  const out: Schemas = {};
  const replay = once(() => replayed(looking, seen));
  // Before the catalogs, over the same sessions: whoever watches sees again what changed between the two.
  if (keys.includes('prints') && seen && looking.prints)
    out.prints = got(await (await import('./prints.ts')).readPrints(seen.databases, looking, looking.prints));
  const wantsReplay = keys.includes('replay') || keys.includes('audits');
  const [catalogs, replay0] = await Promise.all([
    (keys.includes('catalogs') || keys.includes('baseline')) && seen ? catalogsOf(seen, looking) : undefined,
    wantsReplay ? replay() : undefined,
  ]);
  // An audit has folders of its own to hold them against, and what is kept of them is kept as it was read.
  const alike =
    catalogs && replay0?.ok && !keys.includes('audits') && seen
      ? await spelledAlike(catalogs, replay0.value, looking, seen)
      : catalogs;
  if (alike) out.catalogs = got(alike);
  if (replay0) out.replay = replay0;
  if (keys.includes('states')) {
    const { made } = await import('./made-states.ts');
    const root = seen?.project.root ?? looking.cwd;
    const names = looking.states ?? [];
    const states = await readStates(names, { root, environments, hopeless, open, made: made(looking, seen, replay) });
    out.states = got(seen ? await eachOther(states, looking, seen) : states);
    if (keys.includes('way')) out.way = await (await import('../way/state-way.ts')).stateWay(names, looking, seen, states);
  }
  if (keys.includes('baseline') && seen) out.baseline = await baselineOf(seen, looking, catalogs);
  if (keys.includes('audits') && seen && catalogs) {
    const { readAudits } = await import('../audit/audits.ts');
    out.audits = got(await readAudits(seen, looking, catalogs, replay0 ?? { ok: false, why: 'it was not read' }));
  }
  return out;
}

async function eachOther(
  states: ReadonlyMap<string, Read<SchemaState>>,
  looking: Looking,
  seen: Seen,
): Promise<ReadonlyMap<string, Read<SchemaState>>> {
  const spellers = new Set([...states.values()].flatMap((s) => (s.ok ? [s.value.catalog.spelledBy] : [])));
  if (spellers.size < 2) return states;
  const { likeEachOther } = await import('../spelling/spelling.ts');
  return likeEachOther(states, seen.migrations, groundOf(looking, seen.project));
}

async function spelledAlike(
  catalogs: ReadonlyMap<string, Read<Catalog>>,
  replay: Replay,
  looking: Looking,
  seen: Seen,
): Promise<Map<string, Read<Catalog>>> {
  const { migrations, standings } = seen;
  if (!migrations.ok || [...catalogs.values()].every((c) => !c.ok || c.value.spelledBy === replay.final.spelledBy))
    return new Map(catalogs);
  const { likeReplay } = await import('../spelling/spelling.ts');
  return likeReplay(catalogs, replay, standings, migrations.value, groundOf(looking, seen.project));
}

async function baselineOf(
  { project, databases, migrations }: Seen,
  looking: Looking,
  catalogs: ReadonlyMap<string, Read<Catalog>> | undefined,
): Promise<Read<Baseline>> {
  const name = looking.environments[0]?.name ?? '';
  const unread: Read<never> = { ok: false, why: 'it was not read' };
  const { readBaseline } = await import('../way/baseline.ts');
  return readBaseline(looking, {
    project,
    migrations,
    live: catalogs?.get(name) ?? unread,
    database: databases.get(name) ?? unread,
  });
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

async function replayed(looking: Looking, seen: Seen | null): Promise<Read<Replay>> {
  if (!seen) return { ok: false, why: 'there is no project' };
  const { project, migrations } = seen;
  if (!migrations.ok) return migrations;
  const { folderReplay } = await import('../replay/folder-replay.ts');
  return folderReplay(groundOf(looking, project), migrations.value);
}

const catalogsOf = async ({ databases }: Seen, looking: Looking): Promise<Map<string, Read<Catalog>>> =>
  new Map(await Promise.all([...databases].map(async ([name, d]) => [name, await catalogOf(name, d, looking)] as const)));

/** Over the session that has just read its history; other history tables than the configured one are left out too. */
async function catalogOf(name: string, database: Read<DatabaseReading>, { environments, open }: Looking): Promise<Read<Catalog>> {
  const environment = environments.find((e) => e.name === name);
  if (!database.ok) return database;
  if (!environment) return { ok: false, why: 'it was not read' };
  const { server, history } = database.value;
  try {
    return got(await environmentCatalog(await open(environment), environment, history.others, server));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, why: `${error.message} ${error.why}`, because: error.code };
  }
}
