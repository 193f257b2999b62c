/** Is the last snapshot by name not the newest one? */
import { isHidden, linksOf, newestOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'warning',
  title: 'drizzle-kit generate starts from a snapshot that is not the newest',
  harm: 'The next generated migration repeats changes that earlier ones made, and fails: "already exists".',
  background:
    'drizzle-kit 0.31 sorts the files of meta by their names, letter by letter, and takes the last: 9999_ comes after 10000_, a time such as 20250101000000_ after 0001_. With the prefix `none` the snapshot is called _snapshot.json, and names that begin with _ are passed over.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    if (folder.layout !== 'journal') return;
    for (const hidden of snapshots.filter((s) => isHidden(s) && s.path.endsWith('_snapshot.json'))) {
      yield {
        subject: { file: hidden.path },
        says: `${hidden.path} begins with _, so drizzle-kit generate does not see it.`,
        evidence: [`${hidden.path} was written with the prefix none`],
      };
    }
    const links = linksOf(snapshots);
    const newest = newestOf(snapshots);
    const id = newest?.head.ok ? newest.head.value.id : null;
    const after = links.filter((l) => id !== null && l.snapshot !== newest && l.head.prevIds.includes(id));
    const [next] = after;
    if (!newest || !next) return;
    yield {
      subject: { file: newest.path },
      says: `${newest.path} is the last snapshot by name, but ${next.snapshot.path} follows it.`,
      evidence: [`${newest.path}: id ${id}`, `${next.snapshot.path}: prevId ${id}`],
    };
  },
  advice:
    'Keep one kind of prefix (`migrations.prefix` in drizzle.config; the default is index). Rename the snapshots, their SQL files and the tags of the journal together, so that they sort in the order of the journal: history rows hold hashes, not names, so databases do not notice.',
});
