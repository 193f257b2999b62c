/** Does the config ask for a prefix that drizzle-kit 1.0 does not know any more? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'config',
  severity: 'note',
  title: 'migrations.prefix has no meaning in drizzle-kit 1.0',
  harm: 'Folders are named by their time, whatever the config says.',
  needs: ['project'],
  *check({ project }) {
    if (project.line !== '1.0' || project.prefix === null) return;
    yield {
      subject: { object: 'migrations.prefix', ...(project.drizzleConfig ? { file: project.drizzleConfig } : {}) },
      says: `${project.drizzleConfig} asks for the prefix ${project.prefix}, and 1.0 always writes year to second.`,
      evidence: project.lineSigns
        .filter((s) => s.line === '1.0')
        .slice(0, 2)
        .map((s) => s.says),
    };
  },
  advice: 'Take prefix out of the config.',
});
