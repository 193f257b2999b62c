/** Is there a dated folder with a snapshot and without SQL? */
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'A dated folder has a snapshot but no migration.sql',
  harm: 'drizzle-kit counts it as done and generates on top of it; the migrator does not see it, so its tables are missing in every database.',
  background:
    'The migrator of 1.0 looks for migration.sql, drizzle-kit for snapshot.json: each passes over a folder without its file in silence.',
  needs: ['folder'],
  *check({ folder }): Generator<Found> {
    if (folder.layout !== 'dated') return;
    const names = new Set(folder.files.map((f) => f.name));
    for (const path of folder.others) {
      const [name = '', file, ...deeper] = path.slice(folder.path.length + 1).split('/');
      if (
        file !== 'snapshot.json' ||
        deeper.length > 0 ||
        names.has(name) ||
        folder.unreadable.some((u) => u.path === `${folder.path}/${name}/migration.sql`)
      )
        continue;
      yield {
        subject: { migration: name, file: path },
        says: `${folder.path}/${name} holds a snapshot and no migration.sql.`,
        evidence: [path],
        confidence: 'proven',
      };
    }
  },
  advice:
    'Bring the file back from git (git log --all -- "<folder>/migration.sql"). Where the migration was never wanted, delete the folder, its snapshot too.',
});
