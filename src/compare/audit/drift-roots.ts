/** Which rule tells the cause, where an environment is not what its recorded migrations make? */
import type { JudgedMigration, Line, Standing } from '../../model/index.ts';
import { isThere } from './judge-migrations.ts';
import type { Audited } from './own-audit.ts';
import { UNLISTED } from './unlisted-courses.ts';

/** By the object's key. What is not in it has no cause that an audit sees. */
export function driftRoots({ own, others }: Audited, { migrations }: Standing, line: Line): Map<string, string> {
  const roots = new Map<string, string>();
  const blame = ({ objects = [] }: JudgedMigration, rule: string): void => {
    for (const key of objects) roots.set(key, rule);
  };
  for (const { system, migrations: judged } of others)
    for (const m of judged) if (isThere(m)) blame(m, system.tool === UNLISTED ? 'orphan-file' : 'legacy-system-beside');
  for (const m of own.migrations) {
    const state = migrations.find((s) => s.migration.name === m.migration)?.state;
    const late = line === '0.x' ? 'skipped-migration' : 'late-migration';
    if (m.recorded && (m.verdict === 'not-executed' || m.verdict === 'partly')) blame(m, 'marked-not-run');
    if (!m.recorded && isThere(m)) blame(m, state === 'out-of-order' ? late : 'ran-not-recorded');
  }
  return roots;
}
