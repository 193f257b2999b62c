/** Are drizzle-kit and drizzle-orm of different lines? */
import { installedSign } from '../compare/folder/kit.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'upgrade',
  severity: 'error',
  title: 'drizzle-kit and drizzle-orm are of different lines',
  harm: 'Every command of drizzle-kit ends with 1: "This version of drizzle-kit is outdated", or "requires newer version of drizzle-orm".',
  needs: ['project'],
  *check({ project }) {
    const orm = installedSign(project, 'drizzle-orm');
    const kit = installedSign(project, 'drizzle-kit');
    if (!orm || !kit || orm.line === kit.line) return;
    yield {
      subject: { object: 'drizzle-kit' },
      says: `drizzle-kit is ${kit.version}, drizzle-orm ${orm.version}.`,
      evidence: [orm.says, kit.says],
    };
  },
  advice: 'Install both of one line: npm i drizzle-orm@1 && npm i -D drizzle-kit@1 together with drizzle-kit up, or both of 0.x.',
});
