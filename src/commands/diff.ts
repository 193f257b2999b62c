/** How do two schemas differ, object by object? */
import { Problem } from '../base/problem.ts';
import { kinds } from '../catalog/kinds.ts';
import { compareCatalogs, counting } from '../compare/catalogs/catalogs.ts';
import { COUNT, countedClasses } from '../compare/catalogs/classes.ts';
import { proofOf, type WayProof } from '../compare/catalogs/way-proof.ts';
import type { Command, Difference, FactClass, NotCompared, Read, Readings, SchemaState, WayStatement } from '../model/index.ts';

export interface DiffSide {
  name: string;
  says: string;
  objects: number;
  notes: string[];
}

export interface DiffData {
  left: DiffSide | null;
  right: DiffSide | null;
  /** Classes that make the two different. */
  counted: FactClass[];
  /** How many differences there are of each class. */
  classes: Partial<Record<FactClass, number>>;
  differences: Difference[];
  notCompared: NotCompared[];
  /** The statements from the first to the second; only with --sql. */
  sql?: DiffSql;
}

export interface DiffSql {
  statements: WayStatement[];
  /** Who wrote them. */
  writer: string;
  /** That they name and do not make. */
  roles: string[];
  /** Kinds of object of which the writer knows nothing, where there are some. */
  unmodelled: string[];
  /** What was there on the shadow without a statement, because a provider brings it along. */
  assumed: string[];
  proof: WayProof;
}

export default {
  name: 'diff',
  says: 'how two schemas differ: two of environment, schema, snapshot, migrations, a saved file, a URL',
  about: [
    'A state is the name of an environment · schema (what schema.ts makes) · snapshot (the newest one) · migrations (what the folder',
    'makes; migrations@0007 up to one, migrations@main as git has it there) · legacy:<folder> (another tool’s files) · a file that',
    '`audit --save` wrote · a URL. What counts as different is structure; --count adds cosmetic, access, position or platform.',
    '--sql prints the statements that lead from the first to the second, and whether they did on a shadow. Owners, grants, roles,',
    'subscriptions and Drizzle’s own table are never among them.',
    'Nothing is ever changed. Exit status: 0 alike, 1 different.',
  ].join('\n'),
  changes: false,
  positionals: [
    { name: 'a', says: 'the state that is compared' },
    { name: 'b', says: 'the state it is compared with' },
  ],
  flags: [COUNT, { name: 'sql', says: 'the statements from the first to the second, tried on a shadow' }],
  sees: ['project', 'environments', 'states'],
  seesWith: { sql: ['way'] },
  states: ({ positionals }) => [...positionals],
  think(read, args) {
    const [a, b] = [stateOf(read, 0, args.positionals), stateOf(read, 1, args.positionals)];
    const counted = countedClasses(args.flags.get('count') ?? []);
    const data: DiffData = { left: side(a), right: side(b), counted, classes: {}, differences: [], notCompared: [] };
    const lost = [a, b].flatMap((s) => (s.read.ok ? [] : [{ name: s.name, why: s.read.why }]));
    if (!a.read.ok || !b.read.ok) throw unreadable(lost);
    const { differences, notCompared } = compareCatalogs(a.read.value.catalog, b.read.value.catalog, kinds);
    for (const d of differences) data.classes[d.class] = (data.classes[d.class] ?? 0) + 1;
    if (args.flags.has('sql')) data.sql = sqlOf(read, counted, a.name, b.name);
    const telling = counting(differences, new Set(counted)).filter((d) => !d.within);
    Object.assign(data, { differences, notCompared });
    return {
      kind: 'report',
      exit: telling.length > 0 ? 1 : 0,
      verdict: verdict(a.name, b.name, telling.length),
      findings: [],
      unchecked: [],
      data,
    };
  },
} satisfies Command<DiffData>;

function sqlOf(read: Readings, counted: FactClass[], from: string, to: string): DiffSql {
  const way = read.way ?? { ok: false, why: 'they were not asked for' };
  if (!way.ok)
    throw new Problem('no-statements', `No statements can be written from ${from} to ${to}.`, {
      why: way.why,
      fix: 'Without --sql the same command tells how they differ.',
    });
  const { statements, writer, roles, unmodelled, assumed = [] } = way.value;
  return { statements, writer, roles, unmodelled, assumed, proof: proofOf(way.value, counted, from) };
}

const unreadable = (lost: readonly { name: string; why: string }[]): Problem =>
  new Problem('state-unreadable', `${lost.map((l) => l.name).join(' and ')} could not be read.`, {
    why: lost.map((l) => (l.why.includes(l.name) ? l.why : `${l.name}: ${l.why}`)).join('\n'),
    fix: 'Mend what is named there, then run the same command again.',
  });

interface Side {
  name: string;
  read: Read<SchemaState>;
}

function stateOf(read: Readings, place: number, typed: readonly string[]): Side {
  const states = read.states;
  if (!states?.ok) return { name: typed[place] ?? '', read: states ?? { ok: false, why: 'it was not read' } };
  const names = [...states.value.keys()];
  // The same name twice is one state, and a password is no part of a name.
  const name = names[Math.min(place, names.length - 1)] ?? '';
  return { name, read: states.value.get(name) ?? { ok: false, why: 'it was not read' } };
}

const side = ({ read }: Side): DiffSide | null =>
  read.ok
    ? { name: read.value.name, says: read.value.says, objects: read.value.catalog.objects.size, notes: read.value.notes }
    : null;

const verdict = (a: string, b: string, count: number): string =>
  count === 0 ? `${a} and ${b} are alike.` : `${a} and ${b} differ in ${count === 1 ? 'one object' : `${count} objects`}.`;
