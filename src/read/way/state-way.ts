/** The statements from one typed state to another: each is read where it is, or made on the shadow first. */
import type { Environment, Read, SchemaState, TableName, Way } from '../../model/index.ts';
import { got, STOCK_TABLE } from '../../model/index.ts';
import { namesIn } from '../../sql/names.ts';
import { urlEnvironment } from '../config/environments.ts';
import type { Looking } from '../looking.ts';
import { replayOf } from '../replay/replay.ts';
import { extensionsDeclared } from '../replay/surroundings.ts';
import type { Seen } from '../seen.ts';
import { onShadow } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { shownNames } from '../states/states.ts';
import { extensionsIn, type Facts } from './differ.ts';
import { type Granted, grantedOn } from './granted.ts';
import { factsIn } from './live-facts.ts';
import { type Place, placeOn } from './place.ts';
import { wayBetween } from './way.ts';

export async function stateWay(
  names: readonly string[],
  looking: Looking,
  seen: Seen | null,
  states: ReadonlyMap<string, Read<SchemaState>>,
): Promise<Read<Way>> {
  const shown = shownNames(names);
  const [from, to] = [names[0], names[1] ?? names[0]].map((name = '') => {
    const called = shown.get(name) ?? '';
    return { name, called, state: states.get(called) };
  });
  if (!from?.state?.ok || !to?.state?.ok) return { ok: false, why: 'one of the two could not be read' };
  const root = seen?.project.root ?? looking.cwd;
  const { url: _, ...surroundings } = looking.project.shadow ?? {};
  const live = new Map<string, Facts>();
  const extensions = [...extensionsDeclared(surroundings)];
  for (const { name, called, state } of [from, to]) {
    const environment = liveAt(name, called, looking, root);
    if (environment === null) {
      for (const o of state?.ok ? state.value.catalog.objects.values() : [])
        if (o.kind === 'extension') extensions.push(...namesIn(o.name));
      continue;
    }
    if (!environment.ok) return environment;
    const facts = await factsIn(looking, environment.value);
    if (!facts.ok) return facts;
    live.set(name, facts.value);
    extensions.push(...(await extensionsIn(facts.value)));
  }
  const histories = [STOCK_TABLE, ...(seen ? [seen.project.table] : []), ...looking.environments.map((e) => e.table)];
  return onShadow(looking, root, [...new Set(extensions)], async (shadow) => {
    const granted = await grantedOn(shadow, surroundings, [...live.values()], histories);
    const places: Place[] = [];
    for (const { name, called, state } of [from, to]) {
      if (!state?.ok) return { ok: false, why: 'one of the two could not be read' };
      const facts = live.get(name);
      const place = facts
        ? got({ facts, catalog: state.value.catalog })
        : await madePlace(called, state.value, { seen, shadow, granted, histories });
      if (!place.ok) return place;
      places.push(place.value);
    }
    const [start, end] = places;
    if (!start || !end) return { ok: false, why: 'one of the two could not be read' };
    return got(await wayBetween(start, end, { histories, access: false }, shadow, granted));
  });
}

/** null: it is none that lives. */
function liveAt(name: string, called: string, looking: Looking, root: string): Read<Environment> | null {
  const environment = looking.environments.find((e) => e.name === name);
  if (environment) return got(environment);
  return name.includes('://') ? urlEnvironment(root, name, called) : null;
}

interface Made {
  seen: Seen | null;
  shadow: Shadow;
  granted: Granted;
  histories: readonly TableName[];
}

async function madePlace(called: string, state: SchemaState, { seen, shadow, granted, histories }: Made): Promise<Read<Place>> {
  const made = seen && state.made;
  if (!made)
    return {
      ok: false,
      why: `statements are written between environments, URLs and what the project’s files make, and ${called} is none of them`,
    };
  const { table, line } = seen.project;
  const { declared: surroundings, brought } = granted;
  const { failure } = await replayOf(shadow, made, { history: { table, line }, surroundings, brought, kinds: [] });
  if (failure) return { ok: false, why: `${called} does not run on ${shadow.engine}: ${failure.message}` };
  const place = await placeOn(shadow, histories);
  // Read where nothing was brought along, it says of the provider's objects that they are the project's.
  return got(brought.length > 0 ? place : { ...place, catalog: state.catalog });
}
