/** The remedy that lists a SQL file in the journal and records it where it is proven to have run. */

import type { Unlisted } from '../../compare/audit/unlisted-courses.ts';
import { listed, type Seen } from '../../compare/history/seen.ts';
import type { Remedy, SqlFile } from '../../model/index.ts';
import { rowsChange } from './right-row.ts';

/** null where it ran nowhere, or where some environment cannot tell. A plan changes one database: the others come by adopt. */
export function listAndRecord(
  list: Remedy,
  { name, content }: SqlFile,
  when: number,
  seen: Seen,
  courses: readonly Unlisted[],
): Remedy | null {
  const told = seen.read.map(({ environment }) => courses.find((c) => c.environment === environment));
  const ran = courses.filter((c) => c.course === 'record').map((c) => c.environment);
  const [first, ...others] = ran;
  const standing = seen.read.find((s) => s.environment === first);
  const table = standing?.table;
  if (first === undefined || !table || !content.ok || told.some((c) => !c || c.course === 'ask')) return null;
  // Its time is above all others: the stock 0.x migrator would never run what is still pending there.
  if (standing.migrations.some((m) => m.state !== 'applied')) return null;
  const row = { hash: content.value.hash, created_at: String(when) };
  const says = `Record ${name} in ${first}; that it ran there is proven.`;
  const open = seen.read.map((s) => s.environment).filter((e) => !ran.includes(e));
  return {
    name: 'list-and-record',
    says: [
      `List it behind the last entry, with a time above every recorded one, and record it in ${first}, where it is proven to have run.`,
      ...(others.length > 0
        ? [
            `It ran in ${listed(others)} too; before the next deploy there: ${others.map((e) => `npx tidemark adopt -e ${e}`).join(', then ')}.`,
          ]
        : []),
      ...(open.length > 0 ? [`${listed(open)} will run it with the next migrate.`] : []),
    ].join(' '),
    change: [...list.change, rowsChange(first, table, [{ before: null, after: row }], says)],
  };
}
