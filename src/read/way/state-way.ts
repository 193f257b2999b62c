/** The statements from one typed state to another: each is read where it is, or made on the shadow first. */
import type { Session } from '../../drivers/session.ts';
import type { Read, SchemaState, Way } from '../../model/index.ts';
import { got, STOCK_TABLE } from '../../model/index.ts';
import { urlEnvironment } from '../config/environments.ts';
import type { Looking } from '../looking.ts';
import { replayOf } from '../replay/replay.ts';
import type { Seen } from '../seen.ts';
import { onShadow } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { shownNames } from '../states/states.ts';
import { type Facts, readFacts } from './differ.ts';
import { type Place, wayBetween } from './way.ts';

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
  const catalogs = [from.state.value.catalog, to.state.value.catalog] as const;
  const extensions = catalogs.flatMap((c) => [...c.objects.values()].flatMap((o) => (o.kind === 'extension' ? [o.name] : [])));
  const root = seen?.project.root ?? looking.cwd;
  return onShadow(looking, root, [...new Set(extensions)], async (shadow) => {
    const places: Place[] = [];
    for (const { name, called, state } of [from, to]) {
      if (!state?.ok) return { ok: false, why: 'one of the two could not be read' };
      const facts = await factsOf(name, called, state.value, { looking, seen, root, shadow });
      if (!facts.ok) return facts;
      places.push({ facts: facts.value, catalog: state.value.catalog });
    }
    const [start, end] = places;
    if (!start || !end) return { ok: false, why: 'one of the two could not be read' };
    const histories = [STOCK_TABLE, ...(seen ? [seen.project.table] : []), ...looking.environments.map((e) => e.table)];
    return got(await wayBetween(start, end, { histories, access: false }, shadow));
  });
}

interface Reach {
  looking: Looking;
  seen: Seen | null;
  root: string;
  shadow: Shadow;
}

async function factsOf(
  name: string,
  called: string,
  state: SchemaState,
  { looking, seen, root, shadow }: Reach,
): Promise<Read<Facts>> {
  const environment = looking.environments.find((e) => e.name === name);
  if (environment) return got(await overSession(await looking.open(environment)));
  if (name.includes('://')) {
    const reached = urlEnvironment(root, name, called);
    return reached.ok ? got(await overSession(await looking.open(reached.value))) : reached;
  }
  const made = seen && state.made;
  if (!made)
    return {
      ok: false,
      why: `statements are written between environments, URLs and what the project’s files make, and ${called} is none of them`,
    };
  const { url: _, ...surroundings } = looking.project.shadow ?? {};
  const { table, line } = seen.project;
  const { failure } = await replayOf(shadow, made, { history: { table, line }, surroundings, kinds: [] });
  if (failure) return { ok: false, why: `${called} does not run on ${shadow.engine}: ${failure.message}` };
  return got(await readFacts({ send: (text) => shadow.send(text), keeps: true }));
}

export const overSession = (session: Session): Promise<Facts> =>
  readFacts({ send: (text) => session.send(text), keeps: session.can.session });
