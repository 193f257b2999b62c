/** One run's things together, and what it looks at: the same before and after a change. */
import type { Command, EvidenceKey } from '../model/index.ts';
import type { ReadProject } from '../read/config/project.ts';
import type { Looked } from '../read/evidence.ts';
import type { Looking } from '../read/looking.ts';
import type { Chosen } from './choose.ts';
import type { Answer, Face, Input } from './input.ts';
import type { Memory } from './remembered.ts';
import type { Sessions } from './sessions.ts';
import type { Watched } from './still.ts';

export interface Run {
  command: Command;
  input: Input;
  face: Face;
  project: ReadProject;
  chosen: Chosen;
  open: Sessions;
  answer: Answer;
  memory?: Memory;
  watched?: Watched;
}

/** `seen`: what a probe of the only environment has read already. */
export async function lookAround(
  { command, input, project, chosen, open }: Run,
  { folder, columns }: Pick<Looking, 'folder' | 'columns'> = {},
  sees: readonly EvidenceKey[] = command.sees,
): Promise<Looked> {
  const { look } = await import('../read/evidence.ts');
  const only = input.flags.has('files');
  const looking: Looking = {
    project: only
      ? { ...project, environments: { ok: false, why: 'only files were asked for (--files)', absent: true } }
      : project,
    environments: only ? [] : chosen.look,
    hopeless: only ? [] : chosen.hopeless,
    open: (environment) => open.look(environment),
    now: input.now,
    ...(folder ? { folder } : {}),
    ...(columns ? { columns } : {}),
    ownProcess: input.ownProcess === true,
    ...(command.states ? { states: command.states(input) } : {}),
    ...(command.prints ? { prints: command.prints(input) } : {}),
    ...(command.objects ? { objects: command.objects(input) } : {}),
    ...(command.merges ? { merges: command.merges(input) } : {}),
    ...aimOf(command.aim?.(input)),
    cwd: input.cwd,
    pendingSqlOnly: command.pendingSqlOnly === true,
  };
  const flagged = (some: Command['seesWith'] = {}) =>
    Object.entries(some).flatMap(([flag, keys]) => (input.flags.has(flag) ? keys : []));
  const left = flagged(command.leaves);
  const keys = [...sees, ...flagged(command.seesWith)].filter((key) => !left.includes(key));
  return look(keys, looking);
}

const aimOf = (aim: string | undefined): Pick<Looking, 'aim'> => (aim === undefined ? {} : { aim });
