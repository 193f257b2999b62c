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
import { type ReplayOptions, replayOf } from '../replay/replay.ts';
import { makeRoles } from '../shadow/roles.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { absentOf, asMade, systemMade, withSystem } from './beside-system.ts';
import { type Between, statementsBetween } from './differ.ts';
import { type Granted, prepare } from './granted.ts';
import { type Choice, mixedFacts, placeOf } from './mixed-facts.ts';
import { originals } from './original-statements.ts';
import { catalogOf, emptyPlace, type Place, placeOn } from './place.ts';
import { sent, UNCHECKED } from './way.ts';

export interface Trying {
  shadow: Shadow;
  live: Place;
  migrations: readonly Migration[];
  replaying: ReplayOptions;
  replay: Replay;
  histories: readonly TableName[];
  granted: Granted;
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
  const { shadow, histories, replay, granted } = trying;
  const live = { ...trying.live, catalog: granted.own(trying.live.catalog) };
  const scope = { histories, access: false, ...(granted.given ? { given: granted.given } : {}) };
  const here = async (): Promise<Place> => {
    const { facts, catalog } = await placeOn(shadow, histories);
    return { facts, catalog: granted.own(catalog) };
  };
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
    const lacking = await prepare(shadow, granted, toCopy.roles);
    if (lacking.length > 0) return `the shadow lacks the roles ${lacking.join(', ')}, and none may be made there`;
    const unmade = await sent(shadow, toCopy.statements, true);
    if (unmade)
      return `no copy of ${shadow.engine === live.catalog.engine ? 'it' : 'the live schema'} could be made on ${shadow.engine}: ${unmade.says}`;
    const made = granted.own(await catalogOf(shadow, histories));
    await sent(shadow, unwritten(compareCatalogs(made, live.catalog, kinds)), false);
    return null;
  };
  const makeFolder = async (): Promise<void> => {
    await replayOf(shadow, trying.migrations, trying.replaying);
    await makeRoles(shadow, toCopy.roles);
  };
  const { system } = trying;
  const made = system ? await systemMade({ ...trying, migrations: system.migrations, makeFolder, place: here }) : null;
  const settled = made ? asMade(made, live.catalog) : new Set<string>();

  const uncopied = await makeCopy();
  if (uncopied) return refused(blank, uncopied);
  const copy = await here();
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
  let folder = await here();
  if (system && made) {
    blank.beside = { folder: system.folder, leftOut: made.leftOut, absent: absentOf(made, folder.catalog, copy.catalog) };
    const besides = await run(shadow, await statementsBetween(folder.facts, await withSystem(folder, made, copy.catalog), scope));
    if (besides.refused)
      return refused(blank, `what ${system.folder} makes could not be made beside what the folder makes: ${besides.refused}`);
    folder = await here();
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
  const of = (does: ReadonlyMap<string, Choice>, base: Place, other: Place): ((place: string) => Choice) => {
    // No difference that counts, and what is taken over may need it.
    const lent = [...other.catalog.objects].flatMap(([key, { kind, id, platform }]) =>
      kind === 'extension' && platform && !base.catalog.objects.has(key) ? [placeOf(kind, id)] : [],
    );
    return (place) => does.get(chosen.get(place) ?? '') ?? (lent.includes(place) ? 'other' : undefined);
  };
  const inFolder = await mixedFacts(folder.facts, copy.facts, of(new Map<string, Choice>([['adopt', 'other']]), folder, copy));
  const inDatabase = await mixedFacts(
    copy.facts,
    folder.facts,
    of(
      new Map<string, Choice>([
        ['make', 'other'],
        ['put-back', 'other'],
        ['drop', 'gone'],
      ]),
      copy,
      folder,
    ),
  );

  const written = await run(shadow, await statementsBetween(folder.facts, inFolder, scope));
  if (written.refused)
    return refused({ ...tried, migration: written.statements }, `a statement of the migration was refused: ${written.refused}`);
  let end = await here();
  // What pg-delta does not write.
  const more = unwritten({
    ...held(end.catalog, copy.catalog),
    differences: held(end.catalog, copy.catalog).differences.filter((d) => chosen.get(placeOf(d.kind, d.id)) === 'adopt'),
  });
  if (more.length > 0 && !(await sent(shadow, more, false))) end = await here();
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
    let reached = await here();
    const besides = unwritten(flipped(held(end.catalog, reached.catalog)));
    if (besides.length > 0 && !(await sent(shadow, besides, false))) reached = await here();
    const remains = meets(reached.catalog);
    last = { ...last, database: [...database, ...besides] };
    if (remains.length > 0) {
      last = refused(last, 'something would still differ', remains);
      continue;
    }
    const back = await run(shadow, await statementsBetween(reached.facts, copy.facts, scope));
    const restored =
      back.refused === null &&
      weighing(compareCatalogs((await here()).catalog, copy.catalog, kinds), ['structural']).length === 0;
    const loses = last.database.some((s) => s.destroys);
    return {
      ...last,
      proof: proven(reached.catalog),
      undo: restored && !loses && !back.statements.some((s) => s.alone) ? back.statements.map((s) => s.sql) : null,
    };
  }
  return last;
}

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

function placed(found: readonly Difference[], key: string): string {
  const d = found.find((one) => keyOf(one.kind, one.id) === key);
  return d ? placeOf(d.kind, d.id) : key;
}
