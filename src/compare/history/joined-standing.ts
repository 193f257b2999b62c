/** Where does an environment stand when the rows of its other history tables lie in the configured one? */
import type { History, HistoryRow, HistoryTable, Line, Migration, Row, Standing } from '../../model/index.ts';
import { SURE } from './own-history.ts';
import { highestId } from './recorded.ts';
import { FIRST, rowMillis } from './seen.ts';
import { standingOf } from './standing.ts';

export interface Joined {
  /** Its table holds the carried rows too, as they would be written. */
  standing: Standing;
  /** By reference among the rows of `standing`. */
  carried: { row: HistoryRow; migration: string; from: HistoryTable }[];
  /** Other tables that hold rows of these migrations, and how many of their rows belong to none of them. */
  tables: { table: HistoryTable; strangers: number }[];
}

export function joinedStanding(history: History, migrations: readonly Migration[], line: Line): Joined {
  const { environment } = history;
  const of = (table: HistoryTable | null): Standing =>
    standingOf({ environment, line, table, migrations, gitTexts: { ok: true, value: new Map() } });
  const own = of(history.table);
  const others = history.others
    .filter((table) => table.shape !== 'foreign')
    .map((table) => ({ table, standing: of(table) }))
    .filter(({ standing }) => standing.migrations.some((m) => m.rows.some(isSure)));
  const base = history.table ?? anew(history);
  const carried: Joined['carried'] = [];
  for (const [i, { migration, rows }] of own.migrations.entries()) {
    if (rows.length > 0) continue;
    const found = others.flatMap(({ table, standing }) => {
      const row = standing.migrations[i]?.rows.find(isSure)?.row;
      return row ? [{ table, row }] : [];
    })[0];
    if (!found) continue;
    const id = base.sequence ? String(highestId(base.rows) + 1 + carried.length) : null;
    const values: Row = { ...(id === null ? {} : { id }), hash: found.row.hash, created_at: found.row.createdAt };
    const row = { ...found.row, position: base.rows.length + carried.length, id, name: null, values };
    carried.push({ row, migration: migration.name, from: found.table });
  }
  return {
    standing: carried.length === 0 ? own : of({ ...base, rows: [...base.rows, ...carried.map((c) => c.row)] }),
    carried,
    tables: others.map(({ table, standing }) => ({ table, strangers: standing.orphans.length })),
  };
}

const isSure = ({ tie }: { tie: string }): boolean => SURE.includes(tie);

/** As this plan makes it. */
const anew = ({ configured, others }: History): HistoryTable => ({
  ...configured,
  kind: 'table',
  unlogged: false,
  columns: others[0]?.columns.filter((c) => ['id', 'hash', 'created_at'].includes(c.name)) ?? [],
  shape: '0.x',
  rows: [],
  newest: null,
  print: '',
  sequence: null,
  triggers: [],
  rowSecurity: false,
  may: { select: true, insert: true, update: true, delete: true, own: true },
});

/** Above every time of these migrations and of every row in any history table. */
export function timeAbove(migrations: readonly Migration[], histories: readonly History[]): number {
  const rows = histories.flatMap(({ table, others }) => [table, ...others]).flatMap((t) => t?.rows ?? []);
  const known = [...migrations.map((m) => m.when), ...rows.map((r) => rowMillis(r.createdAt))];
  return known.reduce<number>((a, b) => (b !== null && Number.isFinite(b) ? Math.max(a, Math.floor(b)) : a), FIRST) + 1;
}
