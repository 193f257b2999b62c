/** Catalogs from servers of several majors, in the words of the one that replayed the folder. */
import { fingerprint } from '../../base/fingerprint.ts';
import { expectedAfter } from '../../compare/audit/expected.ts';
import type { ShadowConfig } from '../../model/config.ts';
import type { Catalog, CatalogObject, Migration, Project, Read, Replay, SchemaState, Standing } from '../../model/index.ts';
import { got, keyOf } from '../../model/index.ts';
import { build } from '../build.ts';
import { cacheFolder } from '../cache-folder.ts';
import { extensionsOf, replayOf } from '../replay/replay.ts';
import { planShadow } from '../shadow/choose.ts';
import { type Ground, shadowNeed } from '../shadow/ground.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import type { PlannedShadow } from '../shadow/shadow.ts';
import { askedOf, inWords, type Native, nativeOf, type Words, wanting, wordsOf } from './respell.ts';
import { keepWords, keptWords } from './respell-kept.ts';

/** Each environment beside what its recorded migrations make. */
export async function likeReplay(
  catalogs: ReadonlyMap<string, Read<Catalog>>,
  replay: Replay,
  standings: Read<ReadonlyMap<string, Read<Standing>>> | undefined,
  migrations: readonly Migration[],
  ground: Ground,
): Promise<Map<string, Read<Catalog>>> {
  const out = new Map(catalogs);
  for (const [name, live] of catalogs) {
    const standing = standings?.ok ? standings.value.get(name) : undefined;
    if (!live.ok || !standing?.ok) continue;
    const applied = standing.value.migrations.flatMap((m) => (m.state === 'applied' ? [m.migration.name] : []));
    const { catalog } = expectedAfter(replay, new Set(applied));
    const ran = migrations.filter((m) => applied.includes(m.name));
    out.set(name, got(await inWordsOf(live.value, catalog, nativeOf([catalog.objects]), ran, ground)));
  }
  return out;
}

/** Beside whatever any migration of the folder has made on its way. */
export function likeHistory(live: Catalog, replay: Replay, migrations: readonly Migration[], ground: Ground): Promise<Catalog> {
  const made = (objects: (CatalogObject | null)[]): Map<string, CatalogObject> =>
    new Map(objects.flatMap((o) => (o ? [[keyOf(o.kind, o.id), o]] : [])));
  const effects = replay.migrations.flatMap((m) => m.statements.flatMap((s) => s.effects));
  const onTheWay = effects.flatMap(({ after }) => (after ? [made([after])] : []));
  const ran = migrations.filter((m) => replay.migrations.some((r) => r.migration === m.name));
  return inWordsOf(live, replay.final, nativeOf([replay.final.objects, ...onTheWay]), ran, ground);
}

/** Two states: the words of the one that files make, else of the second. `folder`: on what the texts stand where neither is made. */
export async function likeEachOther(
  states: ReadonlyMap<string, Read<SchemaState>>,
  folder: Read<readonly Migration[]>,
  ground: Ground,
): Promise<Map<string, Read<SchemaState>>> {
  const out = new Map(states);
  const [a, b] = [...states.values()].map((read) => (read.ok ? read.value : null));
  if (!a || !b) return out;
  const [other, like] = a.made ? [b, a] : [a, b];
  const files = like.made ?? (folder.ok ? folder.value : null);
  if (files === null) return out;
  const catalog = await inWordsOf(other.catalog, like.catalog, nativeOf([like.catalog.objects]), files, ground);
  if (catalog === other.catalog) return out;
  const notes = [
    ...other.notes,
    `What PostgreSQL ${other.catalog.spelledBy} words in its own way was written anew on ${catalog.respelledOn}.`,
  ];
  return out.set(other.name, got({ ...other, catalog, notes }));
}

/** The same catalog where nothing has to be written anew, or nowhere it can be: then its texts are told as not compared. */
async function inWordsOf(
  live: Catalog,
  like: Catalog,
  native: Native,
  migrations: readonly Migration[],
  ground: Ground,
): Promise<Catalog> {
  if (!wanting(live, like.spelledBy, native)) return live;
  const { project } = ground;
  const { url: _, ...surroundings } = ground.shadow ?? {};
  try {
    const planned = await planShadow(shadowNeed(ground, await extensionsOf(migrations, surroundings)));
    const texts = migrations.map((m) => [m.name, m.sql.ok ? m.sql.value.hash : m.sql.why]);
    const key = fingerprint([build(), planned.identity, like.engine, texts, surroundings, askedOf(live, native)]);
    const cache = cacheFolder();
    const kept = cache === null ? null : keptWords(cache, key);
    const words = kept ?? (await found(planned, live, native, migrations, { project, surroundings }));
    if (words === null) return live;
    if (cache !== null && kept === null) keepWords(cache, key, words);
    return inWords(live, native, words, like.spelledBy);
  } catch (error) {
    unshadowed(error);
    return live;
  }
}

/** null: the files do not run there. */
async function found(
  planned: PlannedShadow,
  live: Catalog,
  native: Native,
  migrations: readonly Migration[],
  { project, surroundings }: { project: Project; surroundings: Omit<ShadowConfig, 'url'> },
): Promise<Words | null> {
  const shadow = await planned.open();
  try {
    // What its statements do was written down before; here they only have to run.
    const history = { table: project.table, line: project.line };
    const { failure } = await replayOf(shadow, migrations, { history, surroundings, kinds: [] });
    return failure ? null : await wordsOf(live, native, shadow);
  } finally {
    await shadow.end();
  }
}
