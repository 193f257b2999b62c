/** Can these two folders become one at all? */

import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { History, Merging, Project, Read, Surroundings } from '../../model/index.ts';
import { listed } from '../history/seen.ts';

/** Throws a Problem that says what to type instead. */
export function checkMergeable(merging: Merging, project: Project, surroundings: Read<Surroundings> | undefined): void {
  const { own, other, path, done } = merging;
  if (path === own.folder.path)
    throw new Problem('same-folder', `${path} is the project’s own folder.`, {
      why: 'drizzle.config points to it. A merge needs the other one.',
      fix: hint(surroundings),
    });
  if (
    path.startsWith('../') ||
    path === '..' ||
    path.startsWith('/') ||
    own.folder.path.startsWith(`${path}/`) ||
    path.startsWith(`${own.folder.path}/`)
  )
    throw new Problem('folder-elsewhere', `${path} cannot be merged into ${own.folder.path}.`, {
      why: 'One lies in the other, or outside of the project, where no plan moves a file.',
      fix: `Move ${path} to a place of its own in the project, then run the same command again.`,
    });
  if (!done && !other.folder.present) {
    const near = nearest(path, surroundings?.ok ? surroundings.value.otherFolders : []);
    throw new Problem('no-such-folder', `There is no folder ${path}.`, {
      why: surroundings?.ok ? found(surroundings.value.otherFolders) : 'Nothing was changed.',
      fix: near ? `--merge ${near}` : hint(surroundings),
    });
  }
  for (const [side, out] of [
    [own, ''],
    [other, ` --out ${path}`],
  ] as const) {
    const [unreadable] = side.folder.unreadable;
    if (unreadable || !side.migrations.ok)
      throw new Problem('folder-unreadable', `${side.folder.path} cannot be read whole.`, {
        why: `${unreadable ? `${unreadable.path}: ${unreadable.why}` : side.migrations.ok ? '' : side.migrations.why}. Nothing was changed.`,
        fix: `npx tidemark doctor${out}\nThen run the same command again.`,
      });
  }
  if (own.folder.layout === 'dated' && other.folder.layout === 'dated')
    throw new Problem('dated-folders', 'Two folders of Drizzle 1.0 are not merged by a plan.', {
      why: 'There each migration is a folder with a time in its name, and the migrator goes by names: to lie in one place is all they need, without a second first snapshot, which would stop drizzle-kit. Nothing was changed.',
      fix: [
        `Remove snapshot.json from each folder in ${path}, then:`,
        `git mv ${path}/* ${own.folder.path}/`,
        'npx drizzle-kit check',
        'Then, for each environment: npx tidemark adopt -e <environment>',
      ].join('\n'),
    });
  if (own.folder.layout === 'dated' || other.folder.layout === 'dated' || project.line === '1.0')
    throw new Problem('layouts-differ', `${own.folder.path} and ${path} are merged in the layout of Drizzle 0.x only.`, {
      why: `${own.folder.path} is of ${own.folder.layout === 'dated' ? '1.0' : '0.x'}, ${path} of ${other.folder.layout === 'dated' ? '1.0' : '0.x'}, the project uses Drizzle ${project.line}. Nothing was changed.`,
      fix: 'Merge them before the upgrade to 1.0, or bring both into the layout of 1.0 first: npx drizzle-kit up',
    });
  if (!done && other.migrations.ok && other.migrations.value.length === 0)
    throw new Problem('nothing-to-merge', `The journal of ${path} names no migration.`, {
      why: 'There is nothing to merge. Nothing was changed.',
      fix: `Remove ${path} by hand.`,
    });
  if (own.migrations.ok && own.migrations.value.length === 0)
    throw new Problem('nothing-to-merge-into', `The journal of ${own.folder.path} names no migration.`, {
      why: `All there is lies in ${path}. Nothing was changed.`,
      fix: `Let \`out\` of drizzle.config point to ${path}.`,
    });
}

/** Files are changed for all environments, so each has to be known. */
export function checkAllRead(histories: Read<ReadonlyMap<string, Read<History>>> | undefined): Map<string, History> {
  if (!histories?.ok)
    throw new Problem('environment-not-read', 'No database was read.', {
      why: `${histories?.why ?? 'None is configured.'}. Nothing was changed.`,
      fix: 'npx tidemark doctor',
    });
  const unread = [...histories.value].flatMap(([name, h]) => (h.ok ? [] : [{ name, why: h.why }]));
  if (unread.length > 0)
    throw new Problem('environment-not-read', `${listed(unread.map((u) => u.name))} could not be read.`, {
      why: [
        ...unread.map((u) => `${u.name}: ${u.why}`),
        'The files of a merge are changed for every environment, and the order of two folders has to fit what each of them ran. Nothing was changed.',
      ].join('\n'),
      fix: unread.map((u) => `npx tidemark doctor -e ${u.name}`).join('\n'),
    });
  return new Map([...histories.value].flatMap(([name, h]) => (h.ok ? [[name, h.value] as const] : [])));
}

const found = (folders: readonly string[]): string =>
  folders.length === 0
    ? 'No other folder of Drizzle migrations was found.'
    : `There ${folders.length === 1 ? 'is' : 'are'}: ${folders.join(', ')}.`;

const hint = (surroundings: Read<Surroundings> | undefined): string => {
  const [first] = surroundings?.ok ? surroundings.value.otherFolders : [];
  return first === undefined ? 'npx tidemark doctor' : `--merge ${first}`;
};
