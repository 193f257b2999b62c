/** Has a 1.0 folder several newest migrations? */
import { conflictsOf, isWholeHistory, leavesOf } from '../compare/folder/branches.ts';
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'note',
  title: 'The folder has several newest migrations that no later one joins',
  harm: 'None while they touch different things; the next generated migration joins them.',
  background:
    'Branches that were generated side by side and merged. drizzle-kit allows it as long as no two of them touch the same thing.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    if (folder.layout !== 'dated') return;
    const links = linksOf(snapshots);
    const leaves = leavesOf(links);
    if (leaves.length < 2 || !isWholeHistory(links) || conflictsOf(links).length > 0) return;
    const blind = links.filter((l) => l.head.touches === undefined).length;
    yield {
      subject: { file: folder.path },
      says: `${leaves.length} migrations have none that follows them: ${leaves.map((l) => l.snapshot.key).join(', ')}.`,
      evidence: [
        ...leaves.map((l) => `${l.snapshot.path}: no snapshot names ${l.head.id} as parent`),
        blind > 0
          ? `whether they touch the same thing was not compared: ${blind} of ${links.length} snapshots have no footprints`
          : 'no two of them touch the same thing, as drizzle-kit compares them',
      ],
    };
  },
  advice: 'Nothing has to be done. Run the merged order once on an empty database before it is deployed.',
});
