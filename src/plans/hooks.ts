/** The SQL of tidemark.config's own around the migrations of a run. */
import type { Change, Environment } from '../model/index.ts';

export function hook(environment: Environment | undefined, when: 'before' | 'after'): Change[] {
  const text = environment?.[when];
  if (!environment || text === undefined || text.trim() === '') return [];
  const says = `Run the SQL of ${when} in tidemark.config.`;
  return [{ kind: 'sql', environment: environment.name, says, text, undo: null, ...(when === 'after' ? { last: true } : {}) }];
}
