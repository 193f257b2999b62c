/** The project's folder, replayed on a shadow that is there for this and gone afterwards. */
import { Secret } from '../../base/secret.ts';
import type { ShadowConfig } from '../../model/config.ts';
import type { Catalog, Environment, Migration, Project, Read, Replay } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { cacheFolder } from '../cache-folder.ts';
import { sqlText } from '../folder/sql-file.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import { planShadow } from '../shadow/shadow.ts';
import { extensionsOf, replayOf } from './replay.ts';

export interface Folding {
  project: Pick<Project, 'root' | 'table' | 'line'>;
  migrations: readonly Migration[];
  environments: readonly Environment[];
  /** As tidemark.config has it. */
  shadow?: ShadowConfig | undefined;
}

/** Of an earlier run, where all that it depends on is the same. What no shadow can do is not ok. */
export async function folderReplay({ project, migrations, environments, shadow = {} }: Folding): Promise<Read<Replay>> {
  const { url, ...surroundings } = shadow;
  try {
    const planned = await planShadow({
      major: null,
      extensions: await extensionsOf(migrations, surroundings),
      ...(url ? { shadowUrl: new Secret(url) } : {}),
      root: project.root,
      environments,
    });
    const history = { table: project.table, line: project.line };
    return got(await replayOf(planned, migrations, { history, surroundings, cache: cacheFolder() }));
  } catch (error) {
    return unshadowed(error);
  }
}

/** What is there after these texts have run, one after the other, on an empty database. */
export async function madeBy(
  from: Omit<Folding, 'migrations'>,
  texts: readonly { name: string; text: string }[],
): Promise<Read<{ engine: string; catalog: Catalog }>> {
  const migrations = texts.map(({ name, text }, position): Migration => {
    return { name, position, file: null, sql: got(sqlText(Buffer.from(text))), when: null };
  });
  const replay = await folderReplay({ ...from, migrations });
  if (!replay.ok) return replay;
  const { failure, engine, final } = replay.value;
  if (failure) return { ok: false, why: `${failure.migration} does not run on what is said to be before it: ${failure.message}` };
  return got({ engine, catalog: final });
}
