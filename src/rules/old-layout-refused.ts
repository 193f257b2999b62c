/** Is the folder still of the 0.x layout while 1.0 is installed? */
import { installedSign } from '../compare/folder/kit.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'upgrade',
  severity: 'error',
  stops: true,
  title: 'The migrations folder is of the old layout, and the installed Drizzle is 1.0',
  harm: 'migrate stops before its first query: "We detected that you have old drizzle-kit migration folders"; drizzle-kit says "Your migrations folder format is outdated".',
  background:
    'drizzle-kit up moves each migration into a folder of its own, rewrites the snapshots and removes meta. The SQL, and so every hash, stays. A meta/_journal.json that is left behind is enough for the refusal.',
  needs: ['project', 'folder'],
  *check({ project, folder }) {
    const orm = installedSign(project, 'drizzle-orm');
    const kit = installedSign(project, 'drizzle-kit');
    const newer = [orm, kit].flatMap((s) => (s?.line === '1.0' ? [s.says] : []));
    if (folder.journal === null || folder.layout === 'dated' || orm?.line !== '1.0') return;
    yield {
      subject: { file: folder.journal.path },
      says: `${folder.path} has a journal, which Drizzle 1.0 refuses.`,
      evidence: newer,
      ...(kit && kit.line === '0.x' ? { because: 'kit-orm-mismatch' } : {}),
    };
  },
  remedies: ({ because }) =>
    because === undefined
      ? [
          {
            name: 'up',
            says: 'Let drizzle-kit move the folder, look at the difference, commit it with the new packages.',
            change: [],
            command: 'npx drizzle-kit up',
          },
        ]
      : [],
  advice:
    'Mend what doctor says about the journal, the snapshots and the history first: up stops at holes, and the first 1.0 migrate at rows that fit no file.',
});
