/** Does each environment have the expected schema and history? And are the environments alike? */
import { Problem } from '../base/problem.ts';
import { counting } from '../compare/catalogs/catalogs.ts';
import { CLASSES, COUNT, countedClasses } from '../compare/catalogs/classes.ts';
import { objectWords } from '../compare/catalogs/declared.ts';
import type { Quick } from '../compare/catalogs/prints.ts';
import { quickly } from '../compare/catalogs/quickly.ts';
import { against, groups, nothing, replayed, type VerifiedEnvironment } from '../compare/catalogs/verified.ts';
import { judge } from '../compare/judge.ts';
import type {
  AnyRule,
  Catalog,
  Command,
  Difference,
  FactClass,
  Finding,
  Read,
  Readings,
  Replay,
  SchemaState,
  Standing,
  Unchecked,
} from '../model/index.ts';
import { failureText } from '../model/index.ts';

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

/** With --quick: nothing is expected, so `against` is null and `environments` empty. */
export type QuickData = VerifyData & Quick;

export default {
  name: 'verify',
  says: 'does each environment have the expected schema and history? environments against each other too',
  about: [
    'The folder is replayed on a throw-away database, and each environment is held against what the migrations that it records make.',
    'Histories are held against the folder, and the environments against each other; schema.ts and the newest snapshot are held',
    'against the folder as well, in the words of the project’s drizzle-kit. --against holds the environments against a file that',
    '`audit --save` wrote instead. --quick holds the environments against each other alone, by a hash that each server makes of its',
    'whole catalog: one query an environment, no replay. Nothing is ever changed. Exit status: 0 as expected, 1 not.',
  ].join('\n'),
  changes: false,
  judges: true,
  flags: [
    { name: 'against', value: '<file>', says: 'a catalog that audit --save wrote, instead of the folder' },
    { name: 'databases', says: 'the databases alone: schema.ts and the snapshots are not looked at, drizzle-kit is not started' },
    { name: 'quick', says: 'are the environments alike? By fingerprints alone: one query each, without folder and histories' },
    {
      name: 'watch',
      value: '<seconds>',
      says: 'look again every few seconds for so long, at the databases alone, and print what changed; whole only where a fingerprint moved, and at the end, which decides the status',
    },
    COUNT,
  ],
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
    'snapshots',
    'schema',
    'snapshot',
    'acknowledged',
  ],
  seesWith: { quick: ['prints'], watch: ['prints'] },
  leaves: {
    against: ['replay', 'schema', 'snapshot'],
    databases: ['schema', 'snapshot'],
    quick: ['standings', 'catalogs', 'replay', 'states', 'snapshots', 'schema', 'snapshot', 'acknowledged'],
  },
  states: ({ flags }) => flags.get('against')?.slice(-1) ?? [],
  prints({ flags }) {
    const counted = countedClasses(flags.get('count') ?? []);
    const quick = flags.has('quick');
    if (quick && flags.has('against'))
      throw new Problem('usage', '--quick and --against do not go together.', {
        why: 'A saved catalog has no fingerprint: only a server makes one. --quick holds environments against each other.',
        fix: `npx tidemark verify --against ${flags.get('against')?.at(-1)}\nnpx tidemark verify --quick`,
      });
    // Whoever watches is told of what does not count as well, as a number; sequences move all the time.
    const classes = quick ? counted : CLASSES.filter((c) => c !== 'position' || counted.includes(c));
    return { classes, between: quick };
  },
  think(read, args, rules) {
    const counted = countedClasses(args.flags.get('count') ?? []);
    if (args.flags.has('quick')) {
      const { quick, ...said } = quickly(read, counted);
      return { kind: 'report', findings: [], ...said, data: { against: null, assumed: [], counted, environments: [], ...quick } };
    }
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
    const failure = replay?.ok ? replay.value.failure : undefined;
    if (failure && environments.every((e) => e.unchecked.length === 0))
      unchecked.push({
        what: `${failure.migration} and what follows it`,
        why: `the folder does not replay: ${failureText(failure)}`,
        rules: [],
      });
    for (const e of environments) unchecked.push(...e.unchecked);
    const verified = environments.map((e) => e.environment);
    const classes = new Set(counted);
    const { findings, unread } = judgedBy(rules, read);
    unchecked.push(...unread);
    const drifted = verified.filter((e) => open(e, findings, classes).length > 0);
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
    const ahead = findings.filter((f) => f.environment === undefined && f.severity === 'error' && !f.acknowledged);
    const clean =
      drifted.length === 0 &&
      ahead.length === 0 &&
      behind.length === 0 &&
      unchecked.every((u) => u.absent) &&
      verified.length > 0;
    return {
      kind: 'report',
      exit: clean ? 0 : 1,
      verdict: verdict(
        data,
        [
          ...drifted.map((e) => `${e.name} differs in ${count(open(e, findings, classes).length, 'object')}`),
          ...behind.map((e) => `${e.name} has ${told(e)}`),
          ...(ahead.length > 0 ? ['schema.ts is not what the migrations make'] : []),
        ],
        unchecked,
      ),
      findings,
      unchecked,
      data,
    };
  },
} satisfies Command<VerifyData>;

/** The rules about what schemas really are; what they could not see of the databases or the replay is told by verify itself. */
function judgedBy(rules: readonly AnyRule[], read: Readings): { findings: Finding[]; unread: Unchecked[] } {
  const acknowledged = read.acknowledged?.ok ? read.acknowledged.value : [];
  const { judged, unchecked } = judge(
    rules.filter((r) => r.needs.includes('replay')),
    read,
    acknowledged,
  );
  const own = [read.schema, read.snapshot].flatMap((r) => (r && !r.ok ? [r.why] : []));
  return { findings: judged.map((j) => j.finding), unread: unchecked.filter((u) => own.includes(u.why)) };
}

/** Differences that count and that nobody has acknowledged. */
function open(
  { name, differences }: VerifiedEnvironment,
  findings: readonly Finding[],
  classes: ReadonlySet<FactClass>,
): Difference[] {
  const left = new Set(
    findings.flatMap((f) =>
      f.acknowledged && f.environment === name && f.rule === 'environment-drift' ? [f.subject.object] : [],
    ),
  );
  return counting(differences, classes).filter((d) => !d.within && !left.has(objectWords(d)));
}

function verdict({ environments }: VerifyData, wrong: readonly string[], unchecked: readonly Unchecked[]): string {
  if (environments.length === 0) return 'No database is configured.';
  const parts = [...wrong, ...(unchecked.some((u) => !u.absent) ? ['not everything could be checked'] : [])];
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
