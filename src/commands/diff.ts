/** How do two schemas differ, object by object? */
import { Problem } from '../base/problem.ts';
import { kinds } from '../catalog/kinds.ts';
import { compareCatalogs, counting } from '../compare/catalogs.ts';
import { COUNT, countedClasses } from '../compare/classes.ts';
import type { Command, Difference, FactClass, NotCompared, Read, Readings, SchemaState } from '../model/index.ts';

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
}

export default {
  name: 'diff',
  says: 'how two schemas differ: two of environment, schema, snapshot, migrations, a saved file, a URL',
  about: [
    'A state is the name of an environment · schema (what schema.ts makes) · snapshot (the newest one) · migrations (what the folder',
    'makes; migrations@0007 up to one, migrations@main as git has it there) · legacy:<folder> (another tool’s files) · a file that',
    '`audit --save` wrote · a URL. What counts as different is structure; --count adds cosmetic, access, position or platform.',
    'Nothing is ever changed. Exit status: 0 alike, 1 different.',
  ].join('\n'),
  changes: false,
  positionals: [
    { name: 'a', says: 'the state that is compared' },
    { name: 'b', says: 'the state it is compared with' },
  ],
  flags: [COUNT],
  sees: ['project', 'environments', 'states'],
  states: ({ positionals }) => [...positionals],
  think(read, args) {
    const [a, b] = [stateOf(read, 0, args.positionals), stateOf(read, 1, args.positionals)];
    const counted = countedClasses(args.flags.get('count') ?? []);
    const data: DiffData = { left: side(a), right: side(b), counted, classes: {}, differences: [], notCompared: [] };
    const lost = [a, b].flatMap((s) => (s.read.ok ? [] : [{ name: s.name, why: s.read.why }]));
    if (!a.read.ok || !b.read.ok) throw unreadable(lost);
    const { differences, notCompared } = compareCatalogs(a.read.value.catalog, b.read.value.catalog, kinds);
    for (const d of differences) data.classes[d.class] = (data.classes[d.class] ?? 0) + 1;
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
