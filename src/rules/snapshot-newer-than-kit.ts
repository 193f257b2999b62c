/** Was a snapshot written by a newer drizzle-kit than the one that is installed? */
import { installedSign, snapshotVersionOf } from '../compare/folder/kit.ts';
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'A snapshot was written by a newer drizzle-kit than the installed one',
  harm: 'drizzle-kit 0.31 says "snapshot is of unsupported version", writes nothing and ends with status 0, also for check; 1.0 ends with 1.',
  needs: ['project', 'folder', 'snapshots'],
  *check({ project, folder, snapshots }) {
    const kit = installedSign(project, 'drizzle-kit');
    const reads = kit && snapshotVersionOf(kit.version);
    if (!kit || reads === null) return;
    const newer = linksOf(snapshots).filter((l) => Number(l.head.version) > reads);
    const last = newer.at(-1);
    if (!last) return;
    yield {
      ...(folder.layout === 'dated' && kit.line === '0.x' ? { because: 'lines-disagree' } : {}),
      subject: { file: last.snapshot.path },
      says: `${newer.length === 1 ? last.snapshot.path : `${newer.length} snapshots, the last of them ${last.snapshot.path},`} ${newer.length === 1 ? 'has' : 'have'} version ${last.head.version}; this drizzle-kit knows versions up to ${reads}.`,
      evidence: [
        kit.says,
        `${last.snapshot.path}: version ${last.head.version}`,
        ...(folder.layout === 'journal' && Number(last.head.version) > 7
          ? ['versions above 7 belong to the folder layout of 1.0']
          : []),
      ],
    };
  },
  advice:
    'Install the drizzle-kit that your colleagues use (see the lock file of the branch that the snapshot came from), everywhere the same.',
});
