/** Which tool and which folder does a table belong to? The names in its rows decide, not its own name. */
import type { LegacyFile, LegacyHistory, LegacySign, Read, Row, SqlText, TableName } from '../model/index.ts';
import { inOrder, legacyHistory, legacyRows, tiedRows } from './history.ts';
import { isForeignHistory, legacyTools, toolOfTable } from './index.ts';
import { base, type LegacyTool } from './legacy-tool.ts';
import { plainSql } from './plain-sql.ts';
import { isProgram, type LegacyReading } from './reading.ts';

/** A tool whose history can be read. */
export type ReadableTool = LegacyTool & { history: LegacyReading };

export const readableTools: readonly ReadableTool[] = legacyTools.filter(
  (tool): tool is ReadableTool => tool.history !== undefined,
);

/** A folder as one tool would read it. */
export interface LegacyFolder {
  tool: ReadableTool;
  folder: string;
  files: LegacyFile[];
  /** The tool was recognised here. */
  recognised: boolean;
}

export interface LegacyTableRows {
  table: TableName;
  columns: readonly string[];
  values: readonly Row[];
}

export const toolsOf = (table: TableName, columns: readonly string[]): ReadableTool[] => {
  if (isForeignHistory(table.schema)) return [];
  const known = toolOfTable(table.schema, table.name, columns);
  const fitting = readableTools.filter(({ history }) => history.fits(table, columns));
  // Its own reading is missing, and its rows are read as a team's own would be.
  return known && known.history === undefined
    ? fitting.filter((tool) => tool === plainSql).map((tool) => ({ ...tool, ...known, history: tool.history }))
    : fitting;
};

/** Every folder that some tool could read; `content` reads a file when it is wanted, and the same file once. */
export function legacyFolders(
  paths: readonly string[],
  signs: readonly LegacySign[],
  content: (path: string) => Read<SqlText>,
): LegacyFolder[] {
  return readableTools.flatMap((tool) => {
    const own = signs.filter((sign) => sign.tool === tool.tool);
    const groups = new Map<string, LegacyFile[]>();
    for (const path of paths) {
      const found = tool.history.file(path);
      if (found) groups.set(found.folder, [...(groups.get(found.folder) ?? []), legacyFile(tool.history, path, found, content)]);
    }
    const exact = [...groups.keys()].some((folder) => own.some(({ where }) => where === folder));
    return [...groups].map(([folder, files]) => ({
      tool,
      folder,
      files: inOrder(tool.history, files),
      recognised: own.some(({ where }) => where === folder || (!exact && folder === besides(where))),
    }));
  });
}

/** Beside a file that configures the tool lies its folder `migrations`. */
const besides = (where: string): string =>
  where.includes('/') ? `${where.slice(0, where.lastIndexOf('/'))}/migrations` : 'migrations';

function legacyFile(
  { up }: LegacyReading,
  path: string,
  { version, name }: { version: string | null; name: string },
  content: (path: string) => Read<SqlText>,
): LegacyFile {
  return {
    path,
    version,
    name,
    get content() {
      return content(path);
    },
    get up() {
      const read = content(path);
      if (!read.ok || isProgram(path)) return null;
      return up ? up(read.value.text) : { offset: 0, length: read.value.text.length };
    },
  };
}

/** One history a table, and one a recognised folder whose table is not there. */
export function legacyHistories(tables: readonly LegacyTableRows[], folders: readonly LegacyFolder[]): LegacyHistory[] {
  const taken = new Set<string>();
  const histories = tables.flatMap(({ table, columns, values }) => {
    const tools = toolsOf(table, columns);
    const best = tools.flatMap((tool) => candidates(tool, values, folders)).sort(byMerit)[0];
    const tool = best?.folder
      ? best.tool
      : (tools.find((t) => t.tool === toolOfTable(table.schema, table.name, columns)?.tool) ?? tools[0]);
    if (!tool) return [];
    if (best?.folder) taken.add(best.folder.folder);
    const parts = { tool: tool.tool, reading: tool.history, table, values };
    return [legacyHistory({ ...parts, folder: best?.folder?.folder ?? null, files: best?.folder?.files.map(whole) ?? [] })];
  });
  for (const { tool, folder, files, recognised } of folders) {
    if (!recognised || taken.has(folder)) continue;
    taken.add(folder);
    histories.push(
      legacyHistory({ tool: tool.tool, reading: tool.history, table: null, folder, values: [], files: files.map(whole) }),
    );
  }
  return histories;
}

/** From here on it is a fact and no longer looked up. */
const whole = (file: LegacyFile): LegacyFile => ({ ...file });

interface Candidate {
  tool: ReadableTool;
  folder: LegacyFolder | null;
  ties: number;
  merits: number[];
}

function candidates(tool: ReadableTool, values: readonly Row[], folders: readonly LegacyFolder[]): Candidate[] {
  const rows = legacyRows(tool.history, values);
  return folders
    .filter((folder) => folder.tool.tool === tool.tool)
    .map((folder) => ({ folder, ties: tiedRows(tool.history, rows, folder.files) }))
    .filter(({ folder, ties }) => ties > 0 || folder.recognised)
    .map(({ folder, ties }) => ({
      tool,
      folder,
      ties,
      merits: [ties, folder.recognised ? 1 : 0, bearsMarks(tool, folder) ? 1 : 0, base(folder.folder) === 'migrations' ? 1 : 0],
    }));
}

/** The tool's own words in the files; it matters where several tools would read them alike. */
const bearsMarks = ({ marks }: LegacyTool, { files }: LegacyFolder): boolean =>
  !marks || files.some(({ content }) => content.ok && marks.some((mark) => content.value.text.includes(mark)));

/** Equal ones stay in the order of the tools. */
function byMerit(a: Candidate, b: Candidate): number {
  for (const [i, merit] of a.merits.entries()) {
    const less = (b.merits[i] ?? 0) - merit;
    if (less !== 0) return less;
  }
  return 0;
}
