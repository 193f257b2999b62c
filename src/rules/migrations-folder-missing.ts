/** Is the migrations folder absent or empty? */
import type { Found, Severity } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'journal',
  severity: 'warning',
  title: 'The migrations folder is not there, or there is nothing in it',
  harm: 'Drizzle 0.x stops with "Can\'t find meta/_journal.json file"; drizzle-kit 1.0 creates an empty folder and reports success, and nothing was applied.',
  background:
    'The folder is looked for from the directory in which the process was started, not from where the config or the module lies.',
  needs: ['project', 'folder'],
  wants: ['histories'],
  *check({ project, folder, histories }): Generator<Found> {
    const journalOnly = folder.layout === 'journal' && folder.files.length === 0 && folder.unreadable.length === 0;
    if (folder.present && (!journalOnly || folder.journal !== null || folder.others.length > 0)) return;
    const read = histories.ok
      ? [...histories.value].flatMap(([name, h]) => (h.ok ? [{ name, rows: h.value.table?.rows.length ?? 0 }] : []))
      : [];
    const recorded = read.filter((r) => r.rows > 0);
    const severity: Severity = recorded.length > 0 ? 'error' : read.length > 0 ? 'note' : 'warning';
    yield {
      subject: { file: folder.path },
      says: `${folder.path} ${folder.present ? 'is empty' : 'does not exist'}, seen from ${project.drizzleConfig ?? 'the project'}.`,
      evidence: recorded.map((r) => `${r.name} recorded ${r.rows} ${r.rows === 1 ? 'migration' : 'migrations'}`),
      severity,
    };
  },
  advice:
    'Before the first `drizzle-kit generate` this is as it should be. Otherwise: is `out` in the config right, was the folder left out of the image (.dockerignore, COPY, the bundler), is the process started in another directory?',
});
