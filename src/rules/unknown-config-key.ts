/** Does the config say something under a name that nobody reads? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { renameKey } from '../plans/files/config-edit.ts';

interface Unknown extends Found {
  key: string;
  path: string;
  line: number | undefined;
  meant: string | undefined;
}

/** What a rename would move: tools then look into another folder or another history table than before. */
const MOVES = new Set(['out', 'table', 'schema']);

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'drizzle.config has a key that drizzle-kit does not read',
  harm: 'What it was meant to say does not hold, and no tool mentions it.',
  needs: ['project'],
  wants: ['histories'],
  *check({ project }): Generator<Unknown> {
    for (const { path, key, line, nearest } of project.unknownKeys) {
      const whole = path === '' ? key : `${path}.${key}`;
      yield {
        subject: {
          object: whole,
          ...(project.drizzleConfig ? { file: project.drizzleConfig } : {}),
          ...(line === undefined ? {} : { line }),
        },
        says: `Nobody reads ${whole}${nearest === undefined ? '' : `; ${path === '' ? nearest : `${path}.${nearest}`} was meant, perhaps`}.`,
        evidence: project.drizzleConfig && line !== undefined ? [`${project.drizzleConfig}:${line}`] : [],
        severity: nearest === undefined ? 'note' : 'warning',
        key,
        path,
        line,
        meant: nearest,
      };
    }
  },
  remedies: ({ key, path, line, meant }, { project, histories }): Remedy[] => {
    const file = project.drizzleConfig;
    const edit =
      meant === undefined || line === undefined || project.configText === null
        ? null
        : renameKey(project.configText, key, line, meant);
    if (!edit || !file || meant === undefined) return [];
    const says = `Call it ${meant}.`;
    const lived =
      histories.ok && [...histories.value.values()].some((h) => h.ok && h.value.table !== null && h.value.table.rows.length > 0);
    const moves = MOVES.has(meant) && (path === '' || path === 'migrations') && (path === 'migrations' ? lived : meant === 'out');
    return moves
      ? [
          {
            name: 'rename-key',
            says: `${says} Then every tool looks for ${path === 'migrations' ? 'the history table' : 'the migrations'} in another place than until now, so move that first, or take the key out.`,
            command: '',
            change: [],
            needs: 'your decision',
          },
        ]
      : [{ name: 'rename-key', says, change: [{ kind: 'edit', path: file, edit, says }] }];
  },
  advice: 'Take the key out, or write it as drizzle-kit reads it.',
});
