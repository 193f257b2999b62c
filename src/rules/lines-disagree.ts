/** Do package.json, the lock file, node_modules and the folder speak of one line of Drizzle? */
import { installedSign } from '../compare/folder/kit.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'upgrade',
  severity: 'warning',
  title: 'The project says 0.x in one place and 1.0 in another',
  harm: 'A deploy installs another Drizzle than the one that made the folder; the migrator of 0.x cannot read a 1.0 folder and stops, "Can\'t find meta/_journal.json file".',
  needs: ['project', 'folder'],
  *check({ project, folder }) {
    for (const of of ['drizzle-orm', 'drizzle-kit'] as const) {
      const signs = project.lineSigns.filter((s) => s.of === of);
      if (new Set(signs.map((s) => s.line)).size < 2) continue;
      yield {
        subject: { object: of },
        says: `${of} is of 0.x and of 1.0, depending on where one looks.`,
        evidence: signs.map((s) => s.says),
      };
    }
    const orm = installedSign(project, 'drizzle-orm');
    const dated = project.lineSigns.find((s) => s.of === 'layout' && s.line === '1.0');
    if (orm?.line !== '0.x' || !dated || folder.layout !== 'dated') return;
    yield {
      subject: { file: folder.path },
      severity: 'error' as const,
      says: `${folder.path} is a folder of 1.0, and ${orm.says}.`,
      evidence: [dated.says, orm.says],
    };
  },
  advice:
    'Run the install again (npm ci) so that node_modules is what the lock file says; move orm, kit and folder to 1.0 in one release, or none of them.',
});
