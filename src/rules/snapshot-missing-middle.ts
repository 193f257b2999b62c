/** Have earlier migrations no snapshot? */
import { hasTag } from '../compare/folder/intended.ts';
import { movesToNew } from '../compare/folder/kit.ts';
import { coverageOf, isHidden, tailOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

const SHOWN = 5;

export default rule({
  group: 'snapshots',
  severity: 'note',
  title: 'Earlier migrations have no snapshot',
  harm: 'Nothing today: generate looks at the newest snapshot only. In a journal folder drizzle-kit up, the way to 1.0, stops at each of them with "No snapshot was found".',
  background:
    'Hand-written migrations have none, and deleted ones leave holes. In a 1.0 folder a migration without snapshot.json is invisible to drizzle-kit, and still runs.',
  needs: ['folder', 'intended', 'snapshots', 'project'],
  *check({ folder, intended, snapshots, project }) {
    if (folder.layout === 'journal' && snapshots.some(isHidden)) return;
    const known = intended
      .filter(({ migration, actual }) => migration.sql.ok || !actual.entry || hasTag(actual.entry))
      .map((i) => i.migration);
    const covered = coverageOf(folder, known, snapshots);
    const tail = tailOf(covered);
    const names = covered.slice(0, -1).flatMap((c) => (c.snapshot ? [] : [c.migration.name]));
    if (names.length === 0) return;
    const inTail = tail.length > 1 && names.length === tail.length - 1;
    const upNow = folder.layout === 'journal' && movesToNew(project).length > 0;
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    yield {
      subject: { file: folder.layout === 'dated' ? folder.path : `${folder.path}/meta` },
      says: `${names.length} of ${known.length} migrations ${names.length === 1 ? 'has' : 'have'} no snapshot, the newest not counted${upNow ? ', and drizzle-kit up stops at the first' : ''}.`,
      evidence: [`${names.slice(0, SHOWN).join(', ')}${more}`],
      ...(upNow ? { severity: 'warning' as const } : {}),
      ...(inTail ? { because: 'snapshot-missing-latest' } : {}),
    };
  },
  advice:
    'Leave it while the project stays where it is. If the files were deleted, git has them: git log --diff-filter=D --name-only -- "*snapshot.json".',
});
