/** Have two snapshots the same id? */
import { type Linked, linksOf } from '../compare/folder/snapshot-chain.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { withOwnId } from '../plans/files/snapshot-edit.ts';

interface Twin extends Found {
  twin: Linked;
}

export default rule({
  group: 'snapshots',
  severity: 'warning',
  title: 'Two snapshots have the same id',
  harm: 'Which of them a later snapshot follows cannot be told; drizzle-kit up, the way to 1.0, puts one in the place of the other.',
  background: 'A snapshot was copied to make another by hand. drizzle-kit 0.31 compares parents only and does not notice.',
  needs: ['folder', 'snapshots'],
  *check({ snapshots }): Generator<Twin> {
    const first = new Map<string, Linked>();
    for (const link of linksOf(snapshots)) {
      const { id } = link.head;
      if (id === null) continue;
      const before = first.get(id);
      if (!before) {
        first.set(id, link);
        continue;
      }
      yield {
        subject: { file: link.snapshot.path },
        says: `${link.snapshot.path} has the id of ${before.snapshot.path}.`,
        evidence: [`${before.snapshot.path}: id ${id}`, `${link.snapshot.path}: id ${id}`],
        twin: link,
      };
    }
  },
  remedies: ({ twin }, { folder, snapshots }) => {
    const change = folder.layout === 'journal' ? withOwnId(linksOf(snapshots), twin) : [];
    return change.length === 0
      ? []
      : [{ name: 'new-id', says: `Give ${twin.snapshot.path} an id of its own; what follows it is told.`, change }];
  },
  advice: 'In a 1.0 folder: delete the copy and run drizzle-kit generate again, or restore the folder from git.',
});
