/** Is nothing pending? One question, no lock, for a role that may only read the history table, also on a standby. */
import { standingOf } from '../compare/history/standing.ts';
import { DatabaseError, type Result, type Session } from '../drivers/session.ts';
import type { Environment, Folder, HistoryTable, Line, Migration } from '../model/index.ts';
import type { ReadProject } from '../read/config/project.ts';
import { historyRow } from '../read/database/history-row.ts';
import { looking } from '../read/database/refused.ts';
import { readFolder } from '../read/folder/folder.ts';
import { journalOf, migrationsOf } from '../read/folder/journal.ts';
import { readReceiptFiles } from '../read/receipts.ts';
import { PATIENTLY } from '../sql/patience.ts';
import { qualified } from '../sql/quote.ts';
import type { Chosen } from './choose.ts';
import type { Answer } from './input.ts';
import { askBoth, askPrint, isUntouched, type Memory, remember, takePrint } from './remembered.ts';
import type { Sessions } from './sessions.ts';

/** What was seen on the way, so that whoever looks next need not look again. */
export interface Probed {
  done: boolean;
  folder?: Folder;
  /** Of the history table, where there are rows to show them. */
  columns?: string[];
}

/** Done, and the answer filled, only when every migration is recorded by identity and nothing is odd. */
export async function nothingPending(
  project: ReadProject,
  chosen: Chosen,
  open: Sessions,
  answer: Answer,
  memory?: Memory,
): Promise<Probed> {
  const [environment] = chosen.look;
  if (!project.project.ok || !environment) return { done: false };
  const { root, out, line } = project.project.value;
  const done = (recorded: number): Probed => {
    Object.assign(answer, {
      exit: 0,
      verdict: `Nothing is pending; ${recorded} applied.`,
      data: { environment: environment.name, migrations: [], recorded },
    });
    return { done: true };
  };
  // The server answers while the folder is read; what keeps it from answering is told by `ask`.
  const opening = open.ask(environment);
  opening.catch(() => undefined);
  const known = memory?.known;
  if (known) {
    // The question is on its way while the files are looked at.
    const still = isStill(environment, await opening, known.print);
    still.catch(() => undefined);
    if (!(await unfinished(root)) && isUntouched(known, root, out) && (await still)) return done(known.recorded);
  }
  const began = Date.now();
  const folder = await readFolder(root, out);
  const migrations = migrationsOf(folder, journalOf(folder));
  if (!migrations.ok || migrations.value.some((m) => !m.sql.ok) || (await unfinished(root))) return { done: false, folder };
  const asked = await ask(environment, await opening, memory !== undefined);
  const columns = (asked?.table.columns ?? []).map((c) => c.name);
  if (asked === null || !isDone(environment.name, line, migrations.value, asked.table)) return { done: false, folder, columns };
  const recorded = migrations.value.length;
  if (memory && asked.print !== null) remember(memory, root, folder, asked.print, recorded, began);
  return done(recorded);
}

const FULL_LOOK = ['42P01', '3F000', '42501'];

/** A plan that was interrupted, or a file that may be one. */
async function unfinished(root: string): Promise<boolean> {
  const { started, broken } = await readReceiptFiles(root);
  return started.length > 0 || broken.length > 0;
}

/** Is the history table as it was when it was judged? */
async function isStill(environment: Environment, session: Session, print: string): Promise<boolean> {
  const results = await lookedFor(`${PATIENTLY} ${askPrint(environment.table)}`, environment, session);
  return results?.at(-1)?.rows[0]?.['print'] === print;
}

/** Null: no table, no schema or no right, and the full look says what it means. */
async function lookedFor(text: string, environment: Environment, session: Session): Promise<Result[] | null> {
  try {
    // One message is one transaction, so SET LOCAL holds for it and nothing has to be ended.
    return await looking(session, text, environment, FULL_LOOK);
  } catch (error) {
    if (error instanceof DatabaseError && FULL_LOOK.includes(error.sqlstate)) return null;
    throw error;
  }
}

interface Asked {
  table: HistoryTable;
  /** Only when it was asked for, and there are rows. */
  print: string | null;
}

async function ask(environment: Environment, session: Session, printed: boolean): Promise<Asked | null> {
  const text = printed ? askBoth(environment.table) : `select * from ${qualified(environment.table)}`;
  const results = await lookedFor(`${PATIENTLY} ${text}`, environment, session);
  if (results === null) return null;
  const answered = results.at(-1)?.rows ?? [];
  const { rows: found, print } = printed ? takePrint(answered) : { rows: answered, print: null };
  const rows = found.map((values, position) => historyRow(values, position));
  const names = Object.keys(rows[0]?.values ?? {});
  return {
    print,
    table: {
      ...environment.table,
      kind: 'table',
      unlogged: false,
      columns: names.map((name) => ({ name, type: '', notNull: false, default: null })),
      shape: names.includes('name') ? '1.0' : '0.x',
      rows,
      newest: null,
      print: '',
      sequence: null,
      triggers: [],
      rowSecurity: false,
      may: { select: true, insert: false, update: false, delete: false, own: false },
    },
  };
}

function isDone(environment: string, line: Line, migrations: Migration[], table: HistoryTable): boolean {
  const standing = standingOf({ environment, line, migrations, table, gitTexts: { ok: true, value: new Map() } });
  return (
    standing.orphans.length === 0 &&
    standing.migrations.every((m) => m.state === 'applied' && m.rows.length === 1 && m.rows[0]?.faults.length === 0)
  );
}
