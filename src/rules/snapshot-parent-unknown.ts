/** Does a snapshot follow one that is not there? */

import { movesToNew } from '../compare/folder/kit.ts';
import { type Linked, linksOf, NOBODY } from '../compare/folder/snapshot-chain.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setParent } from '../plans/files/snapshot-edit.ts';

interface Loose extends Found {
  link: Linked;
  before: Linked | null;
}

export default rule({
  group: 'snapshots',
  severity: 'note',
  title: 'A snapshot names a parent that no file has',
  harm: 'Nothing under 0.x, which looks at the newest snapshot only. drizzle-kit up, the way to 1.0, stops at it.',
  background: 'The snapshot before it was deleted, never committed, or made anew with another id.',
  needs: ['project', 'folder', 'snapshots'],
  *check({ project, folder, snapshots }): Generator<Loose> {
    if (folder.layout !== 'journal') return;
    const links = linksOf(snapshots);
    const ids = new Set(links.map((l) => l.head.id));
    const parents = links.flatMap((l) => l.head.prevIds);
    for (const [i, link] of links.entries()) {
      const parent = link.head.prevIds[0];
      // drizzle-kit pull writes an empty prevId into the first one.
      if (parent === undefined || parent === '' || parent === NOBODY || ids.has(parent)) continue;
      const before = links[i - 1];
      // The file before it has another number than the one before: the parent itself is what is missing.
      const next = before !== undefined && Number(before.snapshot.key) === Number(link.snapshot.key) - 1;
      const free = before?.head.id != null && !parents.includes(before.head.id);
      yield {
        subject: { file: link.snapshot.path },
        says: `${link.snapshot.path} names the parent ${parent}, which no snapshot is.`,
        evidence: [
          `${link.snapshot.path}: prevId ${parent}`,
          ...(before ? [`${before.snapshot.path}: id ${before.head.id}`] : []),
        ],
        ...(movesToNew(project).length > 0 ? { severity: 'warning' as const } : {}),
        ...(before && before.head.id === null
          ? { because: 'snapshot-malformed' }
          : next
            ? {}
            : { because: 'snapshot-missing-middle' }),
        link,
        before: next && free ? before : null,
      };
    }
  },
  remedies: ({ link, before }) => {
    if (!before?.head.id) return [];
    const change = setParent(link, before.head.id, before.snapshot.path);
    return change.length === 0
      ? []
      : [
          {
            name: 're-parent',
            says: `Make it follow ${before.snapshot.path}, the file before it, which nobody follows.`,
            change,
          },
        ];
  },
  advice:
    'Restore the missing snapshot from git (git log --diff-filter=D --name-only -- "*snapshot.json"), or leave it until the project moves to 1.0.',
});
