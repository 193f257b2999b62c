/** Does each environment have the expected schema and history? And are the environments alike? */
import { counting } from '../compare/catalogs.ts';
import { COUNT, countedClasses } from '../compare/classes.ts';
import { against, groups, nothing, replayed, type VerifiedEnvironment } from '../compare/verified.ts';
import type { Catalog, Command, FactClass, Read, Readings, Replay, SchemaState, Standing, Unchecked } from '../model/index.ts';

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

function verdict(
  { environments }: VerifyData,
  drifted: readonly VerifiedEnvironment[],
  behind: readonly VerifiedEnvironment[],
  unchecked: readonly Unchecked[],
  classes: ReadonlySet<FactClass>,
): string {
  if (environments.length === 0) return 'No database is configured.';
  const parts = [
    ...drifted.map(
      (e) => `${e.name} differs in ${count(counting(e.differences, classes).filter((d) => !d.within).length, 'object')}`,
    ),
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

const savedState = (read: Readings): Read<SchemaState> =>
  read.states?.ok
    ? ([...read.states.value.values()][0] ?? { ok: false, why: 'it was not read' })
    : (read.states ?? { ok: false, why: 'it was not read' });

const folderOf = (read: Readings): string => (read.folder?.ok ? `${read.folder.value.path}/` : 'the folder');

function standingOf(read: Readings, name: string): Standing | null {
  const standing = read.standings?.ok ? read.standings.value.get(name) : undefined;
  return standing?.ok ? standing.value : null;
}
