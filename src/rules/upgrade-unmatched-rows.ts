/** Would the first run of 1.0 refuse this history table, because a row fits no migration? */

import { unmatchedRows } from '../compare/history/upgrade.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'upgrade',
  severity: 'error',
  title: 'The first migrate of 1.0 will refuse: a history row fits no migration',
  harm: 'Every deploy stops with "While upgrading your database migrations table we found … migrations". Nothing is changed, and there is no option to go on.',
  background:
    '1.0 adds the column name to a table of 0.x and fills it for all rows or for none: by the second of created_at, else by the hash. Rows of another branch, of another service or of a squashed history fit nothing.',
  needs: ['project', 'folder', 'migrations', 'histories'],
  wants: ['standings'],
  *check({ project, folder, migrations, histories, standings }) {
    if (project.line !== '1.0' || folder.layout !== 'dated') return;
    for (const [environment, read] of histories) {
      const table = read.ok ? read.value.table : null;
      if (table?.shape !== '0.x') continue;
      const standing = standings.ok ? standings.value.get(environment) : undefined;
      const orphans = standing?.ok ? standing.value.orphans.map((o) => o.position) : [];
      for (const row of unmatchedRows(migrations, table.rows)) {
        yield {
          ...(orphans.includes(row.position) ? { because: 'orphan-row' } : {}),
          environment,
          subject: { row: row.id ?? String(row.position) },
          says: `Row ${row.id ?? row.position} of ${table.schema}.${table.name} fits no migration of ${folder.path}.`,
          evidence: [
            `row ${row.id ?? row.position}: created_at ${row.createdAt ?? 'NULL'}, hash ${row.hash === null ? 'NULL' : `${row.hash.slice(0, 12)}…`}`,
          ],
        };
      }
    }
  },
  advice:
    'Bring the migration back (git log --all --diff-filter=D -- "*.sql"), or mend the row where doctor says how; a row is deleted only when somebody knows that what it stands for is part of the folder.',
});
