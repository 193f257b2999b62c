/** Does the config tell drizzle-kit to write no breakpoints, for a driver that needs them? */
import { oneAtATime } from '../compare/folder/one-at-a-time.ts';
import { rule } from '../model/rule.ts';
import { setSwitch } from '../plans/files/config-edit.ts';

export default rule({
  group: 'sql',
  severity: 'warning',
  title: 'drizzle-kit is told to write no breakpoints, and this driver needs them',
  harm: 'Every migration that drizzle-kit generates with more than one statement fails with "cannot insert multiple commands into a prepared statement".',
  needs: ['project', 'environments'],
  *check({ project, environments }) {
    const driver = oneAtATime(project, environments);
    if (project.breakpoints || driver === null) return;
    yield {
      subject: { object: 'breakpoints', ...(project.drizzleConfig ? { file: project.drizzleConfig } : {}) },
      says: `${project.drizzleConfig} says breakpoints: false, and ${driver.name} takes one statement at a time.`,
      evidence: [driver.why],
      confidence: driver.sure ? 'derived' : 'suspected',
    };
  },
  remedies: (_, { project }) => {
    const edit = project.configText === null ? null : setSwitch(project.configText, 'breakpoints', false, true);
    if (!edit || !project.drizzleConfig) return [];
    const says = 'Let drizzle-kit write breakpoints, as it does by default.';
    return [{ name: 'switch-on', says, change: [{ kind: 'edit', path: project.drizzleConfig, edit, says }] }];
  },
  advice: 'Take breakpoints: false out of drizzle.config; files that exist already are another finding.',
});
