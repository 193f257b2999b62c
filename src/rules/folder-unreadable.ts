/** Can the migrations folder, or its journal, not be read at all? */
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The migrations folder or its journal cannot be read',
  harm: 'Every migrate stops before its first query.',
  needs: ['folder'],
  *check({ folder }): Generator<Found> {
    for (const { path, why } of folder.unreadable) {
      if (path !== folder.path && (folder.journal?.path !== path || folder.journal.state !== 'unreadable')) continue;
      yield { subject: { file: path }, says: `${path} cannot be read: ${why}.`, evidence: [], confidence: 'proven' };
    }
  },
  advice:
    'EACCES: give the user that deploys the right to read it. ELOOP or ENOENT: a symbolic link leads in a circle or nowhere. ENOTDIR: a file has the name of the folder.',
});
