/** The folder and a copy of the live schema on one shadow: which statements bring them together, and do they? */
import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { decisions, reconciled } from '../../compare/catalogs/reconciled.ts';
import { unwritten } from '../../compare/catalogs/unwritten.ts';
import { weighing } from '../../compare/catalogs/way-proof.ts';
import type {
  Audit,
  Catalog,
  Comparison,
  Difference,
  Migration,
  Reconciliation,
  Replay,
  TableName,
  WayStatement,
} from '../../model/index.ts';
import { got, keyOf } from '../../model/index.ts';
import { identifier } from '../../sql/quote.ts';
import { type ReplayOptions, replayOf } from '../replay/replay.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { absentOf, asMade, systemMade, withSystem } from './beside-system.ts';
import { type Between, readFacts, statementsBetween } from './differ.ts';
import { type Choice, mixedFacts, placeOf } from './mixed-facts.ts';
import { originals } from './original-statements.ts';
import { catalogOf, emptyPlace, type Place, sent, UNCHECKED, withRoles } from './way.ts';

export interface Trying {
  shadow: Shadow;
  live: Place;
  migrations: readonly Migration[];
  replaying: ReplayOptions;
  replay: Replay;
  histories: readonly TableName[];
  /** Objects that somebody named. */
  drop: readonly string[];
  /** Keys of objects in which the live schema itself differs from what the folder makes. */
  differing: ReadonlySet<string>;
  /** Keys of live objects that nothing is held against. */
  leftAlone: ReadonlySet<string>;
  audit: Audit | null;
  /** Another migration system, whose files make things too. */
  system?: { folder: string; migrations: readonly Migration[] };
}

type Tried = Pick<
  Reconciliation,
  'beside' | 'objects' | 'strangers' | 'database' | 'again' | 'undo' | 'migration' | 'roles' | 'proof' | 'remains'
> & {
  /** What the folder makes with the new migration; null: it was not tried so far. */
  folder: Place | null;
};

export async function tryOut(trying: Trying): Promise<Tried> {
  const { shadow, live, histories, replay } = trying;
  const scope = { histories, access: false };
  const blank: Tried = {
    objects: [],
    strangers: [],
    database: [],
    again: [],
    undo: null,
    migration: [],
    roles: [],
    proof: got({ engine: shadow.engine, notCompared: [] }),
    remains: [],
    folder: null,
  };
  const refused = (tried: Tried, why: string, remains: Difference[] = []): Tried => ({
    ...tried,
    proof: { ok: false, why },
    remains,
  });

  const empty = await emptyPlace(shadow, histories);
  const toCopy = await statementsBetween(empty.facts, live.facts, scope);
  const makeCopy = async (): Promise<string | null> => {
    const lacking = await withRoles(shadow, toCopy.roles);
    if (lacking.length > 0) return `the shadow lacks the roles ${lacking.join(', ')}, and none may be made there`;
    const unmade = await sent(shadow, toCopy.statements, true);
    if (unmade)
      return `no copy of ${shadow.engine === live.catalog.engine ? 'it' : 'the live schema'} could be made on ${shadow.engine}: ${unmade.says}`;
    await sent(shadow, unwritten(compareCatalogs(await catalogOf(shadow, histories), live.catalog, kinds)), false);
    return null;
  };
  const makeFolder = async (): Promise<void> => {
    await replayOf(shadow, trying.migrations, trying.replaying);
    await rolesOn(shadow, toCopy.roles);
  };
  const { system } = trying;
  const made = system
    ? await systemMade({ ...trying, migrations: system.migrations, makeFolder, place: () => placeOn(shadow, histories) })
    : null;
  const settled = made ? asMade(made, live.catalog) : new Set<string>();

  const uncopied = await makeCopy();
  if (uncopied) return refused(blank, uncopied);
  const copy = await placeOn(shadow, histories);
  // A definition that was read and run again may be written otherwise (`IN` over varchar): what is like the folder's stays so.
  const unlike = weighing(compareCatalogs(copy.catalog, live.catalog, kinds), ['structural']);
  const alike = (d: Difference): boolean => {
    const key = keyOf(d.kind, d.id);
    return d.is === 'changed' && (!trying.differing.has(key) || settled.has(key));
  };
  const uncopyable = unlike.filter((d) => !alike(d));
  if (uncopyable.length > 0) return refused(blank, `the copy on ${shadow.engine} was not like the live schema`, uncopyable);
  const otherwise = new Set(unlike.map((d) => keyOf(d.kind, d.id)));

  await makeFolder();
  let folder = await placeOn(shadow, histories);
  if (system && made) {
    blank.beside = { folder: system.folder, leftOut: made.leftOut, absent: absentOf(made, folder.catalog, copy.catalog) };
    const besides = await run(shadow, await statementsBetween(folder.facts, await withSystem(folder, made, copy.catalog), scope));
    if (besides.refused)
      return refused(blank, `what ${system.folder} makes could not be made beside what the folder makes: ${besides.refused}`);
    folder = await placeOn(shadow, histories);
  }
  const held = (left: Catalog, right: Catalog): Comparison => {
    const { differences, notCompared } = compareCatalogs(left, right, kinds);
    return {
      differences: differences.filter((d) => !trying.leftAlone.has(keyOf(d.kind, d.id)) && !otherwise.has(keyOf(d.kind, d.id))),
      notCompared,
    };
  };
  const found = held(folder.catalog, copy.catalog).differences;
  const { objects, strangers } = reconciled(found, replay, trying.drop);
  const tried: Tried = { ...blank, objects, strangers };
  if (objects.length === 0 || strangers.length > 0) return tried;

  const chosen = new Map([...decisions(objects, found)].map(([key, does]) => [placed(found, key), does]));
  const of =
    (does: ReadonlyMap<string, Choice>) =>
    (place: string): Choice =>
      does.get(chosen.get(place) ?? '');
  const inFolder = await mixedFacts(folder.facts, copy.facts, of(new Map<string, Choice>([['adopt', 'other']])));
  const inDatabase = await mixedFacts(
    copy.facts,
    folder.facts,
    of(
      new Map<string, Choice>([
        ['make', 'other'],
        ['put-back', 'other'],
        ['drop', 'gone'],
      ]),
    ),
  );

  const written = await run(shadow, await statementsBetween(folder.facts, inFolder, scope));
  if (written.refused)
    return refused({ ...tried, migration: written.statements }, `a statement of the migration was refused: ${written.refused}`);
  let end = await placeOn(shadow, histories);
  // What pg-delta does not write.
  const more = unwritten({
    ...held(end.catalog, copy.catalog),
    differences: held(end.catalog, copy.catalog).differences.filter((d) => chosen.get(placeOf(d.kind, d.id)) === 'adopt'),
  });
  if (more.length > 0 && !(await sent(shadow, more, false))) end = await placeOn(shadow, histories);
  const result: Tried = { ...tried, migration: [...written.statements, ...more], roles: written.roles, folder: end };

  const meets = (reached: Catalog): Difference[] => weighing(held(end.catalog, reached), ['structural']);
  const proven = (comparison: Catalog): Tried['proof'] =>
    got({ engine: shadow.engine, notCompared: held(end.catalog, comparison).notCompared });
  if (!objects.some((o) => o.does !== 'adopt')) {
    const remains = meets(copy.catalog);
    return remains.length > 0
      ? refused(result, 'something would still differ', remains)
      : { ...result, proof: proven(copy.catalog), undo: [] };
  }

  const way = await statementsBetween(copy.facts, inDatabase, scope);
  let last: Tried = result;
  for (const candidate of [originals(trying, objects), { again: [], way }]) {
    if (candidate.way.statements.length === 0) continue;
    await makeCopy();
    const done = await run(shadow, candidate.way);
    const database = done.statements;
    last = { ...result, database, again: candidate.again };
    if (done.refused) {
      last = refused(last, `a statement was refused: ${done.refused}`);
      continue;
    }
    let reached = await placeOn(shadow, histories);
    const besides = unwritten(flipped(held(end.catalog, reached.catalog)));
    if (besides.length > 0 && !(await sent(shadow, besides, false))) reached = await placeOn(shadow, histories);
    const remains = meets(reached.catalog);
    last = { ...last, database: [...database, ...besides] };
    if (remains.length > 0) {
      last = refused(last, 'something would still differ', remains);
      continue;
    }
    const back = await run(shadow, await statementsBetween(reached.facts, copy.facts, scope));
    const restored =
      back.refused === null &&
      weighing(compareCatalogs(await catalogOf(shadow, histories), copy.catalog, kinds), ['structural']).length === 0;
    const loses = last.database.some((s) => s.destroys);
    return {
      ...last,
      proof: proven(reached.catalog),
      undo: restored && !loses && !back.statements.some((s) => s.alone) ? back.statements.map((s) => s.sql) : null,
    };
  }
  return last;
}

export const placeOn = async (shadow: Shadow, histories: readonly TableName[]): Promise<Place> => ({
  facts: await readFacts({ send: (text) => shadow.send(text), keeps: true }),
  catalog: await catalogOf(shadow, histories),
});

/** Bodies of functions are looked at unless one names what comes later. */
async function run(
  shadow: Shadow,
  { statements, functions, roles }: Pick<Between, 'statements' | 'functions' | 'roles'>,
): Promise<{ statements: WayStatement[]; roles: string[]; refused: string | null }> {
  const first = await sent(shadow, statements, false);
  if (!first || !functions) return { statements, roles, refused: first ? `${first.says}: ${first.sql}` : null };
  const unchecked = [UNCHECKED, ...statements];
  const second = await sent(shadow, unchecked, false);
  return { statements: unchecked, roles, refused: second ? `${second.says}: ${second.sql}` : null };
}

const flipped = ({ differences, notCompared }: Comparison): Comparison => ({
  notCompared,
  differences: differences.map((d) => ({
    ...d,
    left: d.right,
    right: d.left,
    is: d.is === 'left-only' ? 'right-only' : d.is === 'right-only' ? 'left-only' : d.is,
    facts: d.facts.map((f) => ({ ...f, left: f.right, right: f.left })),
  })),
});

/** A role may be there already, made for the folder. */
async function rolesOn(shadow: Shadow, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const [known] = await shadow.send('select rolname::text as name from pg_roles');
  const there = new Set(known?.rows.map((row) => row['name']));
  for (const name of names) if (!there.has(name)) await shadow.send(`create role ${identifier(name)}`);
}

function placed(found: readonly Difference[], key: string): string {
  const d = found.find((one) => keyOf(one.kind, one.id) === key);
  return d ? placeOf(d.kind, d.id) : key;
}
