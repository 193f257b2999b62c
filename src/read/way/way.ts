/** Do the statements from one schema to another lead there? They run on a shadow that holds a copy of the one, and are read back. */
import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { unwritten } from '../../compare/catalogs/unwritten.ts';
import { DatabaseError } from '../../drivers/session.ts';
import type { Catalog, Comparison, TableName, Way, WayStatement, WayTrial } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { identifier, literal } from '../../sql/quote.ts';
import { readCatalog } from '../database/catalog.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { ShadowRefused, ShadowStopped } from '../shadow/stopped.ts';
import { type Between, type Facts, readFacts, type Scope, statementsBetween } from './differ.ts';

export const WRITER = 'pg-delta 1.0.0-alpha.34';

/** null: an empty database. */
export interface Place {
  facts: Facts;
  catalog: Catalog;
}

/** The shadow is empty before, and holds what they led to afterwards. */
export async function wayBetween(from: Place | null, to: Place, scope: Scope, shadow: Shadow): Promise<Way> {
  const nothing = await emptyPlace(shadow, scope.histories);
  const start = from ?? nothing;
  const way = await statementsBetween(start.facts, to.facts, scope);
  const toStart = from ? await statementsBetween(nothing.facts, from.facts, scope) : null;
  const toEnd = await statementsBetween(nothing.facts, to.facts, scope);
  const roles = [...new Set([way, toStart, toEnd].flatMap((w) => w?.roles ?? []))];
  const lacking = await withRoles(shadow, roles);
  const said = { unmodelled: way.unmodelled, roles: way.roles, writer: WRITER };
  if (lacking.length > 0)
    return {
      ...said,
      statements: way.statements,
      trial: { ok: false, why: `the shadow lacks the roles ${lacking.join(', ')}, and none may be made there` },
    };
  // Both are made by the same engine, so that also texts are compared which another major writes otherwise.
  const ground: Ground = { shadow, roles, histories: scope.histories };
  const end = from ? await remade(ground, toEnd, to) : to.catalog;
  for (const unchecked of way.functions ? [false, true] : [false]) {
    const statements = unchecked ? [UNCHECKED, ...way.statements] : way.statements;
    const trial = await tried(ground, toStart, statements, { start, to, end });
    if (trial.refused && way.functions && !unchecked) continue;
    const more = trial.reached ? unwritten(trial.reached) : [];
    if (more.length === 0) return { ...said, statements, trial: got(trial) };
    const completed = await goOn(ground, trial, more, end ?? to.catalog);
    return { ...said, statements: completed.refused ? statements : [...statements, ...more], trial: got(completed.trial) };
  }
  throw new Error('no trial was made');
}

/** A body may name a function that comes later, and only when it is called it has to be there. */
export const UNCHECKED: WayStatement = {
  sql: 'SET LOCAL check_function_bodies = off;',
  destroys: false,
  rewrites: false,
  alone: false,
};

interface Ground {
  shadow: Shadow;
  /** That have to be there. */
  roles: readonly string[];
  histories: readonly TableName[];
}

async function tried(
  { shadow, roles, histories }: Ground,
  toStart: Between | null,
  statements: readonly WayStatement[],
  { start, to, end }: { start: Place; to: Place; end: Catalog | null },
): Promise<WayTrial> {
  const { engine } = shadow;
  await withRoles(shadow, roles);
  const unmade = toStart ? await sent(shadow, toStart.statements, true) : null;
  const copy = toStart ? await copied() : { differences: [], notCompared: [] };
  if (unmade) return { engine, copy, reached: null, refused: { of: 'copy', ...unmade } };
  const refused = await sent(shadow, statements, false);
  if (refused) return { engine, copy, reached: null, refused: { of: 'way', ...refused } };
  const reached = compareCatalogs(await catalogOf(shadow, histories), end ?? to.catalog, kinds);
  return { engine, copy, reached };

  /** What the engine does not write is made by us here too, where it can be. */
  async function copied(): Promise<Comparison> {
    const first = compareCatalogs(await catalogOf(shadow, histories), start.catalog, kinds);
    const more = unwritten(first);
    if (more.length === 0 || (await sent(shadow, more, false))) return first;
    return compareCatalogs(await catalogOf(shadow, histories), start.catalog, kinds);
  }
}

/** Where the engine's statements led, ours lead on; when one of them is refused, none of them counts. */
async function goOn(
  { shadow, histories }: Ground,
  trial: WayTrial,
  more: readonly WayStatement[],
  end: Catalog,
): Promise<{ trial: WayTrial; refused: boolean }> {
  if (await sent(shadow, more, false)) return { trial, refused: true };
  return { trial: { ...trial, reached: compareCatalogs(await catalogOf(shadow, histories), end, kinds) }, refused: false };
}

/** null: it cannot be made again as it is, so what a way leads to is compared with the original itself. */
async function remade({ shadow, roles, histories }: Ground, way: Between, to: Place): Promise<Catalog | null> {
  await withRoles(shadow, roles);
  if (await sent(shadow, way.statements, true)) return null;
  const first = await catalogOf(shadow, histories);
  const more = unwritten(compareCatalogs(first, to.catalog, kinds));
  const made = more.length > 0 && !(await sent(shadow, more, false)) ? await catalogOf(shadow, histories) : first;
  const { differences } = compareCatalogs(made, to.catalog, kinds);
  return differences.some((d) => d.class === 'structural') ? null : made;
}

export async function emptyPlace(shadow: Shadow, histories: readonly TableName[]): Promise<Place> {
  await shadow.reset();
  const facts = await readFacts({ send: (text) => shadow.send(text), keeps: true });
  return { facts, catalog: await catalogOf(shadow, histories) };
}

export const catalogOf = (shadow: Shadow, histories: readonly TableName[]): Promise<Catalog> => {
  const { versionNumber, engine } = shadow;
  return readCatalog((text) => shadow.send(text), { histories, versionNumber, engine });
};

/** In one transaction as far as they can be; null: all ran. `unchecked`: bodies of functions are not looked at. */
export async function sent(
  shadow: Shadow,
  statements: readonly Pick<WayStatement, 'sql' | 'alone'>[],
  unchecked: boolean,
): Promise<{ sql: string; says: string } | null> {
  let open = false;
  for (const { sql, alone } of statements) {
    try {
      if (alone && open) {
        await shadow.send('commit');
        open = false;
      }
      if (!alone && !open) {
        await shadow.send(unchecked ? 'begin; set local check_function_bodies = off' : 'begin');
        open = true;
      }
      await shadow.send(sql);
    } catch (error) {
      if (error instanceof ShadowStopped) return { sql, says: error.message };
      if (!(error instanceof DatabaseError || error instanceof ShadowRefused)) throw error;
      if (open) await shadow.send('rollback');
      return { sql, says: unshadowed(error).why };
    }
  }
  if (open) await shadow.send('commit');
  return null;
}

/** Empty, with these roles. Resolves with those that are not there and could not be made: on a server that others use none is. */
export async function withRoles(shadow: Shadow, names: readonly string[]): Promise<string[]> {
  await shadow.reset();
  if (names.length === 0) return [];
  const [known] = await shadow.send(
    `select rolname::text as name from pg_roles where rolname in (${names.map(literal).join(', ')})`,
  );
  const there = new Set(known?.rows.map((row) => row['name']));
  const lacking = names.filter((name) => !there.has(name));
  try {
    for (const name of lacking) await shadow.send(`create role ${identifier(name)}`);
  } catch (error) {
    if (error instanceof ShadowRefused) return lacking;
    throw error;
  }
  return [];
}
