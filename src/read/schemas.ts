/** What exists: in the environments, in saved files, and what the project's own files make. */
import { Problem } from '../base/problem.ts';
import type { Catalog, Evidence, EvidenceKey, Read } from '../model/index.ts';
import { got } from '../model/index.ts';
import type { DatabaseReading } from './database.ts';
import { environmentCatalog } from './environment-catalog.ts';
import type { Looking } from './evidence.ts';
import { readStates } from './states.ts';

/** null: there is no project. */
interface Seen {
  root: string;
  databases: ReadonlyMap<string, Read<DatabaseReading>>;
}

type Schemas = { [K in 'catalogs' | 'states']?: Read<Evidence[K]> };

export async function readSchemas(keys: readonly EvidenceKey[], looking: Looking, seen: Seen | null): Promise<Schemas> {
  const { environments, hopeless = [], open } = looking;
  const { root, databases } = seen ?? { root: looking.cwd, databases: new Map<string, Read<DatabaseReading>>() };
  const out: Schemas = {};
  if (keys.includes('catalogs'))
    out.catalogs = got(
      new Map(await Promise.all([...databases].map(async ([name, d]) => [name, await catalogOf(name, d, looking)] as const))),
    );
  if (keys.includes('states'))
    out.states = got(await readStates(looking.states ?? [], { root, environments, hopeless, open, made: () => null }));
  return out;
}

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
