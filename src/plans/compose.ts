/** A draft becomes a plan: changes of several remedies merged into one step a file and one a history table. */
import type { Change, Draft, Environment, Hazard, History, Plan, Server, StartedPlan } from '../model/index.ts';
import { databaseSteps } from './database-steps.ts';
import { type FileText, fileSteps, leftSteps } from './files/file-steps.ts';
import { seal } from './seal.ts';

export interface Ground {
  files: ReadonlyMap<string, FileText | null>;
  /** Of the plan's environment. */
  environment?: Environment;
  history?: History;
  server?: Server;
  /** Plans that can be finished or discarded. */
  started?: readonly StartedPlan[];
}

export function compose(command: string, draft: Draft, ground: Ground): Plan {
  const { changes } = draft;
  const finish = changes.find((c) => c.kind === 'finish');
  const files = finish ? leftSteps(finish, ground.started ?? []) : fileSteps(changes, ground.files);
  const database = databaseSteps(changes, ground.history);
  const hazards = new Set<Hazard>(changes.flatMap((c) => (c.kind === 'sql' || c.kind === 'rows' ? (c.hazards ?? []) : [])));
  const runs = changes.some((c) => c.kind === 'run');
  const irreversible = database.steps.some((s) => s.kind === 'sql' && s.undo === null);
  const final = finish
    ? finalOf(finish)
    : irreversible
      ? runs
        ? 'it runs migrations; going back takes a new migration'
        : 'one of its statements has no inverse'
      : null;
  const undo: Plan['undo'] = final === null ? { by: 'receipt' } : { by: 'nothing', why: final };
  if (irreversible && !runs) hazards.add('cannot-undo');
  return seal({
    format: 1,
    command,
    ...(draft.environment && database.steps.length > 0 ? { environment: draft.environment } : {}),
    notes: draft.notes,
    assumes: [...files.assumes, ...database.assumes],
    steps: [...database.steps, ...files.steps],
    hazards: [...hazards],
    expects: draft.expects,
    unseen: draft.unseen,
    ...(draft.together ? { together: draft.together } : {}),
    ...(finish ? { finishes: { id: finish.id, how: finish.how } } : {}),
    undo,
  });
}

const finalOf = ({ id, how }: Extract<Change, { kind: 'finish' }>): string =>
  how === 'finish'
    ? `it only brings ${id} to its end; undo ${id} reverses that plan itself`
    : `it only takes back what ${id} had begun`;
