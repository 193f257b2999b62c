/** The plan that makes one of two Drizzle folders, and one of two history tables. */
import { flagOf } from '../../base/flag.ts';
import { Problem } from '../../base/problem.ts';
import { checkTable } from '../../compare/audit/adoptable.ts';
import { checkAllRead, checkMergeable } from '../../compare/folder/mergeable.ts';
import { leftOut, weave } from '../../compare/folder/weave.ts';
import { timeAbove } from '../../compare/history/joined-standing.ts';
import type { History, Merging, Project, Readings, Woven } from '../../model/index.ts';
import { folded } from './folded.ts';
import type { Asked, Ground, Merged } from './ground.ts';
import { together } from './together.ts';

/** Throws a Problem where they cannot become one, or a person has to say something first. */
export function merge(read: Readings, asked: Asked): Merged {
  const { environment, last } = asked;
  if (!read.merging?.ok || !read.project?.ok)
    throw new Problem('folder-unreadable', 'The folders could not be read.', {
      why: `${(read.project?.ok === false ? read.project : read.merging?.ok === false ? read.merging : null)?.why ?? 'They were not looked at'}. Nothing was changed.`,
      fix: 'npx tidemark doctor',
    });
  const [merging, project] = [read.merging.value, read.project.value];
  checkMergeable(merging, project, read.surroundings);
  const on = flagOf(environment);
  const histories = merging.done ? null : checkAllRead(read.histories);
  const woven = merging.woven ?? wovenAnew(merging, project, last, [...(histories?.values() ?? [])]);
  const one = read.histories?.ok ? read.histories.value.get(environment) : undefined;
  if (!one?.ok)
    throw new Problem('environment-not-read', `The history of ${environment || 'the database'} could not be read.`, {
      why: `${one?.why ?? 'It is not configured'}. Nothing was changed.`,
      fix: `npx tidemark doctor${on}`,
    });
  checkTable(one.value, on);
  const ground: Ground = { ...asked, read, merging, project, history: one.value, on };
  if (merging.done) return leftOut(merging).length > 0 ? folded(ground) : together(ground, woven);
  if (!merging.replayed.ok)
    throw new Problem('not-replayed', 'Whether the two folders run behind one another could not be tried.', {
      why: `${merging.replayed.why}. Nothing was changed.`,
      fix: 'npx tidemark audit',
    });
  return merging.replayed.value.failure === null ? together(ground, woven) : folded(ground);
}

/** What kept them from it while they were read is said here. */
function wovenAnew(
  { own, other, path }: Merging,
  { prefix }: Project,
  last: readonly string[],
  histories: readonly History[],
): Woven[] {
  const [ours, theirs] = [own.migrations, other.migrations].map((m) => (m.ok ? m.value : []));
  const all = [...(ours ?? []), ...(theirs ?? [])];
  return weave({
    own: ours ?? [],
    other: theirs ?? [],
    ownPath: own.folder.path,
    otherPath: path,
    last,
    prefix,
    fresh: timeAbove(all, histories),
  });
}
