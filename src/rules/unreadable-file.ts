/** Is there something in the migrations folder that could not be read? */
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'A file of the migrations folder cannot be read',
  harm: 'The stock 0.x migrator calls every such file missing ("No file … found"), whatever the reason; 1.0 passes over a migration.sql that leads nowhere, in silence.',
  needs: ['folder', 'migrations'],
  *check({ folder, migrations }): Generator<Found> {
    const needed = new Set(migrations.map((m) => m.file));
    for (const { path, why } of folder.unreadable) {
      if (path.endsWith('snapshot.json')) continue;
      const used = needed.has(path) || path.endsWith('/migration.sql');
      const entry = migrations.find((m) => m.file === path);
      yield {
        subject: { file: path },
        says: `${path} cannot be read: ${why}.`,
        evidence: entry?.entry ? [`${folder.journal?.path ?? ''}:${entry.entry.line} lists it`] : [],
        severity: used ? 'error' : 'note',
        confidence: 'proven',
      };
    }
  },
  advice:
    'EACCES: give the user that deploys the right to read it. ELOOP or ENOENT: a symbolic link leads in a circle or nowhere. EISDIR: a folder has the name of a file.',
});
