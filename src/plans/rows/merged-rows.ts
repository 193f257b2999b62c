/** The rows by which one history table comes to say what two of them said, and what is proven or stated. */
import type { Decision } from '../../compare/audit/decided.ts';
import type { Joined } from '../../compare/history/joined-standing.ts';
import { SURE } from '../../compare/history/own-history.ts';
import { standingOf } from '../../compare/history/standing.ts';
import type { HistoryTable, Line, Migration, RowChange } from '../../model/index.ts';
import { rebuiltRows } from './rebuilt-rows.ts';

/** What is there is mended as rebuild-history mends it; a row of another table comes with the hash and time that are right here. */
export function mergedRows({ standing, carried }: Joined, decisions: readonly Decision[], line: Line, by: string): RowChange[] {
  const { changes } = rebuiltRows(standing, { line, added: [], decisions, dropped: [], doubtful: new Map(), by });
  const guests = new Map(carried.map(({ row }) => [row.values, row]));
  const came = carried.flatMap(({ row }): RowChange[] => {
    const change = changes.find((c) => c.before === row.values);
    return change ? (change.after ? [{ before: null, after: change.after }] : []) : [{ before: null, after: row.values }];
  });
  const own = changes.filter((c) => c.before === null || !guests.has(c.before));
  return [...own.filter((c) => c.before !== null), ...came, ...own.filter((c) => c.before === null)];
}

/** Rows of a table that belong to these migrations and to none of the others. */
export function rowsOf(
  environment: string,
  table: HistoryTable | null,
  line: Line,
  { own, gone }: { own: readonly Migration[]; gone: readonly Migration[] },
): RowChange[] {
  const of = (migrations: readonly Migration[]) =>
    standingOf({ environment, line, table, migrations, gitTexts: { ok: true, value: new Map() } });
  const strangers = new Set(of(own).orphans.map((row) => row.values));
  return of(gone).migrations.flatMap(({ rows }) =>
    rows
      .filter((r) => SURE.includes(r.tie) && strangers.has(r.row.values))
      .map(({ row }) => ({ before: row.values, after: null })),
  );
}
