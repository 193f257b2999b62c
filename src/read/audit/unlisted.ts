/** The SQL files of the project's own folder that no journal entry lists, replayed where their names put them among the migrations. */
import { isOrphan } from '../../compare/folder/lost-file.ts';
import type { Folder, Migration, Read, Replay } from '../../model/index.ts';
import { got } from '../../model/index.ts';

/** As migrations without a time. A dated folder has none: every folder in it is a migration. */
export const unlistedIn = ({ layout, files }: Folder, migrations: readonly Migration[]): Migration[] =>
  layout === 'dated'
    ? []
    : files
        .filter(isOrphan(migrations))
        .filter((f) => f.content.ok)
        .map(({ name, path, content }, position) => ({ name, position, file: path, sql: content, when: null }));

/** Each behind the migrations whose names come before its own. */
function amongMigrations(migrations: readonly Migration[], unlisted: readonly Migration[]): Migration[] {
  const all = [...migrations];
  for (const one of unlisted) {
    const next = all.findIndex((m) => m.name > one.name);
    all.splice(next === -1 ? all.length : next, 0, one);
  }
  return all;
}

/** One that does not replay there is left out: of that one nothing can be told. */
export async function replayUnlisted(
  migrations: readonly Migration[],
  unlisted: readonly Migration[],
  replay: (all: readonly Migration[]) => Promise<Read<Replay>>,
): Promise<Read<{ migrations: Migration[]; replay: Replay }>> {
  let left = [...unlisted];
  for (;;) {
    const all = amongMigrations(migrations, left);
    const made = await replay(all);
    if (!made.ok) return made;
    const { failure } = made.value;
    const bad = failure && left.find((m) => m.name === failure.migration);
    if (!bad) return got({ migrations: all, replay: made.value });
    left = left.filter((m) => m !== bad);
    if (left.length === 0) return { ok: false, why: `${bad.file} does not replay: ${failure.message}` };
  }
}
