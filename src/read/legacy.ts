/** Other tools' histories: which tables hold them, which folders belong to those, and what both say. Nothing writes to them. */
import { resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import type { Session } from '../drivers/session.ts';
import { type LegacyFolder, type LegacyTableRows, legacyFolders, legacyHistories, toolsOf } from '../legacy/choose.ts';
import { type DrizzleFolder, drizzleHistories } from '../legacy/drizzle-folder.ts';
import type { Environment, HistoryTable, LegacyHistory, Read, Row, SqlText, Surroundings, TableName } from '../model/index.ts';
import { got } from '../model/index.ts';
import { mayReadTables, readTables } from '../sql/legacy-rows.ts';
import { OWN_SCHEMA } from '../sql/own-schema.ts';
import { readBytes } from './bytes.ts';
import type { DatabaseReading } from './database/database.ts';
import { looking } from './database/refused.ts';
import { readFolder } from './folder/folder.ts';
import { journalOf, migrationsOf } from './folder/journal.ts';
import { sqlText } from './folder/sql-file.ts';
import { fromRoot } from './paths.ts';
import { projectFiles } from './surroundings.ts';

/** Prisma's files lie three folders below a package of a monorepo. */
const DEEPEST = 6;

export interface LegacyFrom {
  root: string;
  /** The project's own migrations folder. */
  out: string;
  surroundings: Surroundings;
  databases: ReadonlyMap<string, Read<DatabaseReading>>;
  environments: readonly Environment[];
  open(environment: Environment): Promise<Session>;
}

/** By environment. A table that this role may not read is a history with `unread` and without rows. */
export async function readLegacies(from: LegacyFrom): Promise<Map<string, Read<LegacyHistory[]>>> {
  const { root, out, surroundings, databases } = from;
  const folders = foldersOf(root, out, surroundings);
  const own = await drizzleFolder(root, out);
  const others = await Promise.all(surroundings.otherFolders.map((path) => drizzleFolder(root, path)));
  const all = [...databases].map(async ([name, database]): Promise<[string, Read<LegacyHistory[]>]> => {
    if (!database.ok) return [name, database];
    const environment = from.environments.find((e) => e.name === name);
    if (!environment) return [name, { ok: false, why: 'it was not read' }];
    const { history } = database.value;
    const stock = history.others.filter(({ shape }) => shape !== 'foreign');
    try {
      const tables = await legacyTables(await from.open(environment), environment, database.value, [
        history.configured,
        ...stock,
      ]);
      const foreign = legacyHistories(tables, folders).map((h) => noted(h, tables));
      return [name, got([...foreign, ...drizzleHistories(own, others, history.table as HistoryTable | null, stock)])];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [name, { ok: false, why: `${error.message} ${error.why}`, because: error.code }];
    }
  });
  return new Map(await Promise.all(all));
}

/** One folder of another tool's by its path: its files in order, as a history without a table. Not ok: no tool's files lie there. */
export function readLegacyFolder(root: string, path: string, surroundings: Surroundings): Read<LegacyHistory> {
  const wanted = fromRoot(root, path);
  const folders = foldersOf(root, '', surroundings).filter(({ folder }) => folder === wanted || folder.startsWith(`${wanted}/`));
  const best =
    folders.find(({ recognised }) => recognised) ??
    folders.find(({ folder, tool }) => folder === wanted && tool.tool === 'plain SQL');
  const [history] = best ? legacyHistories([], [{ ...best, recognised: true }]) : [];
  return history ? got(history) : { ok: false, why: `${wanted} holds no migration files of a tool that is known` };
}

function foldersOf(root: string, out: string, surroundings: Surroundings): LegacyFolder[] {
  const drizzle = [...surroundings.otherFolders, ...(out === '' ? [] : [fromRoot(root, out)])].map((folder) => `${folder}/`);
  const paths = projectFiles(root, fromRoot(root, out), DEEPEST).paths.filter(
    (p) => !drizzle.some((folder) => p.startsWith(folder)),
  );
  const texts = new Map<string, Read<SqlText>>();
  const content = (path: string): Read<SqlText> => {
    const held = texts.get(path) ?? textOf(resolve(root, path));
    texts.set(path, held);
    return held;
  };
  return legacyFolders(paths, surroundings.legacy, content);
}

function textOf(absolute: string): Read<SqlText> {
  const read = readBytes(absolute);
  return read.ok ? got(sqlText(read.value.bytes)) : read;
}

async function drizzleFolder(root: string, path: string): Promise<DrizzleFolder> {
  const folder = await readFolder(root, path);
  const migrations = migrationsOf(folder, journalOf(folder));
  return { path: folder.path, migrations: migrations.ok ? migrations.value : [] };
}

type Table = LegacyTableRows & { unread?: string };

async function legacyTables(
  session: Session,
  environment: Environment,
  { server }: DatabaseReading,
  drizzles: readonly TableName[],
): Promise<Table[]> {
  const tables = [...server.relations].flatMap(([key, { kind, columns }]) => {
    const dot = key.indexOf('.');
    const table = { schema: key.slice(0, dot), name: key.slice(dot + 1) };
    const isDrizzles = drizzles.some(({ schema, name }) => schema === table.schema && name === table.name);
    const usable = ['r', 'p', 'v', 'm', 'f'].includes(kind) && table.schema !== OWN_SCHEMA && !isDrizzles;
    const tools = usable ? toolsOf(table, columns) : [];
    return tools.length > 0 ? [{ table, columns, tools }] : [];
  });
  if (tables.length === 0) return [];
  const ask = async (text: string): Promise<Row[][]> =>
    (await looking(session, text, environment)).filter((r) => r.tag.startsWith('SELECT')).map((r) => r.rows);
  const [rights = []] = await ask(mayReadTables(tables.map(({ table }) => table)));
  const right = ({ schema, name }: TableName) => rights.find((r) => r['schema'] === schema && r['name'] === name);
  const readable = tables.filter(({ table }) => right(table)?.['may_select'] === 't');
  const orders = readable.map(({ table, columns, tools: [tool] }) => ({
    table,
    order: tool?.history.order.filter((column) => columns.includes(column)) ?? [],
  }));
  const answers = readable.length === 0 ? [] : await ask(readTables(orders));
  return tables.map(({ table, columns }) => {
    const at = readable.findIndex((r) => r.table === table);
    const hidden = right(table)?.['row_security'] === 't' ? { unread: 'row level security may hide rows from this role' } : {};
    if (at !== -1) return { table, columns, values: answers[at] ?? [], ...hidden };
    return { table, columns, values: [], unread: `role ${server.role} may not read it` };
  });
}

function noted(history: LegacyHistory, tables: readonly Table[]): LegacyHistory {
  const { table, notes } = history;
  const unread =
    table && tables.find((t) => t.table === table || (t.table.schema === table.schema && t.table.name === table.name))?.unread;
  if (!unread) return history;
  const standings = history.standings.filter(({ state }) => state === 'recorded');
  return { ...history, unread, standings, notes: [`${table.schema}.${table.name}: ${unread}`, ...notes] };
}
