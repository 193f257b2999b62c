/** Is an environment as it should be: its schema against what it was meant to be, its history against the folder? */
import { kinds } from '../../catalog/kinds.ts';
import type {
  Catalog,
  Difference,
  FactClass,
  NotCompared,
  Read,
  Replay,
  SchemaState,
  Standing,
  Unchecked,
} from '../../model/index.ts';
import { failureText } from '../../model/index.ts';
import { type Expected, expectedAfter, withoutGiven } from '../audit/expected.ts';
import { compareCatalogs, counting } from './catalogs.ts';

export interface VerifiedEnvironment {
  name: string;
  /** `PostgreSQL 15.18`; null: it could not be read. */
  engine: string | null;
  objects: number;
  /** What it was held against: `0007_wide_hulk`; null: nothing could be expected. */
  expected: string | null;
  differences: Difference[];
  notCompared: NotCompared[];
  /** Where its views and rules were written anew to be compared, when they were: `PGlite 18.6`. */
  respelledOn?: string;
  /** Migrations that are recorded, and that are not; rows and migrations that are odd. */
  history: { applied: number; pending: string[]; odd: number } | null;
}

/** One environment as it was read. */
export interface One {
  name: string;
  catalog: Read<Catalog>;
  standing: Standing | null;
}

export interface Seen {
  environment: VerifiedEnvironment;
  unchecked: Unchecked[];
}

function base({ name, catalog, standing }: One): VerifiedEnvironment {
  return {
    name,
    engine: catalog.ok ? catalog.value.engine : null,
    objects: catalog.ok ? catalog.value.objects.size : 0,
    expected: null,
    differences: [],
    notCompared: [],
    ...(catalog.ok && catalog.value.respelledOn ? { respelledOn: catalog.value.respelledOn } : {}),
    history: standing
      ? {
          applied: standing.migrations.filter((m) => m.state === 'applied').length,
          pending: standing.migrations.filter((m) => m.state !== 'applied').map((m) => m.migration.name),
          odd:
            standing.orphans.length +
            standing.migrations.filter((m) => m.rows.length > 1 || m.rows.some((r) => r.faults.length > 0)).length,
        }
      : null,
  };
}

export function nothing(one: One, why: string): Seen {
  return { environment: base(one), unchecked: [{ what: `the schema of ${one.name}`, why, environment: one.name, rules: [] }] };
}

/** Against a catalog that was saved. */
export function against(one: One, saved: Read<SchemaState>): Seen {
  if (!one.catalog.ok) return nothing(one, one.catalog.why);
  if (!saved.ok) return nothing(one, saved.why);
  return held(one, one.catalog.value, { catalog: saved.value.catalog, says: saved.value.name });
}

/** Against what the migrations make that it records; those of a folder that does not replay to its end are not to be had. */
export function replayed(one: One, replay: Read<Replay>): Seen {
  if (!one.catalog.ok) return nothing(one, one.catalog.why);
  if (!replay.ok) return nothing(one, replay.why);
  if (!one.standing) return nothing(one, 'its history could not be read');
  const executed = new Set(one.standing.migrations.flatMap((m) => (m.state === 'applied' ? [m.migration.name] : [])));
  const { failure, migrations } = replay.value;
  const beyond = [...executed].filter((name) => !migrations.some((m) => m.migration === name));
  if (failure && beyond.length > 0)
    return nothing(one, `the folder replays up to ${failure.migration} only: ${failureText(failure)}`);
  return held(one, withoutGiven(one.catalog.value, replay.value), expectedAfter(replay.value, executed));
}

function held(one: One, live: Catalog, { catalog, says }: Expected): Seen {
  const { differences, notCompared } = compareCatalogs(catalog, live, kinds);
  return { environment: { ...base(one), expected: says, differences, notCompared }, unchecked: [] };
}

/** In order; each environment in the first group that it is like. */
export function groups(catalogs: ReadonlyMap<string, Read<Catalog>>, classes: ReadonlySet<FactClass>): string[][] {
  const found: { names: string[]; catalog: Catalog }[] = [];
  for (const [name, catalog] of catalogs) {
    if (!catalog.ok) continue;
    const like = found.find((g) => counting(compareCatalogs(g.catalog, catalog.value, kinds).differences, classes).length === 0);
    if (like) like.names.push(name);
    else found.push({ names: [name], catalog: catalog.value });
  }
  return found.map((g) => g.names);
}
