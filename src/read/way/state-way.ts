/** The statements from one typed state to another: each is read where it is, or made on the shadow first. */
import type { Session } from '../../drivers/session.ts';
import type { Project, Read, SchemaState, TableName, Way } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { urlEnvironment } from '../config/environments.ts';
import type { Looking } from '../evidence.ts';
import { schemaSql } from '../kit/drizzle-states.ts';
import { onShadow } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import type { Seen } from '../states/schemas.ts';
import { shownNames } from '../states/states.ts';
import { type Facts, readFacts } from './differ.ts';
import { type Place, wayBetween } from './way.ts';

const STOCK: TableName = { schema: 'drizzle', name: '__drizzle_migrations' };

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
    for (const [i, { name, called }] of [from, to].entries()) {
      const facts = await factsOf(name, called, { looking, seen, root, shadow });
      const catalog = catalogs[i];
      if (!facts.ok) return facts;
      if (catalog) places.push({ facts: facts.value, catalog });
    }
    const [start, end] = places;
    if (!start || !end) return { ok: false, why: 'one of the two could not be read' };
    const histories = [STOCK, ...looking.environments.map((e) => e.table)];
    return got(await wayBetween(start, end, { histories, access: false }, shadow));
  });
}

interface Reach {
  looking: Looking;
  seen: Seen | null;
  root: string;
  shadow: Shadow;
}

async function factsOf(name: string, called: string, { looking, seen, root, shadow }: Reach): Promise<Read<Facts>> {
  const environment = looking.environments.find((e) => e.name === name);
  if (environment) return got(await overSession(await looking.open(environment)));
  if (name.includes('://')) {
    const reached = urlEnvironment(root, name, called);
    return reached.ok ? got(await overSession(await looking.open(reached.value))) : reached;
  }
  const texts = seen ? await textsOf(name, seen, seen.project) : null;
  if (!texts)
    return {
      ok: false,
      why: `statements are written between environments, URLs, schema and migrations, and ${name} is none of them`,
    };
  if (!texts.ok) return texts;
  await shadow.reset();
  for (const text of texts.value) await shadow.send(text);
  return got(await readFacts({ send: (text) => shadow.send(text), keeps: true }));
}

export const overSession = (session: Session): Promise<Facts> =>
  readFacts({ send: (text) => session.send(text), keeps: session.can.session });

/** What has to run on an empty database to have it; null: nothing does. */
async function textsOf(name: string, { migrations }: Seen, project: Project): Promise<Read<string[]> | null> {
  if (name === 'schema') return schemaSql(project);
  const [what, which = null] = name.split('@');
  if (what !== 'migrations') return null;
  if (!migrations.ok) return migrations;
  const last =
    which === null
      ? Number.POSITIVE_INFINITY
      : migrations.value.findIndex((m) => m.name === which || m.name.startsWith(`${which}_`));
  if (last === -1) return null;
  const texts: string[] = [];
  for (const migration of migrations.value.slice(0, last + 1)) {
    if (!migration.sql.ok) return migration.sql;
    texts.push(...piecesOf(migration.sql.value.text).map((piece) => piece.text));
  }
  return got(texts);
}
