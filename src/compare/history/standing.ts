/** Where does one environment stand: which migrations are applied, whose are the rows, what would the stock migrator do? */
import type { Migration } from '../../model/folder.ts';
import type { GitText } from '../../model/git.ts';
import type { HistoryRow, HistoryTable } from '../../model/history.ts';
import type { Line } from '../../model/project.ts';
import type { Read } from '../../model/read.ts';
import type { MigrationStanding, Standing, State, TiedRow } from '../../model/standing.ts';
import { rowFaults } from './row-faults.ts';
import { signsOf } from './signs.ts';
import { type StockRun, stockRunNew, stockRunOld } from './stock-run.ts';
import { tieRows } from './tie.ts';

export interface StandingInput {
  environment: string;
  line: Line;
  migrations: readonly Migration[];
  table: HistoryTable | null;
  gitTexts: Read<ReadonlyMap<string, GitText>>;
  /** The migrations folder as the stock migrator would name it in an error. */
  folder?: string;
}

const hasColumn = (table: HistoryTable, name: string): boolean => table.columns.some((c) => c.name === name);

/** By id where ids are numbers, else in reading order. */
function earlier(a: HistoryRow, b: HistoryRow): number {
  const [x, y] = [Number(a.id ?? Number.NaN), Number(b.id ?? Number.NaN)];
  return x - y || a.position - b.position;
}

function stockRun({ line, migrations, table, folder }: StandingInput): StockRun {
  const type = table?.columns.find((c) => c.name === 'created_at')?.type;
  const run =
    line === '0.x'
      ? stockRunOld(migrations, table?.newest ? table.newest.createdAt : undefined, folder, type)
      : stockRunNew(migrations, table?.rows ?? null, table ? hasColumn(table, 'name') : false, type);
  if (!run.ok || !table) return run;
  const absent = ['id', 'hash', 'created_at'].find((name) => !hasColumn(table, name));
  return absent === undefined ? run : { ok: false, why: `column "${absent}" does not exist (42703)` };
}

/** Rows of each migration, the one that counts first, and the rows that belong to none. */
function tiedRows({ line, migrations, table, gitTexts }: StandingInput): { rows: TiedRow[][]; orphans: HistoryRow[] } {
  const rows: (TiedRow & { rank: number })[][] = migrations.map(() => []);
  const orphans: HistoryRow[] = [];
  if (!table) return { rows, orphans };
  const signs = signsOf(migrations, gitTexts.ok ? gitTexts.value : new Map());
  const named = line === '1.0' && signs.dated && hasColumn(table, 'name');
  const ties = tieRows(migrations, table.rows, signs);
  for (const [at, row] of table.rows.entries()) {
    const tied = ties[at];
    const migration = tied && migrations[tied.migration];
    if (!tied || !migration) {
      orphans.push(row);
      continue;
    }
    const seen = { hash: signs.hashSign(row, tied.migration), stamp: signs.stampSign(row, tied.migration) };
    const { tie, rank, ambiguous } = tied;
    rows[tied.migration]?.push({ row, tie, rank, ambiguous, faults: rowFaults(row, migration, seen, named) });
  }
  const counted = rows.map((list) => {
    list.sort((a, b) => a.faults.length - b.faults.length || a.rank - b.rank || earlier(a.row, b.row));
    return list.map(({ rank: _, ...tied }) => tied);
  });
  return { rows: counted, orphans };
}

/** Greatest `when` that counts as passed: of the applied migrations, and under 0.x what the migrator compares with. */
function passedStamp({ line, table, migrations }: StandingInput, rows: TiedRow[][]): number {
  const mark = line === '0.x' && table?.newest ? Number(table.newest.createdAt) : Number.NEGATIVE_INFINITY;
  let passed = Number.isFinite(mark) ? mark : Number.NEGATIVE_INFINITY;
  for (const [i, { when }] of migrations.entries()) if (rows[i]?.length && when !== null) passed = Math.max(passed, when);
  return passed;
}

/** Under 1.0 only the order of names counts; under 0.x also the stamp, which decides whether it ever runs. */
function statesOf(input: StandingInput, rows: TiedRow[][]): State[] {
  const passed = passedStamp(input, rows);
  const lastApplied = rows.findLastIndex((list) => list.length > 0);
  return input.migrations.map(({ sql, when }, i): State => {
    if (rows[i]?.length) return 'applied';
    if (!sql.ok) return 'unreadable';
    const late = i < lastApplied || (input.line === '0.x' && when !== null && when <= passed);
    return late ? 'out-of-order' : 'pending';
  });
}

/**
 * Compares a folder with one history table. `table` null: it does not exist, so nothing is applied.
 * Every migration gets one state and every row one place: with a migration, or among the orphans.
 * When the stock migrator fails it runs nothing: `runs` and `skips` are empty and what is not recorded stands as `skips`.
 */
export function standingOf(input: StandingInput): Standing {
  const { environment, table, migrations } = input;
  const { rows, orphans } = tiedRows(input);
  const states = statesOf(input, rows);
  const run = stockRun(input);
  const runs = new Set(run.ok ? run.runs : []);
  const standings = migrations.map((migration, i): MigrationStanding => {
    const mine = rows[i] ?? [];
    return { migration, state: states[i]!, rows: mine, stock: runs.has(i) ? 'runs' : mine.length > 0 ? 'done' : 'skips' };
  });
  const named = (stock: MigrationStanding['stock']): string[] =>
    run.ok ? standings.flatMap((s) => (s.stock === stock ? [s.migration.name] : [])) : [];
  const stock: Standing['stock'] = run.ok
    ? { outcome: run.runs.length > 0 ? 'runs' : 'nothing', runs: named('runs'), skips: named('skips') }
    : { outcome: 'fails', runs: [], skips: [], why: run.why };
  return { environment, table, migrations: standings, orphans, stock };
}
