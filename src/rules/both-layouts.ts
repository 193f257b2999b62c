/** Does one folder hold both layouts, 0.x's journal and 1.0's dated folders? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Both extends Found {
  /** The journal is a leftover: none of its entries has a file. */
  leftover: boolean;
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The folder holds both layouts: a journal, and one folder a migration',
  harm: 'Drizzle 1.0 refuses the folder because of the journal ("old drizzle-kit migration folders"); Drizzle 0.x does not see the dated folders, so their tables are never made.',
  background:
    '`drizzle-kit up` moves the old migrations into dated folders and takes the journal away. A branch that was merged afterwards, or a colleague with the older kit, brings the other layout back.',
  needs: ['project', 'folder'],
  *check({ project, folder }): Generator<Both> {
    if (folder.journal === null) return;
    const dated =
      folder.layout === 'dated'
        ? folder.files.map((f) => f.path)
        : folder.others.filter((p) => p.endsWith('/migration.sql') && p.split('/').length === folder.path.split('/').length + 2);
    const [first] = dated;
    if (first === undefined) return;
    const flat =
      folder.layout === 'dated'
        ? folder.others.filter((p) => p.endsWith('.sql') && !p.slice(folder.path.length + 1).includes('/'))
        : folder.files.map((f) => f.path);
    yield {
      subject: { file: folder.journal.path },
      says: `${folder.path} holds a journal and ${dated.length} dated ${dated.length === 1 ? 'folder' : 'folders'}; this project uses Drizzle ${project.line}.`,
      evidence: [
        folder.journal.path,
        first,
        ...(flat.length > 0
          ? [`${flat.length} SQL ${flat.length === 1 ? 'file' : 'files'} beside them`]
          : ['no entry of the journal has a file any more']),
      ],
      leftover: folder.layout === 'dated' && flat.length === 0,
    };
  },
  remedies: ({ leftover }, { project, folder }): Remedy[] => {
    const path = folder.journal?.path;
    if (!leftover || project.line !== '1.0' || path === undefined) return [];
    const says = 'Take the journal away: none of its entries has a file any more.';
    return [{ name: 'remove-journal', says, change: [{ kind: 'remove', path, says }] }];
  },
  advice:
    'On 1.0: bring what the journal still lists into dated folders (drizzle-kit up, on a copy without the dated folders), then delete meta/. On 0.x: make the dated migrations anew with drizzle-kit generate.',
});
