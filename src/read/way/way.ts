/** Do the statements from one schema to another lead there? They run on a shadow that holds a copy of the one, and are read back. */
import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { unwritten } from '../../compare/catalogs/unwritten.ts';
import { DatabaseError } from '../../drivers/session.ts';
import type { Catalog, Comparison, TableName, Way, WayStatement, WayTrial } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { ShadowRefused, ShadowStopped } from '../shadow/stopped.ts';
import { type Between, statementsBetween } from './differ.ts';
import { assumedBy, type Granted, NOTHING_GRANTED, prepare } from './granted.ts';
import { catalogOf, emptyPlace, type Place } from './place.ts';
import type { Scope } from './scoped.ts';

export const WRITER = 'pg-delta 1.0.0-alpha.34';

/** From null: an empty database. The shadow holds what they led to afterwards. */
export async function wayBetween(
  first: Place | null,
  last: Place,
  asked: Scope,
  shadow: Shadow,
  granted: Granted = NOTHING_GRANTED,
): Promise<Way> {
  const { histories } = asked;
  const scope: Scope = { ...asked, ...(granted.given ? { given: granted.given } : {}) };
  const own = ({ facts, catalog }: Place): Place => ({ facts, catalog: granted.own(catalog) });
  const nothing = await emptyPlace(shadow, histories);
  const from = first && own(first);
  const to = own(last);
  const start = from ?? nothing;
  const way = await statementsBetween(start.facts, to.facts, scope);
  const toStart = from ? await statementsBetween(nothing.facts, from.facts, scope) : null;
  const toEnd = await statementsBetween(nothing.facts, to.facts, scope);
  const roles = [...new Set([way, toStart, toEnd].flatMap((w) => w?.roles ?? []))];
  const lacking = await prepare(shadow, granted, roles);
  const assumed = assumedBy(granted);
  const said = { unmodelled: way.unmodelled, roles: way.roles, writer: WRITER, ...(assumed.length > 0 ? { assumed } : {}) };
  if (lacking.length > 0)
    return {
      ...said,
      statements: way.statements,
      trial: { ok: false, why: `the shadow lacks the roles ${lacking.join(', ')}, and none may be made there` },
    };
  // Both are made by the same engine, so that also texts are compared which another major writes otherwise.
  const ground: Ground = { shadow, roles, histories, granted };
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
  granted: Granted;
}

const held = async ({ shadow, histories, granted }: Ground): Promise<Catalog> => granted.own(await catalogOf(shadow, histories));

async function tried(
  ground: Ground,
  toStart: Between | null,
  statements: readonly WayStatement[],
  { start, to, end }: { start: Place; to: Place; end: Catalog | null },
): Promise<WayTrial> {
  const { shadow, roles, granted } = ground;
  const { engine } = shadow;
  await prepare(shadow, granted, roles);
  const unmade = toStart ? await sent(shadow, toStart.statements, true) : null;
  const copy = toStart ? await copied() : { differences: [], notCompared: [] };
  if (unmade) return { engine, copy, reached: null, refused: { of: 'copy', ...unmade } };
  const refused = await sent(shadow, statements, false);
  if (refused) return { engine, copy, reached: null, refused: { of: 'way', ...refused } };
  return { engine, copy, reached: compareCatalogs(await held(ground), end ?? to.catalog, kinds) };

  /** What the engine does not write is made by us here too, where it can be. */
  async function copied(): Promise<Comparison> {
    const first = compareCatalogs(await held(ground), start.catalog, kinds);
    const more = unwritten(first);
    if (more.length === 0 || (await sent(shadow, more, false))) return first;
    return compareCatalogs(await held(ground), start.catalog, kinds);
  }
}

/** Where the engine's statements led, ours lead on; when one of them is refused, none of them counts. */
async function goOn(
  ground: Ground,
  trial: WayTrial,
  more: readonly WayStatement[],
  end: Catalog,
): Promise<{ trial: WayTrial; refused: boolean }> {
  if (await sent(ground.shadow, more, false)) return { trial, refused: true };
  return { trial: { ...trial, reached: compareCatalogs(await held(ground), end, kinds) }, refused: false };
}

/** null: it cannot be made again as it is, so what a way leads to is compared with the original itself. */
async function remade(ground: Ground, way: Between, to: Place): Promise<Catalog | null> {
  const { shadow, roles, granted } = ground;
  await prepare(shadow, granted, roles);
  if (await sent(shadow, way.statements, true)) return null;
  const first = await held(ground);
  const more = unwritten(compareCatalogs(first, to.catalog, kinds));
  const made = more.length > 0 && !(await sent(shadow, more, false)) ? await held(ground) : first;
  const { differences } = compareCatalogs(made, to.catalog, kinds);
  return differences.some((d) => d.class === 'structural') ? null : made;
}

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
