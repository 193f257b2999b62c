/** What statements may take for granted: made on a shadow before they run, and no part of what they lead from or to. */
import { withoutGiven } from '../../compare/audit/expected.ts';
import type { Catalog, TableName } from '../../model/index.ts';
import { sqlParser } from '../folder/sql-parser.ts';
import { namesIn } from '../replay/names.ts';
import { surround } from '../replay/surround.ts';
import { broughtAlong, type Declared, declared, type Surrounding } from '../replay/surroundings.ts';
import { lackingRoles, makeRoles } from '../shadow/roles.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { ShadowRefused } from '../shadow/stopped.ts';
import { type Facts, madeBetween, namesOf } from './differ.ts';
import { emptyPlace, placeOn } from './place.ts';

export interface Granted {
  /** As tidemark.config has it. */
  declared: Declared;
  /** What the providers bring along whose databases these are. */
  brought: readonly Surrounding[];
  /** What all of it makes, for Scope. */
  given?: ReadonlySet<string>;
  /** A catalog without what it makes. */
  own(catalog: Catalog): Catalog;
}

export const NOTHING_GRANTED: Granted = { declared: {}, brought: [], own: (catalog) => catalog };

/** `live`: the databases that the statements are about. The shadow is left as it happens to be. */
export async function grantedOn(
  shadow: Shadow,
  config: Declared,
  live: readonly Facts[],
  histories: readonly TableName[],
): Promise<Granted> {
  const made = config.sql === undefined ? new Set<string>() : namesIn([config.sql], await sqlParser()).made.schemas;
  const granted: Granted = { ...NOTHING_GRANTED, declared: config, brought: broughtAlong(namesOf(...live), made) };
  if (before(granted).length === 0) return granted;
  const nothing = await emptyPlace(shadow, histories);
  // Where roles may not be made, the trial says so.
  if ((await prepare(shadow, granted)).length > 0) return granted;
  const there = await placeOn(shadow, histories);
  const objects = new Map([...there.catalog.objects].filter(([key]) => !nothing.catalog.objects.has(key)));
  const empty = { ...there.catalog, objects };
  return {
    ...granted,
    given: await madeBetween(nothing.facts, there.facts),
    own: (catalog) => withoutGiven(catalog, { empty, migrations: [] }),
  };
}

/** Of the providers, one sentence each. */
export const assumedBy = ({ brought }: Granted): string[] => brought.flatMap((s) => s.says ?? []);

const before = (granted: Granted): Surrounding[] => [...declared(granted.declared), ...granted.brought];

/** Empty, but for that and these roles. Resolves with roles that are not there and could not be made: on a server that others use none is. */
export async function prepare(shadow: Shadow, granted: Granted, roles: readonly string[] = []): Promise<string[]> {
  const all = before(granted);
  await shadow.reset(all.flatMap((s) => s.extensions ?? []));
  const wanted = [...roles, ...all.flatMap((s) => s.roles ?? [])];
  try {
    await makeRoles(shadow, wanted);
  } catch (error) {
    if (error instanceof ShadowRefused) return lackingRoles(shadow, wanted);
    throw error;
  }
  for (const one of all) await surround(shadow, one);
  return [];
}
