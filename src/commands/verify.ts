/** Does each environment have the expected schema and history? And are the environments alike? */
import { kinds } from '../catalog/kinds.ts';
import { compareCatalogs, counting } from '../compare/catalogs.ts';
import { COUNT, countedClasses } from '../compare/classes.ts';
import { type Expected, expectedAfter, withoutGiven } from '../compare/expected.ts';
import type {
  Catalog,
  Command,
  Difference,
  FactClass,
  NotCompared,
  Read,
  Readings,
  Replay,
  SchemaState,
  Standing,
  Unchecked,
} from '../model/index.ts';

export interface VerifiedEnvironment {
  name: string;
  /** `PostgreSQL 15.18`; null: it could not be read. */
  engine: string | null;
  objects: number;
  /** What it was held against: `0007_wide_hulk`; null: nothing could be expected. */
  expected: string | null;
  differences: Difference[];
  notCompared: NotCompared[];
  /** Migrations that are recorded, and that are not; rows and migrations that are odd. */
  history: { applied: number; pending: string[]; odd: number } | null;
}

export interface VerifyData {
  /** What says how it should be: `drizzle/ replayed on PGlite 18.6`; null: nothing could. */
  against: string | null;
  /** What the replay took for granted. */
  assumed: string[];
  counted: FactClass[];
  environments: VerifiedEnvironment[];
  /** Environments whose schemas are alike, in classes that count. */
  alike: string[][];
}

export default {
  name: 'verify',
  says: 'does each environment have the expected schema and history? environments against each other too',
  about: [
    'The folder is replayed on a throw-away database, and each environment is held against what the migrations that it records make.',
    'Histories are held against the folder, and the environments against each other. --against holds them against a file that',
    '`audit --save` wrote instead. Nothing is ever changed. Exit status: 0 as expected, 1 not.',
  ].join('\n'),
  changes: false,
  flags: [{ name: 'against', value: '<file>', says: 'a catalog that audit --save wrote, instead of the folder' }, COUNT],
  sees: [
    'project',
    'environments',
    'folder',
    'journal',
    'migrations',
    'intended',
    'histories',
    'standings',
    'servers',
    'catalogs',
    'replay',
    'states',
  ],
  states: ({ flags }) => flags.get('against')?.slice(-1) ?? [],
  think(read, args) {
    const counted = countedClasses(args.flags.get('count') ?? []);
    const saved = args.flags.has('against') ? savedState(read) : null;
    const replay: Read<Replay> | null = saved ? null : (read.replay ?? { ok: false, why: 'it was not read' });
    const catalogs = read.catalogs?.ok ? read.catalogs.value : new Map<string, Read<Catalog>>();
    const unchecked: Unchecked[] = [];
    const environments = [...catalogs].map(([name, catalog]) => {
      const standing = standingOf(read, name);
      const given = { name, catalog, standing };
      return saved ? against(given, saved) : replay ? replayed(given, replay) : nothing(given, 'nothing says how it should be');
    });
    if (read.environments && !read.environments.ok)
      unchecked.push({
        what: 'the databases',
        why: read.environments.why,
        rules: [],
        ...(read.environments.absent ? { absent: true } : {}),
      });
    for (const e of environments) unchecked.push(...e.unchecked);
    const verified = environments.map((e) => e.environment);
    const classes = new Set(counted);
    const drifted = verified.filter((e) => counting(e.differences, classes).length > 0);
    const behind = verified.filter((e) => e.history && (e.history.pending.length > 0 || e.history.odd > 0));
    const alike = groups(catalogs, classes);
    const data: VerifyData = {
      against: saved
        ? saved.ok
          ? saved.value.says
          : null
        : replay?.ok
          ? `${folderOf(read)} replayed on ${replay.value.engine}`
          : null,
      assumed: replay?.ok ? replay.value.assumed : [],
      counted,
      environments: verified,
      alike,
    };
    const clean = drifted.length === 0 && behind.length === 0 && unchecked.every((u) => u.absent) && verified.length > 0;
    return {
      kind: 'report',
      exit: clean ? 0 : 1,
      verdict: verdict(data, drifted, behind, unchecked, classes),
      findings: [],
      unchecked,
      data,
    };
  },
} satisfies Command<VerifyData>;

interface One {
  name: string;
  catalog: Read<Catalog>;
  standing: Standing | null;
}

interface Seen {
  environment: VerifiedEnvironment;
  unchecked: Unchecked[];
}

const savedState = (read: Readings): Read<SchemaState> =>
  read.states?.ok
    ? ([...read.states.value.values()][0] ?? { ok: false, why: 'it was not read' })
    : (read.states ?? { ok: false, why: 'it was not read' });

const folderOf = (read: Readings): string => (read.folder?.ok ? `${read.folder.value.path}/` : 'the folder');

function standingOf(read: Readings, name: string): Standing | null {
  const standing = read.standings?.ok ? read.standings.value.get(name) : undefined;
  return standing?.ok ? standing.value : null;
}

function base({ name, catalog, standing }: One): VerifiedEnvironment {
  return {
    name,
    engine: catalog.ok ? catalog.value.engine : null,
    objects: catalog.ok ? catalog.value.objects.size : 0,
    expected: null,
    differences: [],
    notCompared: [],
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

function nothing(one: One, why: string): Seen {
  return { environment: base(one), unchecked: [{ what: `the schema of ${one.name}`, why, environment: one.name, rules: [] }] };
}

function against(one: One, saved: Read<SchemaState>): Seen {
  if (!one.catalog.ok) return nothing(one, one.catalog.why);
  if (!saved.ok) return nothing(one, saved.why);
  return held(one, one.catalog.value, { catalog: saved.value.catalog, says: saved.value.name });
}

/** Against what the migrations make that it records; those of a folder that does not replay to its end are not to be had. */
function replayed(one: One, replay: Read<Replay>): Seen {
  if (!one.catalog.ok) return nothing(one, one.catalog.why);
  if (!replay.ok) return nothing(one, replay.why);
  if (!one.standing) return nothing(one, 'its history could not be read');
  const executed = new Set(one.standing.migrations.flatMap((m) => (m.state === 'applied' ? [m.migration.name] : [])));
  const { failure, migrations } = replay.value;
  const beyond = [...executed].filter((name) => !migrations.some((m) => m.migration === name));
  if (failure && beyond.length > 0)
    return nothing(
      one,
      `the folder replays up to ${failure.migration} only: ${failure.message}${failure.file ? ` (${failure.file}:${failure.line ?? 1})` : ''}`,
    );
  return held(one, withoutGiven(one.catalog.value, replay.value), expectedAfter(replay.value, executed));
}

function held(one: One, live: Catalog, { catalog, says }: Expected): Seen {
  const { differences, notCompared } = compareCatalogs(catalog, live, kinds);
  return { environment: { ...base(one), expected: says, differences, notCompared }, unchecked: [] };
}

/** In order; each environment in the first group that it is like. */
function groups(catalogs: ReadonlyMap<string, Read<Catalog>>, classes: ReadonlySet<FactClass>): string[][] {
  const found: { names: string[]; catalog: Catalog }[] = [];
  for (const [name, catalog] of catalogs) {
    if (!catalog.ok) continue;
    const like = found.find((g) => counting(compareCatalogs(g.catalog, catalog.value, kinds).differences, classes).length === 0);
    if (like) like.names.push(name);
    else found.push({ names: [name], catalog: catalog.value });
  }
  return found.map((g) => g.names);
}

function verdict(
  { environments }: VerifyData,
  drifted: readonly VerifiedEnvironment[],
  behind: readonly VerifiedEnvironment[],
  unchecked: readonly Unchecked[],
  classes: ReadonlySet<FactClass>,
): string {
  if (environments.length === 0) return 'No database is configured.';
  const parts = [
    ...drifted.map((e) => `${e.name} differs in ${count(counting(e.differences, classes).length, 'object')}`),
    ...behind.map((e) => `${e.name} has ${told(e)}`),
    ...(unchecked.some((u) => !u.absent) ? ['not everything could be checked'] : []),
  ];
  if (parts.length === 0) return `${environments.length === 1 ? 'It is' : `All ${environments.length} are`} as expected.`;
  const text = parts.join('; ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

const count = (n: number, one: string): string => (n === 1 ? `one ${one}` : `${n} ${one}s`);
const told = ({ history }: VerifiedEnvironment): string =>
  [
    history && history.pending.length > 0 ? `${history.pending.length} pending` : '',
    history && history.odd > 0 ? `${history.odd} odd in its history` : '',
  ]
    .filter(Boolean)
    .join(' and ');
