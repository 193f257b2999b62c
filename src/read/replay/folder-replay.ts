/** The project's folder, replayed on a shadow that is there for this and gone afterwards. */
import type { Catalog, Migration, Project, Read, Replay } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { cacheFolder } from '../cache-folder.ts';
import { sqlText } from '../folder/sql-file.ts';
import { planShadow } from '../shadow/choose.ts';
import { type Ground, shadowNeed } from '../shadow/ground.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import { extensionsOf, replayOf } from './replay.ts';

type Folders = Pick<Project, 'root' | 'table' | 'line'>;

/** Of an earlier run, where all that it depends on is the same. What no shadow can do is not ok. */
export async function folderReplay(ground: Ground<Folders>, migrations: readonly Migration[]): Promise<Read<Replay>> {
  const { url: _, ...surroundings } = ground.shadow ?? {};
  const { table, line } = ground.project;
  try {
    const planned = await planShadow(shadowNeed(ground, await extensionsOf(migrations, surroundings)));
    return got(await replayOf(planned, migrations, { history: { table, line }, surroundings, cache: cacheFolder() }));
  } catch (error) {
    return unshadowed(error);
  }
}

/** What is there after these texts have run, one after the other, on an empty database. */
export async function madeBy(
  ground: Ground<Folders>,
  texts: readonly { name: string; text: string }[],
): Promise<Read<{ engine: string; catalog: Catalog }>> {
  const migrations = texts.map(({ name, text }, position): Migration => {
    return { name, position, file: null, sql: got(sqlText(Buffer.from(text))), when: null };
  });
  const replay = await folderReplay(ground, migrations);
  if (!replay.ok) return replay;
  const { failure, engine, final } = replay.value;
  if (failure) return { ok: false, why: `${failure.migration} does not run on what is said to be before it: ${failure.message}` };
  return got({ engine, catalog: final });
}
