/** Is there a history row whose migration is not in the folder? */
import { foretell } from '../compare/history/foretell.ts';
import { isNewest, rowName, rowPlace } from '../compare/history/recorded.ts';
import { looksHashed } from '../compare/history/recorded-hash.ts';
import { readStamp } from '../compare/history/stamp.ts';
import type { Found, GitText, HistoryRow, Remedy, Standing } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rowsChange, withoutRepeats } from '../plans/rows/right-row.ts';

interface Orphan extends Found {
  environment: string;
  standing: Standing;
  row: HistoryRow;
  was: GitText | undefined;
}

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'A history row belongs to no migration of this folder',
  harm: 'The database has something that this folder does not make: a new database will lack it. The upgrade to Drizzle 1.0 refuses the whole table because of one such row.',
  background:
    'It may be a migration of another branch or of a later release, one that was deleted or squashed, one of another service that shares the table, or a row written by hand. Which one it is only its text can tell.',
  needs: ['project', 'standings'],
  wants: ['edits'],
  *check({ project, standings, edits }): Generator<Orphan> {
    for (const [environment, read] of standings) {
      if (!read.ok || !read.value.table) continue;
      const { table, orphans, stock } = read.value;
      for (const row of orphans) {
        const was = edits.ok && row.hash ? edits.value.texts.get(row.hash) : undefined;
        const refuses = project.line === '1.0' && !table.columns.some((c) => c.name === 'name') && stock.outcome === 'fails';
        yield {
          environment,
          subject: { row: rowName(row), ...(row.name ? { migration: row.name } : {}) },
          says: `Row ${rowName(row)}${row.name ? ` (${row.name})` : ''} was recorded for ${day(row)}, and no migration of this folder fits it.`,
          evidence: [
            `${rowPlace(table, row)}: hash ${row.hash === null ? 'NULL' : looksHashed(row.hash) ? row.hash.slice(0, 12) : `"${row.hash}"`}, created_at ${row.createdAt ?? 'NULL'}`,
            ...(was
              ? [`git has its text: ${was.path} in ${was.commit} (${was.date.slice(0, 10)})`]
              : [
                  edits.ok
                    ? `git has no text with this hash${edits.value.why ? ` (${edits.value.why})` : ''}`
                    : `git could not be asked: ${edits.why}`,
                ]),
            ...(project.line === '0.x' && isNewest(table, row) ? ['it is the one row that the stock migrator reads'] : []),
            ...(refuses ? ['the stock 1.0 migrator refuses to upgrade the table because of it'] : []),
          ],
          confidence: 'derived',
          severity: refuses ? 'error' : 'warning',
          standing: read.value,
          row,
          was,
        };
      }
    }
  },
  remedies: ({ environment, standing, row, was }, { project }): Remedy[] => {
    const { table } = standing;
    if (!table) return [];
    const rows = withoutRepeats(standing, table, [{ before: row.values, after: null }]);
    const again = foretell(standing, table, rows).repeats;
    const says = `Drop row ${rowName(row)}; the receipt keeps it.`;
    const change = { ...rowsChange(environment, table, rows, says), hazards: ['rewrites-history' as const] };
    const drop: Remedy[] =
      again.length > 0 && foretell(standing, table, []).repeats.length === 0
        ? []
        : [{ name: 'drop-row', says, change: [isNothing(row) ? rowsChange(environment, table, rows, says) : change] }];
    if (isNothing(row)) return drop;
    const first: Remedy =
      was && !was.path.startsWith(`${project.out}/`)
        ? {
            name: 'other-folder',
            says: `It is ${was.path}, of another folder than ${project.out}. Let that folder have a history table of its own, or take its migrations into this one.`,
            change: [],
            needs: 'one folder for the history',
            command: 'npx tidemark explain several-drizzle-folders',
          }
        : was
          ? {
              name: 'bring-back',
              says: `Bring ${was.path} back from commit ${was.commit}, or check out the branch that has it.`,
              change: [],
              needs: 'the file of the migration',
              command: `git checkout ${was.commit} -- ${shell(was.path.endsWith('/migration.sql') ? was.path.slice(0, -'/migration.sql'.length) : was.path)}`,
            }
          : {
              name: 'find-file',
              says: 'Find its file: another branch, a later release, another service that uses the same table.',
              change: [],
              needs: 'the file of the migration',
              command: 'npx tidemark explain orphan-row',
            };
    return [first, ...drop];
  },
  advice:
    'Fetch and check out what was deployed here. When the row is another service’s, give that service a history table of its own. Acknowledge it when its migration is gone on purpose.',
});

/** Neither a hash nor a time: nothing that Drizzle could have written. */
const isNothing = (row: HistoryRow): boolean =>
  !looksHashed(row.hash) && !row.name && ['null', 'garbage'].includes(readStamp(row.createdAt).form);

const shell = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

function day(row: HistoryRow): string {
  const stamp = readStamp(row.createdAt);
  if (stamp.form === 'null') return 'no time';
  return stamp.form === 'number' || stamp.form === 'time' ? (row.createdAt ?? '') : `"${row.createdAt}"`;
}
