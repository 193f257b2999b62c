/** Are there snapshots that the installed drizzle-kit refuses until `up` was run? */
import { installedSign, snapshotVersionOf } from '../compare/folder/kit.ts';
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'Snapshots are older than the drizzle-kit that is installed',
  harm: 'drizzle-kit generate stops until drizzle-kit up was run: 0.31 writes nothing and ends with status 0; under 1.0 check and migrate stop too, with 1, so a deploy stops.',
  background: '`drizzle-kit up` rewrites the snapshots in place. It changes no SQL file and no database.',
  needs: ['project', 'folder', 'snapshots'],
  *check({ project, folder, snapshots }) {
    const kit = installedSign(project, 'drizzle-kit');
    // A journal folder under 1.0 is not old here: all of it has to move.
    if (kit && kit.line === '1.0' && folder.layout === 'journal') return;
    const links = linksOf(snapshots).filter((l) => Number.isInteger(Number(l.head.version ?? '')) && l.head.version !== null);
    const newest = Math.max(...links.map((l) => Number(l.head.version)));
    const wanted = (kit && snapshotVersionOf(kit.version)) ?? newest;
    const older = links.filter((l) => Number(l.head.version) < wanted);
    const last = older.at(-1);
    if (!last) return;
    yield {
      subject: { file: folder.layout === 'journal' ? `${folder.path}/meta` : folder.path },
      says: `${older.length} of ${links.length} snapshots ${older.length === 1 ? 'has' : 'have'} an older version (${last.head.version}) than ${kit ? 'drizzle-kit wants' : 'the newest'} (${wanted}).`,
      evidence: [...(kit ? [kit.says] : []), `${last.snapshot.path}: version ${last.head.version}`],
    };
  },
  remedies: () => [
    {
      name: 'up',
      says: 'Let drizzle-kit rewrite them, look at the difference, commit it.',
      change: [],
      command: 'npx drizzle-kit up',
    },
  ],
});
