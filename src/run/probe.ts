/** Is nothing pending? One question, no lock, for a role that may only read the history table, also on a standby. */
import { standingOf } from '../compare/standing.ts';
import { DatabaseError, type Session } from '../drivers/session.ts';
import type { Environment, HistoryTable, Line, Migration } from '../model/index.ts';
import { readFolder } from '../read/folder.ts';
import { historyRow } from '../read/history-row.ts';
import { journalOf, migrationsOf } from '../read/journal.ts';
import type { ReadProject } from '../read/project.ts';
import { readReceiptFiles } from '../read/receipts.ts';
import { looking } from '../read/refused.ts';
import { PATIENTLY } from '../sql/patience.ts';
import { qualified } from '../sql/quote.ts';
import type { Chosen } from './choose.ts';
import type { Answer } from './input.ts';
import type { Sessions } from './sessions.ts';

/** `columns`: of the history table, where there are rows to show them; whoever looks next need not ask whether it is there. */
export interface Probed {
  done: boolean;
  columns: string[];
}

const UNKNOWN: Probed = { done: false, columns: [] };

/** Done, and the answer filled, only when every migration is recorded by identity and nothing is odd. */
export async function nothingPending(project: ReadProject, chosen: Chosen, open: Sessions, answer: Answer): Promise<Probed> {
  const [environment] = chosen.look;
  if (!project.project.ok || !environment) return UNKNOWN;
  const { root, out, line } = project.project.value;
  // The server answers while the folder is read; what keeps it from answering is told by `ask`.
  const opening = open.ask(environment);
  opening.catch(() => undefined);
  const folder = await readFolder(root, out);
  const migrations = migrationsOf(folder, journalOf(folder));
  if (!migrations.ok || migrations.value.some((m) => !m.sql.ok) || (await unfinished(root))) return UNKNOWN;
  const table = await ask(environment, await opening);
  const columns = (table?.columns ?? []).map((c) => c.name);
  if (table === null || !isDone(environment.name, line, migrations.value, table)) return { done: false, columns };
  const recorded = migrations.value.length;
  Object.assign(answer, {
    exit: 0,
    verdict: `Nothing is pending; ${recorded} applied.`,
    data: { environment: environment.name, migrations: [], recorded },
  });
  return { done: true, columns };
}

const FULL_LOOK = ['42P01', '3F000', '42501'];

/** A plan that was interrupted, or a file that may be one. */
async function unfinished(root: string): Promise<boolean> {
  const { started, broken } = await readReceiptFiles(root);
  return started.length > 0 || broken.length > 0;
}

async function ask(environment: Environment, session: Session): Promise<HistoryTable | null> {
  try {
    // One message is one transaction, so SET LOCAL holds for it and nothing has to be ended.
    const text = `${PATIENTLY} select * from ${qualified(environment.table)}`;
    const results = await looking(session, text, environment, FULL_LOOK);
    const rows = (results.at(-1)?.rows ?? []).map((values, position) => historyRow(values, position));
    const names = Object.keys(rows[0]?.values ?? {});
    return {
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
    };
  } catch (error) {
    // No table, no schema, no right: the full look says what it means.
    if (error instanceof DatabaseError && FULL_LOOK.includes(error.sqlstate)) return null;
    throw error;
  }
}

function isDone(environment: string, line: Line, migrations: Migration[], table: HistoryTable): boolean {
  const standing = standingOf({ environment, line, migrations, table, gitTexts: { ok: true, value: new Map() } });
  return (
    standing.orphans.length === 0 &&
    standing.migrations.every((m) => m.state === 'applied' && m.rows.length === 1 && m.rows[0]?.faults.length === 0)
  );
}
