/** Which environments does a command look at, and which may it change? */
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Command, Environment } from '../model/index.ts';
import type { ReadProject, UnreadEnvironment } from '../read/config/project.ts';

export interface Chosen {
  /** To read. */
  look: Environment[];
  /** Configured, asked for, and not even to be tried. */
  hopeless: UnreadEnvironment[];
  /** Names that a change may touch, in order. */
  change: string[];
}

/** -e as typed; else the only one, or the default, never a protected one for a command that changes. */
export function choose(
  command: Command,
  project: ReadProject,
  typed: readonly string[],
  flags: ReadonlyMap<string, unknown> = new Map(),
): Chosen {
  const all = project.environments.ok ? project.environments.value : [];
  const known = [...all.map((e) => e.name), ...project.unread.map((u) => u.environment)];
  for (const name of typed) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw new Problem('unknown-environment', `There is no environment ${name}.`, {
      why: known.length > 0 ? `There are: ${known.join(', ')}.` : 'None is configured.',
      fix: near ? `-e ${near}` : 'Add it to `environments` of tidemark.config.ts.',
    });
  }
  if (command.changes && command.one && typed.length > 1)
    throw new Problem('usage', `${command.name} takes one environment at a time.`, {
      why: `These were named: ${typed.join(', ')}. Nothing was changed.`,
      fix: typed.map((name) => `npx tidemark ${command.name} -e ${name}`).join('\n'),
    });
  const alone = command.one === true && !command.allWith?.some((name) => flags.has(name));
  const wide = typed.length === 0 || (command.one === true && !alone);
  const hopeless =
    project.environments.ok || typed.length > 0 ? project.unread.filter((u) => wide || typed.includes(u.environment)) : [];
  if (!command.changes) return { look: typed.length > 0 ? all.filter((e) => typed.includes(e.name)) : all, hopeless, change: [] };
  const change = typed.length > 0 ? [...typed] : byDefault(command, project, all);
  return {
    look: alone ? all.filter((e) => change.includes(e.name)) : all,
    hopeless,
    change: command.one ? change.slice(0, 1) : change,
  };
}

function byDefault(command: Command, project: ReadProject, all: readonly Environment[]): string[] {
  const { defaultEnvironment } = project;
  const only = all.length === 1 ? all[0] : all.find((e) => e.name === defaultEnvironment);
  if (only && !only.protected) return [only.name];
  if (!command.one) return [];
  if (!project.environments.ok && all.length === 0) {
    throw new Problem('no-database', `${command.name} needs a database, and none is configured.`, {
      why: project.environments.why,
      fix: 'Set the variable that drizzle.config reads (DATABASE_URL, in the environment or in .env), or add the environment to tidemark.config.ts.',
    });
  }
  const names = all.map((e) => e.name);
  throw new Problem('environment-needed', `${command.name} needs an environment.`, {
    why: only
      ? `${only.name} is protected, so it is never taken by default.`
      : names.length > 0
        ? `There are ${names.join(', ')}, and none is the default.`
        : (project.unread[0]?.why ?? 'None is configured.'),
    fix: `npx tidemark ${command.name} -e ${only?.name ?? names[0] ?? '<name>'}${only?.protected ? ` --on ${only.name}` : ''}`,
  });
}
