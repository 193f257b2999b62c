/** Is a snapshot JSON, and yet nothing that drizzle-kit accepts? */
import { isHidden } from '../compare/folder/snapshot-chain.ts';
import type { Folder, Snapshot } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'A snapshot lacks what drizzle-kit needs to read it',
  harm: 'drizzle-kit says "data is malformed": 0.31 generate writes nothing and ends with status 0, check ends with 1; under 1.0 migrate stops too.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    for (const snapshot of snapshots) {
      if (isHidden(snapshot)) continue;
      const lacks = faults(folder, snapshot);
      if (lacks.length > 0)
        yield { subject: { file: snapshot.path }, says: `${snapshot.path} ${lacks.join(', ')}.`, evidence: [] };
    }
  },
  advice:
    'Restore it from git (git log --oneline -- <file>, then git checkout <commit> -- <file>), or remove the file when it is no snapshot: drizzle-kit takes every file in meta for one.',
});

function faults({ layout }: Folder, { head }: Snapshot): string[] {
  if (!head.ok) return [];
  const { id, prevIds, version, dialect, type } = head.value;
  const out: string[] = [];
  if (id === null) out.push('has no id');
  if (prevIds.length === 0) out.push(layout === 'dated' ? 'has no prevIds' : 'has no prevId');
  if (version === null) out.push('has no version');
  const dialects = layout === 'dated' ? ['postgres', 'postgresql'] : ['postgresql', 'pg'];
  if (dialect === null || !dialects.includes(dialect))
    out.push(dialect === null ? 'has no dialect' : `has the dialect ${dialect}`);
  if (layout === 'dated' && version === '9' && type === null) out.push('is neither base nor diff');
  return out;
}
