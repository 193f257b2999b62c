/** A plan that changed a configuration file is looked at with the configuration as it is now. */
import type { Plan } from '../model/index.ts';
import { readProject } from '../read/config/project.ts';
import { choose } from './choose.ts';
import type { Run } from './look-around.ts';

export async function reread(run: Run, plan: Plan): Promise<void> {
  const { project, input, command } = run;
  const configs = project.project.ok
    ? [project.project.value.drizzleConfig, project.project.value.tidemarkConfig, ...(project.project.value.envFiles ?? [])]
    : [];
  if (!plan.steps.some((s) => s.kind === 'file' && configs.includes(s.path))) return;
  run.project = await readProject({
    cwd: input.cwd,
    env: input.env,
    ...(input.config ? { config: input.config } : {}),
    ...(input.out ? { out: input.out } : {}),
  });
  run.chosen = choose(command, run.project, input.environments, input.flags);
}
