/** In which order do the migrations of two folders stand, and how are they called then? */
import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { Merging, Migration, Woven } from '../../model/index.ts';
import { prefixOf } from './numbers.ts';
import { belowEarlier } from './order.ts';
import { keyOf } from './snapshot-chain.ts';

export interface Weaving {
  /** Paths of the two folders. */
  ownPath: string;
  otherPath: string;
  own: readonly Migration[];
  other: readonly Migration[];
  /** Names of those that go behind all others, with new times. */
  last: readonly string[];
  /** Above every time that the folders and the databases know. */
  fresh: number;
  /** drizzle.config's; null: numbers. */
  prefix: string | null;
}

/** By their times. Throws a Problem where these do not tell, or where the two say different things of one migration. */
export function weave(weaving: Weaving): Woven[] {
  const { own, other, ownPath, otherPath } = weaving;
  checkSide(own, ownPath, '');
  checkSide(other, otherPath, ` --out ${otherPath}`);
  for (const m of other) checkTexts(m, weaving);
  const twins = new Map(other.map((m) => [m, twinOf(m, own)]));
  const shared = new Set(twins.values());
  const all: Woven[] = [
    ...own.map((m): Woven => ({ migration: m, was: m, from: shared.has(m) ? 'both' : 'own' })),
    ...other.filter((m) => !twins.get(m)).map((m): Woven => ({ migration: m, was: m, from: 'other' })),
  ].sort((a, b) => timeOf(a.was) - timeOf(b.was));
  const late = weaving.last.map((name) => meant(name, all));
  const inTime = all.filter((w) => !late.includes(w));
  const same = inTime.find((w, i) => i > 0 && timeOf(w.was) === timeOf((inTime[i - 1] ?? w).was));
  if (same)
    throw new Problem('same-time', `${same.was.name} has the time of another migration, ${timeOf(same.was)}.`, {
      why: 'Only their times tell in which order migrations of two folders belong, and of two with one time Drizzle runs one only. Nothing was changed.',
      fix: `Say that it goes last: --last ${placeOf(same)}`,
    });
  const ordered = [...inTime, ...all.filter((w) => late.includes(w))];
  const woven = ordered.map((w, position): Woven => {
    const time = late.includes(w) ? { when: weaving.fresh + position - inTime.length } : {};
    return { ...w, migration: { ...w.was, ...time, position, name: nameAt(w.was.name, position, weaving.prefix) } };
  });
  checkNames(woven);
  return woven;
}

/** The migration of the own folder that this one of the other folder is as well. */
export function twinOf(one: Migration, own: readonly Migration[]): Migration | undefined {
  const sameText = (m: Migration): boolean => m.sql.ok && one.sql.ok && m.sql.value.plainHash === one.sql.value.plainHash;
  return own.find((m) => sameText(m) && (m.when === one.when || m.name === one.name));
}

/** Of what an earlier merge kept: migrations that it did not bring along, because the own folder makes all of it. */
export function leftOut({ own, other }: Pick<Merging, 'own' | 'other'>): Migration[] {
  const ours = own.migrations.ok ? own.migrations.value : [];
  return other.migrations.ok ? other.migrations.value.filter((m) => m.sql.ok && !twinOf(m, ours)) : [];
}

/** The own folder as an earlier merge left it: `archived` names what it brought along, by time, or by name where that is a new one. */
export function wovenBefore(own: readonly Migration[], archived: readonly Migration[]): Woven[] {
  const brought = archived.filter((m) => !m.sql.ok);
  const free = own.filter((m) => !brought.some((b) => b.when === m.when));
  const rest = ({ name }: Migration): string => name.slice(name.indexOf('_') + 1);
  const came = brought.map((b) => own.find((m) => m.when === b.when) ?? free.findLast((m) => rest(m) === rest(b)));
  return own.map((m) => ({ migration: m, was: m, from: came.includes(m) ? 'other' : 'own' }));
}

function checkTexts(one: Migration, { own, ownPath, otherPath }: Weaving): void {
  const clash = twinOf(one, own) ? undefined : own.find((m) => m.name === one.name && m.when === one.when);
  if (!clash) return;
  throw new Problem('two-texts', `${one.name} lies in ${ownPath} and in ${otherPath}, and says something else in each.`, {
    why: `Name and time are the same, so it is one migration, and only one of the texts can be what ran: ${clash.file} or ${one.file}. Nothing was changed.`,
    fix: 'Put the text that ran into both files, then run the same command again.\nWhich one ran: npx tidemark audit',
  });
}

const timeOf = ({ when }: Migration): number => when ?? 0;

function checkSide(migrations: readonly Migration[], path: string, out: string): void {
  const broken = migrations.find((m) => !m.sql.ok || m.when === null || !m.entry);
  if (broken)
    throw new Problem('folder-unsound', `${path} has to be sound before it is merged: ${broken.name}.`, {
      why: `${broken.sql.ok ? 'Its journal entry has no time' : broken.sql.why}. Nothing was changed.`,
      fix: `npx tidemark doctor${out}\nThen run the same command again.`,
    });
  const [below] = belowEarlier(migrations);
  if (below)
    throw new Problem('times-not-increasing', `In ${path} ${below.migration.name} is older than ${below.above.name} before it.`, {
      why: 'The order of the two folders is found by the times in their journals, so each has to be in order itself. Nothing was changed.',
      fix: `npx tidemark doctor${out}\nThen run the same command again.`,
    });
}

/** Two of one number share one snapshot: what belongs to which is not known. */
export function checkNumbers(migrations: readonly Migration[], path: string, out: string): void {
  const seen = new Map<string, Migration>();
  for (const m of migrations) {
    const key = keyOf(m.name, 'journal');
    const twin = seen.get(key);
    seen.set(key, m);
    if (!twin) continue;
    throw new Problem('same-number', `In ${path} ${twin.name} and ${m.name} have the same number.`, {
      why: 'They share one snapshot, so one of the two is lost, and a merge would have to make it up. Nothing was changed.',
      fix: `npx tidemark repair duplicate-prefix${out}\nThen run the same command again.`,
    });
  }
}

/** The one that is meant by a word of the person. Throws a Problem where none or several are. */
export function meant(typed: string, all: readonly Woven[]): Woven {
  const found = all.filter((w) => isCalled(w, typed));
  if (found[0] && found.length === 1) return found[0];
  const near = nearest(
    typed,
    all.map((w) => w.was.name),
  );
  const places = found.map(placeOf);
  throw new Problem(
    'unknown-migration',
    found.length > 1 ? `${typed} may be ${places.join(' or ')}.` : `There is no migration ${typed}.`,
    {
      why:
        found.length > 1
          ? 'One is called so now, or after the merge. Nothing was changed.'
          : 'Neither folder has it. Nothing was changed.',
      fix:
        found.length > 1
          ? `Type the one that is meant: ${places.join(', or ')}`
          : near
            ? `Did you mean ${near}?`
            : 'npx tidemark status',
    },
  );
}

/** By the name that it has or had, or by its place now: `old/drizzle/0001_age`. */
export const isCalled = (one: Woven, typed: string): boolean =>
  typed === one.migration.name || typed === one.was.name || typed === placeOf(one);

/** What names it alone, whatever the other folder holds. */
export const placeOf = ({ was }: Woven): string =>
  was.file?.endsWith('.sql') ? was.file.slice(0, -'.sql'.length) : (was.file ?? was.name);

/** Numbers follow the order; names without one, such as dates, stay where drizzle.config asks for no numbers. */
function nameAt(name: string, position: number, prefix: string | null): string {
  if (prefix !== null && prefix !== 'index') return name;
  const number = String(position).padStart(4, '0');
  const rest = prefixOf(name) === null ? name : name.slice(name.indexOf('_') + 1);
  return prefixOf(name) === number ? name : `${number}_${rest}`;
}

/** drizzle-kit 0.31 finds its snapshots by the part of the name before the first `_`, and takes the last by code units. */
function checkNames(all: readonly Woven[]): void {
  const at = all.findIndex(
    (w, i) => i > 0 && keyOf(w.migration.name, 'journal') <= keyOf(all[i - 1]?.migration.name ?? '', 'journal'),
  );
  if (at === -1) return;
  throw new Problem(
    'names-out-of-order',
    `${all[at]?.migration.name} would stand behind ${all[at - 1]?.migration.name}, and its name sorts before it.`,
    {
      why: 'drizzle-kit takes the snapshot whose name sorts last for the newest. This project names migrations otherwise than by numbers, so they are not renamed. Nothing was changed.',
      fix: "Let drizzle.config name them by numbers (migrations: { prefix: 'index' }), then run the same command again.",
    },
  );
}
