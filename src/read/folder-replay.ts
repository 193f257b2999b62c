/** The project's folder, replayed on a shadow that is there for this and gone afterwards. */
import { Problem } from '../base/problem.ts';
import type { Catalog, Environment, Migration, Project, Read, Replay } from '../model/index.ts';
import { got } from '../model/index.ts';
import { replayOf } from './replay.ts';
import { openShadow, type Shadow } from './shadow.ts';

export interface Folding {
  project: Project;
  migrations: readonly Migration[];
  environments: readonly Environment[];
}

export const folderReplay = ({ project, migrations, environments }: Folding): Promise<Read<Replay>> =>
  onShadow(project, environments, (shadow) =>
    replayOf(shadow, migrations, { history: { table: project.table, line: project.line } }),
  );

/** What is there after these texts have run, one after the other, on an empty database. */
export async function madeBy(
  from: Omit<Folding, 'migrations'>,
  texts: readonly { name: string; text: string }[],
): Promise<Read<{ engine: string; catalog: Catalog }>> {
  const migrations = texts.map(({ name, text }, position): Migration => {
    const sql = { bytes: text.length, text, hash: '', plainHash: '', crlfHash: '', encoding: 'utf8' as const, crlf: false };
    return { name, position, file: null, sql: got(sql), when: null };
  });
  const replay = await folderReplay({ ...from, migrations });
  if (!replay.ok) return replay;
  const { failure, engine, final } = replay.value;
  if (failure) return { ok: false, why: `${failure.migration} does not run on what is said to be before it: ${failure.message}` };
  return got({ engine, catalog: final });
}

async function onShadow<T>(
  project: Project,
  environments: readonly Environment[],
  work: (shadow: Shadow) => Promise<T>,
): Promise<Read<T>> {
  try {
    const shadow = await openShadow({ major: null, extensions: [], root: project.root, environments });
    try {
      return got(await work(shadow));
    } finally {
      await shadow.end();
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, why: `${error.message} ${error.why}`, because: error.code };
  }
}
